package io.github.refundworker.domain;

/**
 * A currency by its ISO 4217 letters. The {@link Capabilities} of an account say whether it accepts the currency,
 * and with how many digits.
 *
 * @param value three upper-case ASCII letters
 */
public record CurrencyCode(String value) {
    public CurrencyCode {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a currency code has three upper-case letters");
        }
    }

    public static boolean isValid(String value) {
        return value.length() == 3 && value.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    @Override
    public String toString() {
        return value;
    }
}
