package io.github.refundworker.cluster;

/**
 * The result of a check.
 *
 * @param text for people; for everything but {@code OK} it says what should be
 */
public record Finding(Level level, String text) {
    public enum Level {
        OK,
        /** The worker runs without it, but slower. */
        ADVICE,
        /** The worker, or most of it, runs in spite of it. */
        WARNING,
        /** The worker does not start before it is corrected. */
        FAULT
    }

    public static Finding ok(String text) {
        return new Finding(Level.OK, text);
    }

    static Finding advice(String text) {
        return new Finding(Level.ADVICE, text);
    }

    public static Finding warning(String text) {
        return new Finding(Level.WARNING, text);
    }

    public static Finding fault(String text) {
        return new Finding(Level.FAULT, text);
    }
}
