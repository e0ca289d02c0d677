package io.github.refundworker.configuration;

/** A configured value that is never printed. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
