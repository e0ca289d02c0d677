package io.github.refundworker.ops.deadletter.letter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What of a dead letter may be shown to whoever looks at it: of JSON the fields that are there to tell refunds apart, of
 * anything else its shape. Nobody knows what upstream put into the rest, or into what is no JSON; so it may be a name, or
 * a card's number. Nothing shown can steer a terminal.
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

    private static final int SHOWN_TEXT = 100;
    private static final int SHOWN_VALUE = 400;
    private static final int SHAPE = 60;
    private static final int DEPTH = 4;

    /** As many digits as a card's number has, however they are set. */
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9](?:[ -]?[0-9]){11,}");

    private static final Pattern DIGIT = Pattern.compile("[0-9]");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
    private static final Pattern LETTER = Pattern.compile("[\\p{L}\\p{M}]");

    private Masking() {}

    /** Of a text that somebody else wrote: a key, a message. */
    public static String text(String text) {
        // Cut twice: a number that is cut before it is hidden would not be seen as one.
        return cut(numbersHidden(printable(cut(text, 4 * SHOWN_TEXT))), SHOWN_TEXT);
    }

    /** Of a key, which may be no text. */
    public static String key(byte @Nullable [] key) {
        if (key == null) {
            return "(none)";
        }
        String text = decode(key);
        return text == null || text.isEmpty() ? bytes(key) : text(text);
    }

    /** Of a header: as a number where Spring writes one. */
    public static String header(String name, byte @Nullable [] value) {
        HeaderFamily family = HeaderFamily.of(name);
        Long number = family != null && family.isNumber(name) && value != null ? family.number(value) : null;
        return number == null ? key(value) : number.toString();
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

    /** Letters and digits replaced, all else as it is: {@code <xml>} and {@code a=1;b=2} are still told apart. */
    private static String shape(String text) {
        String digits = DIGIT.matcher(cut(text, SHAPE)).replaceAll("9");
        return printable(LETTER.matcher(digits).replaceAll("x"));
    }

    private static String bytes(byte[] bytes) {
        return "(" + bytes.length + (bytes.length == 1 ? " byte)" : " bytes)");
    }

    private static String numbersHidden(String text) {
        return LONG_NUMBER
                .matcher(text)
                .replaceAll(number -> DIGIT.matcher(number.group()).replaceAll("•"));
    }

    /** Without the characters that move a cursor, colour a screen or turn a line around. */
    private static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("·");
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
