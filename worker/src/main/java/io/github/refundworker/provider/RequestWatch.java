package io.github.refundworker.provider;

import java.time.Duration;

/** Observes every HTTP request of a provider call, and says when each may be made. */
public interface RequestWatch {
    /** For calls without a limit. */
    RequestWatch NONE = new RequestWatch() {
        @Override
        public boolean permits(Duration within) {
            return true;
        }

        @Override
        public void answered(HttpAnswer answer) {}

        @Override
        public void unanswered() {}
    };

    /**
     * Waits until the next request may be made.
     *
     * @return false if the wait would exceed the given time
     */
    boolean permits(Duration within) throws InterruptedException;

    void answered(HttpAnswer answer);

    /** The provider was not reached, or did not answer in time. */
    void unanswered();
}
