package io.github.refundworker.runtime;

/**
 * What a check found.
 *
 * @param text for people; of a fault and a warning, what should be
 */
record Finding(Level level, String text) {
    enum Level {
        OK,
        /** Does not keep the worker from working, or not all of it. */
        WARNING,
        /** Nothing starts until it is gone. */
        FAULT
    }

    static Finding ok(String text) {
        return new Finding(Level.OK, text);
    }

    static Finding warning(String text) {
        return new Finding(Level.WARNING, text);
    }

    static Finding fault(String text) {
        return new Finding(Level.FAULT, text);
    }
}
