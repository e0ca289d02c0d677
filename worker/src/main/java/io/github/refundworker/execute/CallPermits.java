package io.github.refundworker.execute;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The account's rate limit: calls are spaced evenly, because a burst at the start of a second is what providers refuse. */
final class CallPermits {
    /** Longer than any command may be sent; who waited too long finds out from the clock. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final @Nullable RateLimiter limiter;
    private final ExecutorMeters meters;

    CallPermits(String account, int ratePerSecond, ExecutorMeters meters) {
        this.meters = meters;
        limiter = ratePerSecond == 0
                ? null
                : RateLimiter.of(
                        account,
                        RateLimiterConfig.custom()
                                .limitForPeriod(1)
                                .limitRefreshPeriod(Duration.ofSeconds(1).dividedBy(ratePerSecond))
                                .timeoutDuration(LONGEST_WAIT)
                                .build());
    }

    /** @return whether it took time, so that the clock must be looked at again */
    boolean acquire() throws InterruptedException {
        if (limiter == null) {
            return false;
        }
        long nanos = limiter.reservePermission();
        if (nanos == 0) {
            return false;
        }
        if (nanos < 0) {
            throw new IllegalStateException("more calls wait for a permit than a day has room for");
        }
        Duration wait = Duration.ofNanos(nanos);
        meters.waitedForPermit(wait);
        Thread.sleep(wait);
        return true;
    }
}
