package io.github.refundworker.execute;

import io.github.refundworker.provider.HttpAnswer;
import io.github.refundworker.provider.RequestWatch;
import java.time.Duration;

/** Observes the HTTP requests of one provider call, and gets a permit for each. */
final class CallWatch implements RequestWatch {
    private final CallPermits permits;
    private boolean first = true;
    private boolean failed;

    /** @param permits the caller has taken the first one already, because it checks the clock between permit and call */
    CallWatch(CallPermits permits) {
        this.permits = permits;
    }

    @Override
    public boolean permits(Duration within) throws InterruptedException {
        boolean prepaid = first;
        first = false;
        return prepaid || permits.acquire(within);
    }

    @Override
    public void answered(HttpAnswer answer) {
        failed |= answer.isProvidersFailure();
        if (answer.isUnspecificRefusal()) {
            permits.rest();
        }
    }

    @Override
    public void unanswered() {
        failed = true;
    }

    /** Whether the provider was not reached, did not answer, or answered with an error of its own. */
    boolean failed() {
        return failed;
    }
}
