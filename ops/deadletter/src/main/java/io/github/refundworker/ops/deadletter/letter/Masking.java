package io.github.refundworker.ops.deadletter.letter;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.deadletter.ReplayHeaders;
import io.github.refundworker.ops.terminal.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Masks a dead letter for display. Of JSON it shows the fields that identify a refund, of anything else only the
 * shape. Upstream may have put anything into the rest, such as a name or a card number. No output can control a
 * terminal.
 */
public final class Masking {

    private static final Set<String> SHOWN = Set.of(
            "requestId",
            "chargeId",
            "amount",
            "currencyCode",
            "previouslyRefundedAmount",
            "provider",
            "v",
            "type",
            "number",
            "refundId",
            "topic",
            "partition",
            "offset",
            "timestamp");

    /** Headers that are shown in addition to those of deaths and replays. Any other may be a credential. */
    private static final Set<String> SHOWN_HEADERS = Set.of(
            EventHeaders.CONTENT_TYPE,
            EventHeaders.TRACE_PARENT,
            "tracestate",
            EventHeaders.SPEC_VERSION,
            EventHeaders.ID,
            EventHeaders.SOURCE,
            EventHeaders.TYPE,
            EventHeaders.TIME,
            EventHeaders.SUBJECT);

    private static final int SHOWN_TEXT = 100;
    private static final int SHOWN_VALUE = 400;
    private static final int SHAPE = 60;
    private static final int DEPTH = 4;

    /** As many digits as a card number has, with any grouping. */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\p{Nd}(?:[\\p{Zs}\\p{Pd}./_]{0,2}\\p{Nd}){11,}");

    private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");

    /** The name in an e-mail address. */
    private static final Pattern MAILBOX =
            Pattern.compile("[\\p{L}\\p{N}._%+'-]{1,64}(?=@[\\p{L}\\p{N}-]+\\.\\p{L}{2})");

    /** A credential as clients print it: after its scheme or after its name. */
    private static final Pattern SECRET = Pattern.compile(
            "((?:bearer|basic)\\s+|(?:password|passwd|secret|token|api[-_]?key)[\"']?\\s*[:=]\\s*[\"']?)[^\\s\"',;&]+",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LETTER = Pattern.compile("[\\p{L}\\p{M}]");

    private Masking() {}

    /** Masks a text from outside: a key, a message. */
    public static String text(String text) {
        // Cut twice, because a number that is cut before it is masked would not be recognised.
        return cut(numbersHidden(secretsHidden(Printable.text(cut(text, 4 * SHOWN_TEXT)))), SHOWN_TEXT);
    }

    /** Masks a key, which may not be text. */
    public static String key(byte @Nullable [] key) {
        if (key == null) {
            return "(none)";
        }
        String text = decode(key);
        return text == null || text.isEmpty() ? bytes(key) : text(text);
    }

    /** Shows a header: as a number if Spring writes one, and only by its length if the header is unknown. */
    public static String header(String name, byte @Nullable [] value) {
        if (value == null) {
            return "(none)";
        }
        HeaderFamily family = HeaderFamily.of(name);
        Long number = family != null && family.isNumber(name) ? family.number(value) : null;
        if (number != null) {
            return number.toString();
        }
        return family != null || isShownHeader(name) ? key(value) : bytes(value);
    }

    private static boolean isShownHeader(String name) {
        return SHOWN_HEADERS.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith(ReplayHeaders.PREFIX);
    }

    public static String value(byte @Nullable [] value) {
        if (value == null) {
            return "(none)";
        }
        JsonNode json = Contents.parse(value);
        if (json != null) {
            StringBuilder shown = new StringBuilder();
            append(shown, json, true, 0);
            return cut(shown.toString(), SHOWN_VALUE);
        }
        String text = value.length > 1024 * 1024 ? null : decode(value);
        return text == null || text.isEmpty() ? bytes(value) : shape(text) + " " + bytes(value);
    }

    private static void append(StringBuilder shown, JsonNode json, boolean known, int depth) {
        if (shown.length() > SHOWN_VALUE) {
            return;
        }
        if (json.isObject() && depth < DEPTH) {
            String separator = "{";
            for (var property : json.properties()) {
                shown.append(separator)
                        .append('"')
                        .append(text(property.getKey()))
                        .append("\":");
                append(shown, property.getValue(), SHOWN.contains(property.getKey()), depth + 1);
                separator = ",";
            }
            shown.append(json.isEmpty() ? "{}" : "}");
        } else if (json.isContainer()) {
            shown.append(json.isArray() ? "[… " : "{… ").append(json.size()).append(json.isArray() ? "]" : "}");
        } else if (!known && !json.isNull() && !json.isBoolean()) {
            shown.append("•••");
        } else if (json.isString()) {
            shown.append('"').append(text(json.asString())).append('"');
        } else {
            shown.append(text(json.toString()));
        }
    }

    /**
     * Replaces letters and digits and keeps everything else, so that {@code <xml>} and {@code a=1;b=2} still look
     * different.
     */
    private static String shape(String text) {
        String digits = DIGIT.matcher(cut(text, SHAPE)).replaceAll("9");
        return Printable.text(LETTER.matcher(digits).replaceAll("x"));
    }

    private static String bytes(byte[] bytes) {
        return "(" + bytes.length + (bytes.length == 1 ? " byte)" : " bytes)");
    }

    private static String numbersHidden(String text) {
        return LONG_NUMBER
                .matcher(text)
                .replaceAll(number -> DIGIT.matcher(number.group()).replaceAll("•"));
    }

    private static String secretsHidden(String text) {
        return MAILBOX.matcher(SECRET.matcher(text).replaceAll("$1•••")).replaceAll("•••");
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    private static @Nullable String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
