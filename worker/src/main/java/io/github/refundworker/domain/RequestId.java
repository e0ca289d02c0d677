package io.github.refundworker.domain;

/**
 * The caller's id of a request. The same id is the same request for as long as its charge exists.
 *
 * @param value 1–100 characters without control characters
 */
public record RequestId(String value) {
    public static final int MAX_LENGTH = 100;

    public RequestId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a request id has 1 to 100 characters, no control characters");
        }
    }

    public static boolean isValid(String value) {
        return !value.isBlank()
                && value.codePointCount(0, value.length()) <= MAX_LENGTH
                && value.codePoints().noneMatch(Character::isISOControl);
    }

    @Override
    public String toString() {
        return value;
    }
}
