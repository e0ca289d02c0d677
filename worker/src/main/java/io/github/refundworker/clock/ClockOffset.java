package io.github.refundworker.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The offset of this process's clock from the brokers'. Every age is measured from a broker's append time, so a process
 * whose clock is elsewhere would send what is too late, or find everything too late. Between two measurements the
 * brokers' time is known by how much time has passed, so a clock that jumps is found out at the next look at it.
 */
public final class ClockOffset {
    /** How far a clock may be off; less where the decider grants less wherever two clocks meet. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    /** A process that was stopped for longer knows nothing; while the brokers are away nothing is sent anyway. */
    static final Duration MAX_AGE = Duration.ofMinutes(5);

    /** An acknowledgement that took longer says too little of when the record was appended. */
    static final Duration MAX_ROUND_TRIP = Duration.ofSeconds(10);

    private record Measurement(Instant brokers, long nanos) {}

    private final Duration limit;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private volatile @Nullable Measurement last;

    /**
     * @param limit how far the clock may be off
     * @param nanoTime only goes on, whatever happens to the clock
     */
    public ClockOffset(Duration limit, InstantSource clock, LongSupplier nanoTime) {
        this.limit = limit;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * A broker appended a record at that time by its clock, somewhere between these two moments of ours.
     *
     * @return whether it says enough to be counted
     */
    public boolean measured(Instant appended, long sentNanos, long acknowledgedNanos) {
        long roundTrip = acknowledgedNanos - sentNanos;
        if (roundTrip > MAX_ROUND_TRIP.toNanos()) {
            return false;
        }
        last = new Measurement(appended, sentNanos + roundTrip / 2);
        return true;
    }

    /** How far this process's clock is ahead of the brokers'; negative if it is behind, absent while unknown. */
    public @Nullable Duration ahead() {
        Instant theirs = theirTime();
        return theirs == null ? null : Duration.between(theirs, clock.instant());
    }

    private @Nullable Instant theirTime() {
        Measurement known = last;
        if (known == null) {
            return null;
        }
        long since = nanoTime.getAsLong() - known.nanos;
        return since > MAX_AGE.toNanos() ? null : known.brokers.plusNanos(since);
    }

    /** The time by the brokers' clock; absent while this process's clock is not to be trusted. */
    public @Nullable Instant brokersTime() {
        return isTrusted() ? theirTime() : null;
    }

    /** Whether this process may judge by its clock what is due, and what is too late. */
    public boolean isTrusted() {
        return isWithinLimit(ahead());
    }

    private boolean isWithinLimit(@Nullable Duration ahead) {
        return ahead != null && ahead.abs().compareTo(limit) <= 0;
    }

    /** What is wrong, for people; absent while nothing is. */
    public @Nullable String trouble() {
        Duration ahead = ahead();
        if (isWithinLimit(ahead)) {
            return null;
        }
        if (ahead == null) {
            return "this process's clock is not compared with the brokers' yet; nothing is sent to a provider until then";
        }
        return "this process's clock is " + ahead.abs().toSeconds() + " s "
                + (ahead.isNegative() ? "behind" : "ahead of")
                + " the brokers'; nothing is sent to a provider while that is more than " + limit.toSeconds() + " s";
    }
}
