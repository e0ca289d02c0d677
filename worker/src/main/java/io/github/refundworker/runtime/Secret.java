package io.github.refundworker.runtime;

/** A configured value that no message, log or endpoint may show. */
record Secret(String value) {
    static final String SHOWN = "***";

    /** What Spring Boot binds with. */
    public static Secret valueOf(String value) {
        return new Secret(value);
    }

    @Override
    public String toString() {
        return SHOWN;
    }
}
