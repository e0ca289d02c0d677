package io.github.refundworker.domain;

/**
 * The provider's id of a charge, which is also the key of every record about it.
 *
 * @param value 1–100 printable ASCII characters without blanks, in the account's canonical form; never rewritten
 */
public record ChargeId(String value) {
    public static final int MAX_LENGTH = 100;

    public ChargeId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a charge id has 1 to 100 printable ASCII characters");
        }
    }

    public static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= 0x20 || value.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
