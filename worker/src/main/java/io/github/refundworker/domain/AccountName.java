package io.github.refundworker.domain;

import java.util.regex.Pattern;

/**
 * The name of a configured provider account. It is part of a topic's name, so its alphabet is narrow.
 *
 * @param value 1–40 of {@code a-z 0-9 -}, beginning and ending with a letter or digit
 */
public record AccountName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    public AccountName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("an account name has 1 to 40 of a-z, 0-9 and inner hyphens: " + value);
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
