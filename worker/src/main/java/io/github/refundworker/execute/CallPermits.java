package io.github.refundworker.execute;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The account's rate limit for threads: each HTTP request waits for its time. */
final class CallPermits {
    private final CallPace pace;
    private final LongSupplier nanoTime;
    private final ExecutorMeters meters;

    CallPermits(CallPace pace, LongSupplier nanoTime, ExecutorMeters meters) {
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.meters = meters;
    }

    /** Waits for a permit without a limit. */
    void acquire() throws InterruptedException {
        await(pace.reserve(nanoTime.getAsLong(), Long.MAX_VALUE));
    }

    /** @return false if the wait would exceed the given time */
    boolean acquire(Duration within) throws InterruptedException {
        long wait = pace.reserve(nanoTime.getAsLong(), within.toNanos());
        if (wait < 0) {
            return false;
        }
        await(wait);
        return true;
    }

    private void await(long nanos) throws InterruptedException {
        if (nanos > 0) {
            Duration wait = Duration.ofNanos(nanos);
            meters.waitedForPermit(wait);
            Thread.sleep(wait);
        }
    }

    void rest() {
        pace.rest(nanoTime.getAsLong());
    }
}
