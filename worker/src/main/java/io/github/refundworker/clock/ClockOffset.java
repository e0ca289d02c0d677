package io.github.refundworker.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The offset of this process's clock from the brokers' clocks. Every age is measured from a broker's append time. A
 * process with a wrong clock would send commands that are too old, or treat every command as too old. Between two
 * measurements the elapsed monotonic time tells the brokers' time, so a clock that jumps is noticed at the next
 * call.
 */
public final class ClockOffset {
    /** The largest offset allowed. It is smaller if the decider's tolerance between clocks is smaller. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * The longest validity of a measurement. A process that was stopped for longer knows nothing. While the brokers
     * are away, nothing is sent anyway.
     */
    static final Duration MAX_AGE = Duration.ofMinutes(5);

    /** The longest usable round trip. A slower acknowledgement says too little about when the record was appended. */
    static final Duration MAX_ROUND_TRIP = Duration.ofSeconds(10);

    private record Measurement(Instant brokers, long nanos) {}

    private final Duration limit;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private volatile @Nullable Measurement last;

    /**
     * @param limit the largest offset allowed
     * @param nanoTime monotonic time, whatever happens to the clock
     */
    public ClockOffset(Duration limit, InstantSource clock, LongSupplier nanoTime) {
        this.limit = limit;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Records a measurement: a broker appended a record at that time by its clock, somewhere between these two
     * moments of ours.
     *
     * @return whether the measurement was precise enough to use
     */
    public boolean measured(Instant appended, long sentNanos, long acknowledgedNanos) {
        long roundTrip = acknowledgedNanos - sentNanos;
        if (roundTrip > MAX_ROUND_TRIP.toNanos()) {
            return false;
        }
        last = new Measurement(appended, sentNanos + roundTrip / 2);
        return true;
    }

    /** How far this process's clock is ahead of the brokers' clocks. Negative if it is behind, absent while unknown. */
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

    /** The time by the brokers' clocks. Absent while this process's clock is not trusted. */
    public @Nullable Instant brokersTime() {
        return isTrusted() ? theirTime() : null;
    }

    /** Whether this process may decide by its clock what is due and what is too late. */
    public boolean isTrusted() {
        return isWithinLimit(ahead());
    }

    private boolean isWithinLimit(@Nullable Duration ahead) {
        return ahead != null && ahead.abs().compareTo(limit) <= 0;
    }

    /** The problem, for people. Absent without one. */
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
