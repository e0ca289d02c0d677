package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.console.feed.Columns;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a person searches for. Each field is as the form sent it, so that the form shows it again.
 *
 * @param fields by the names of the form
 * @param problems what of it could not be read; it then filters nothing
 */
public record RefundFilter(Map<String, String> fields, List<String> problems) {

    public static final List<String> NAMES = List.of("q", "status", "currency", "code", "min", "max", "from", "to");

    private static final List<String> SUMMED = List.of("status", "currency", "code");

    public RefundFilter {
        fields = Map.copyOf(fields);
        problems = List.copyOf(problems);
    }

    static RefundFilter of(Map<String, String> parameters) {
        Map<String, String> fields = new LinkedHashMap<>();
        NAMES.forEach(name -> {
            String value = parameters.getOrDefault(name, "").strip();
            if (!value.isEmpty()) {
                fields.put(name, value);
            }
        });
        fields.computeIfPresent("currency", (name, currency) -> currency.toUpperCase(Locale.ROOT));
        List<String> problems = new ArrayList<>();
        for (String name : List.of("min", "max")) {
            try {
                amount(fields.get(name));
            } catch (NumberFormatException e) {
                problems.add("“" + fields.remove(name) + "” is no amount. Write it as 25.00.");
            }
        }
        for (String name : List.of("from", "to")) {
            try {
                time(fields.get(name));
            } catch (DateTimeException e) {
                problems.add("“" + fields.remove(name) + "” is no time. Write it as 2026-11-30T14:00.");
            }
        }
        return new RefundFilter(fields, problems);
    }

    public String get(String name) {
        return fields.getOrDefault(name, "");
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Whether the table of sums answers for it. */
    boolean isSummed() {
        return SUMMED.containsAll(fields.keySet());
    }

    @Nullable
    String id() {
        return Columns.indexed(fields.get("q"));
    }

    @Nullable
    BigDecimal min() {
        return amount(fields.get("min"));
    }

    @Nullable
    BigDecimal max() {
        return amount(fields.get("max"));
    }

    @Nullable
    OffsetDateTime from() {
        return time(fields.get("from"));
    }

    @Nullable
    OffsetDateTime to() {
        return time(fields.get("to"));
    }

    /** The address of the page with this filter. */
    public String url(@Nullable String name, String value) {
        UriComponentsBuilder url = UriComponentsBuilder.fromPath("/refunds");
        Map<String, String> all = new LinkedHashMap<>();
        NAMES.forEach(field -> {
            if (fields.containsKey(field)) {
                all.put(field, fields.get(field));
            }
        });
        if (name != null) {
            all.put(name, value);
        }
        all.keySet().forEach(field -> url.queryParam(field, "{" + field + "}"));
        return url.encode().buildAndExpand(all).toUriString();
    }

    private static @Nullable BigDecimal amount(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,18}(\\.[0-9]{1,8})?")) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    /** A day, or a minute; in UTC. */
    private static @Nullable OffsetDateTime time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        LocalDateTime time = text.contains("T")
                ? LocalDateTime.parse(text)
                : LocalDate.parse(text).atStartOfDay();
        return time.atOffset(ZoneOffset.UTC);
    }
}
