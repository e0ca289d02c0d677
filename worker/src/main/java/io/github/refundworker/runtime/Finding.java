package io.github.refundworker.runtime;

/**
 * The result of a check.
 *
 * @param text for people; for everything but {@code OK} it says what should be
 */
record Finding(Level level, String text) {
    enum Level {
        OK,
        /** The worker runs without it, but slower. */
        ADVICE,
        /** The worker, or most of it, runs in spite of it. */
        WARNING,
        /** The worker does not start before it is corrected. */
        FAULT
    }

    static Finding ok(String text) {
        return new Finding(Level.OK, text);
    }

    static Finding advice(String text) {
        return new Finding(Level.ADVICE, text);
    }

    static Finding warning(String text) {
        return new Finding(Level.WARNING, text);
    }

    static Finding fault(String text) {
        return new Finding(Level.FAULT, text);
    }
}
