package io.github.refundworker.execute;

/**
 * The health of an executor.
 *
 * @param detail for people; empty while all is well
 */
public record ExecutorHealth(State state, String detail) {
    public enum State {
        /** Not started yet. */
        NEW,
        RUNNING,
        /** Running, but with a problem, which the detail names. It resolves itself or needs a person. */
        IMPAIRED,
        /** Closed on request. */
        STOPPED,
        /** Ended by an error that waiting does not fix. */
        FAILED
    }
}
