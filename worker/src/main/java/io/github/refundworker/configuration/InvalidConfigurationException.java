package io.github.refundworker.configuration;

import org.jspecify.annotations.Nullable;

/** A configured value with which the worker does not start. */
public final class InvalidConfigurationException extends RuntimeException {
    private final String allowed;

    /** @param allowed the valid values, or what to do */
    public InvalidConfigurationException(String key, @Nullable Object value, String allowed) {
        super(key + (value == null ? " is not set" : " is \"" + value + "\""));
        this.allowed = allowed;
    }

    public String allowed() {
        return allowed;
    }

    /** @throws InvalidConfigurationException unless the condition holds */
    public static void require(boolean condition, String key, @Nullable Object value, String allowed) {
        if (!condition) {
            throw new InvalidConfigurationException(key, value, allowed);
        }
    }
}
