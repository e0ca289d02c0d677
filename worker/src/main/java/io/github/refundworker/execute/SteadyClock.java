package io.github.refundworker.execute;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Time that only goes on, for what happens within the process. By the process's own clock, were it set back by days, the
 * next commit would be made and an open circuit be tried days later. Its instants mean nothing outside.
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
