package io.github.refundworker.decide.commit;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a stream thread commits. A refund waits for two commits, so a thread with little to do should commit
 * at once. A commit costs nearly the same for one record as for a thousand, so a busy thread should gather more
 * records for it. The pause after a commit therefore grows while the thread is busy nearly all the time, and shrinks
 * while it has idle time to spend on commits.
 *
 * <p>A broker finishes a transaction after it has acknowledged the commit: it writes a marker into each partition.
 * If the next transaction arrives before the markers, it waits for the broker's retry, 20 ms by default
 * ({@code add.partitions.to.txn.retry.backoff.ms}). While flushes take that long, the shortest pause is longer.
 * A single slow flush has other causes: if the pause is too short for the markers, the next flush is slow too.
 *
 * <p>Each stream thread has its own pacer.
 */
public final class CommitPacer {
    /** Beyond this share of the time the thread has no reserve left for a burst or a slower broker. */
    private static final double FULLY_BUSY = 0.8;

    /** From the shortest pause to the longest within about half a second, so that a single stall changes little. */
    private static final double LONGER = 1.25;

    private static final double SHORTER = 1 / LONGER;

    /** A flush that met unwritten markers takes at least this long at the broker's default. */
    private static final Duration LATE_MARKERS = Duration.ofMillis(18);

    /** A longer pause gains nothing: the broker's retry takes no longer than this. */
    private static final Duration LONGEST_FLOOR = Duration.ofMillis(20);

    /** So that about one commit in forty still meets unwritten markers and the floor stays just above their time. */
    private static final double LOWER = 0.997;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What is to ring. */
    public interface Alarm {}

    private record Held(Alarm alarm, long at) {}

    private final LongSupplier nanoTime;
    private final long minPause;
    private final long maxPause;

    private long floor;
    private boolean wasLate;
    private long pause;
    private long lastEnd;
    private long idle;
    private @Nullable Held held;

    /**
     * @param minPause how long the thread goes on at least between two commits
     * @param maxPause how long at most
     */
    public CommitPacer(LongSupplier nanoTime, Duration minPause, Duration maxPause) {
        this.nanoTime = nanoTime;
        this.minPause = minPause.toNanos();
        this.maxPause = maxPause.toNanos();
        this.floor = this.minPause;
        this.pause = this.minPause;
        this.lastEnd = nanoTime.getAsLong() - this.maxPause;
    }

    /** Until the next commit should be asked for; zero or less if it is time. */
    public Duration remaining() {
        return Duration.ofNanos(lastEnd + pause - nanoTime.getAsLong());
    }

    /** The thread had nothing to do for so long. */
    public void idled(Duration time) {
        idle += time.toNanos();
    }

    /** The thread has waited so long for all that it wrote to be acknowledged. */
    void flushed(Duration took) {
        boolean late = took.compareTo(LATE_MARKERS) >= 0;
        long highest = Math.clamp(LONGEST_FLOOR.toNanos(), minPause, maxPause);
        floor = Math.clamp((long) (floor * (late && wasLate ? LONGER : LOWER)), minPause, highest);
        wasLate = late;
    }

    /** A commit has just ended. */
    public void committed() {
        long now = nanoTime.getAsLong();
        long busy = now - lastEnd - idle;
        pause = Math.clamp((long) (pause * (busy > FULLY_BUSY * (now - lastEnd) ? LONGER : SHORTER)), floor, maxPause);
        lastEnd = now;
        idle = 0;
        held = null;
    }

    /** How long the thread goes on until the next commit. */
    public Duration pause() {
        return Duration.ofNanos(pause);
    }

    /** Whether an alarm is set for the next commit. */
    public boolean hasAlarm() {
        return held != null;
    }

    public void setAlarm(Alarm alarm, Duration in) {
        held = new Held(alarm, nanoTime.getAsLong() + in.toNanos());
    }

    /**
     * Whether this alarm is still the one for the next commit. After a commit that came first, an old alarm would
     * commit nothing but offsets, and such a commit waits in the client until the one before is finished.
     */
    public boolean holds(Alarm alarm) {
        return held != null && held.alarm.equals(alarm);
    }

    /** How long the thread may block if it wants to block this long; whole milliseconds, as the consumer counts. */
    public Duration blockAtMost(Duration wanted) {
        Held next = held;
        if (next == null) {
            return wanted;
        }
        long untilAlarm = next.at - nanoTime.getAsLong();
        if (untilAlarm < -maxPause) {
            // Its task has gone, with what there was to commit.
            held = null;
            return wanted;
        }
        // Rounded down, the last part of a millisecond would be spent in polls that do not block.
        long millis = Math.ceilDiv(untilAlarm, NANOS_PER_MILLI);
        return Duration.ofMillis(Math.clamp(millis, 0, wanted.toMillis()));
    }
}
