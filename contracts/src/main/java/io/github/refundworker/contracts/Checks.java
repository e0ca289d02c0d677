package io.github.refundworker.contracts;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The rules for single fields; each refusal is an {@link IllegalArgumentException} that begins with the field's name. */
final class Checks {

    static final Pattern CHARGE_ID = Pattern.compile(RequestLimits.CHARGE_ID_PATTERN);
    static final Pattern REQUEST_ID = Pattern.compile(RequestLimits.REQUEST_ID_PATTERN);
    static final Pattern CURRENCY = Pattern.compile(RequestLimits.CURRENCY_PATTERN);
    static final Pattern PROVIDER = Pattern.compile(RequestLimits.PROVIDER_PATTERN);
    static final Pattern AMOUNT = Pattern.compile(RequestLimits.AMOUNT_PATTERN);
    static final Pattern POSITIVE_AMOUNT = Pattern.compile(RequestLimits.POSITIVE_AMOUNT_PATTERN);
    static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final int INTEGER_DIGITS = 18;
    private static final int DECIMALS = 8;

    private Checks() {}

    static String matches(String field, String value, Pattern pattern, String expected) {
        // matches(), not find(): to find(), "$" also stands before a line break at the end.
        return require(pattern.matcher(value).matches(), field, expected, value);
    }

    static String positiveAmount(String field, String value) {
        return matches(field, value, POSITIVE_AMOUNT, "a decimal string above zero, such as 25.00");
    }

    static String amount(String field, String value) {
        return matches(field, value, AMOUNT, "a decimal string of zero or above, such as 25.00");
    }

    /** The number without an exponent; its size is looked at first, for 1E+1000000000 would fill the memory. */
    static String plain(String field, BigDecimal value) {
        if (value.scale() < -INTEGER_DIGITS || value.scale() > DECIMALS) {
            throw refusal(field, "a number with at most 18 digits before and 8 after the point", value.toString());
        }
        return value.toPlainString();
    }

    static String text(String field, String value, int maxCharacters) {
        // Half a surrogate pair has no UTF-8: it would arrive as a question mark.
        require(StandardCharsets.UTF_8.newEncoder().canEncode(value), field, "well-formed Unicode", value);
        return require(
                !value.isEmpty() && value.codePointCount(0, value.length()) <= maxCharacters,
                field,
                "1 to " + maxCharacters + " characters",
                value);
    }

    static IllegalArgumentException refusal(String field, String expected, String value) {
        String shown = value.length() > 120 ? value.substring(0, 120) + "…" : value;
        return new IllegalArgumentException(field + " must be " + expected + ": '" + shown + "'");
    }

    private static String require(boolean condition, String field, String expected, String value) {
        if (!condition) {
            throw refusal(field, expected, value);
        }
        return value;
    }
}
