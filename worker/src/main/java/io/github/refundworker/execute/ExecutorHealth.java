package io.github.refundworker.execute;

/**
 * How an executor is.
 *
 * @param detail for people; empty while all is well
 */
public record ExecutorHealth(State state, String detail) {
    public enum State {
        /** Not started yet. */
        NEW,
        RUNNING,
        /** At work, but something does not get through; the detail says what. It mends itself or needs a person. */
        IMPAIRED,
        /** Closed on request. */
        STOPPED,
        /** Ended by an error that waiting does not mend. */
        FAILED
    }
}
