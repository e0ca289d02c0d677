package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.terminal.Printable;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** How values are written on a page. */
public final class Show {

    /** A value that is longer is folded. */
    public static final int LONG = 160;

    private static final int BRIEF = 26;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private Show() {}

    /** A text from outside; control characters, those that turn the direction of a line among them, become dots. */
    public static String text(@Nullable String text) {
        return text == null ? "" : Printable.text(text);
    }

    public static String start(String text) {
        return text(text.substring(0, Math.min(text.length(), LONG))) + "…";
    }

    /** An amount for people, with its thousands parted. */
    public static String amount(@Nullable BigDecimal amount, @Nullable String currency) {
        if (amount == null) {
            return "–";
        }
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        BigDecimal exact = exact(amount, currency);
        format.setMinimumFractionDigits(exact.scale());
        format.setMaximumFractionDigits(exact.scale());
        return format.format(exact);
    }

    /** An amount as a request states it. */
    public static String plain(BigDecimal amount, String currency) {
        return exact(amount, currency).toPlainString();
    }

    /** With as many decimals as the currency has, or more if the amount has more. */
    private static BigDecimal exact(BigDecimal amount, @Nullable String currency) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.setScale(Math.max(decimals(currency), stripped.scale()));
    }

    private static int decimals(@Nullable String currency) {
        try {
            return currency == null || currency.isEmpty()
                    ? 0
                    : Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String time(Instant at) {
        return TIME.format(at);
    }

    public static String clock(Instant at) {
        return CLOCK.format(at);
    }

    /** How long ago, in its largest unit. */
    public static String age(Instant since, Instant now) {
        return duration(Duration.between(since, now));
    }

    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
        }
        long days = seconds / 86_400;
        return days + (days == 1 ? " day" : " days");
    }

    /** An id that a column has room for: a long one in its beginning and its end. */
    public static String brief(@Nullable String id) {
        String text = text(id);
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF - 5) + "…" + text.substring(text.length() - 4);
    }

    /** A length in a picture. */
    public static String pixels(double length) {
        return String.format(Locale.ROOT, "%.1f", length);
    }

    /** A text as one word of a shell. */
    public static String quoted(String text) {
        return text.matches("[A-Za-z0-9._/:@%+=-]+") ? text : "'" + text(text).replace("'", "'\\''") + "'";
    }

    /** An address of the console with one value. */
    public static String url(String path, String name, String value) {
        return UriComponentsBuilder.fromPath(path)
                .queryParam(name, "{value}")
                .encode()
                .buildAndExpand(value)
                .toUriString();
    }
}
