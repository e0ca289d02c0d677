package io.github.refundworker.contracts;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON without a library, because this jar chooses none for its user. It writes plain data only and refuses the rest. */
final class JsonWriter {

    private final StringBuilder out = new StringBuilder();
    private final String field;
    private final int maxNesting;

    private JsonWriter(String field, int maxNesting) {
        this.field = field;
        this.maxNesting = maxNesting;
    }

    /**
     * Writes an object.
     *
     * @param field what refusals call it
     * @throws IllegalArgumentException for values that JSON or the request's limits do not have
     */
    static String write(String field, Map<?, ?> value, int maxNesting) {
        JsonWriter writer = new JsonWriter(field, maxNesting);
        writer.value(value, 0);
        return writer.out.toString();
    }

    private void value(@Nullable Object value, int depth) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Map<?, ?> map) {
            object(map, deeper(depth));
        } else if (value instanceof Collection<?> list) {
            array(list, deeper(depth));
        } else {
            throw refusal("cannot hold a " + value.getClass().getName());
        }
    }

    private int deeper(int depth) {
        if (depth == maxNesting) {
            throw refusal("nests deeper than " + RequestLimits.NESTING);
        }
        return depth + 1;
    }

    private void object(Map<?, ?> map, int depth) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw refusal("has a property name that is not a string");
            }
            out.append(separator);
            string(name);
            out.append(':');
            value(entry.getValue(), depth);
            separator = ',';
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private void array(Collection<?> list, int depth) {
        char separator = '[';
        for (Object element : list) {
            out.append(separator);
            value(element, depth);
            separator = ',';
        }
        out.append(list.isEmpty() ? "[]" : "]");
    }

    private void number(Number number) {
        boolean exact = number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof BigDecimal;
        boolean finite = (number instanceof Double || number instanceof Float) && Double.isFinite(number.doubleValue());
        if (!exact && !finite) {
            throw refusal("cannot hold the number " + number);
        }
        String text = number.toString();
        if (text.length() > RequestLimits.NUMBER_CHARACTERS) {
            throw refusal("has a number of more than " + RequestLimits.NUMBER_CHARACTERS + " characters");
        }
        out.append(text);
    }

    private void string(String text) {
        if (text.length() > RequestLimits.STRING_CHARACTERS) {
            throw refusal("has a string of more than " + RequestLimits.STRING_CHARACTERS + " characters");
        }
        out.append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (Character.isSurrogate(c)) {
                at = surrogates(text, at);
            } else if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xf, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** Half a pair has no UTF-8: encoders would send a question mark in its place. */
    private int surrogates(String text, int at) {
        if (at + 1 == text.length() || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
            throw refusal("has half a surrogate pair");
        }
        out.append(text, at, at + 2);
        return at + 1;
    }

    private IllegalArgumentException refusal(String problem) {
        return new IllegalArgumentException(field + " " + problem);
    }
}
