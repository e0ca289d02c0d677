package io.github.refundworker.execute;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Monotonic time for events within the process. If the process's clock were set back by days, the next commit and
 * the test of an open circuit would otherwise be days late. Its instants have no meaning outside the process.
 */
final class SteadyClock extends Clock {
    private final LongSupplier nanoTime;
    private final long start;

    SteadyClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanoTime.getAsLong() - start);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
