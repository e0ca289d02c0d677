package io.github.refundworker.decide;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a stream thread commits. A refund waits for two commits, so a thread with little to do should commit almost at
 * once; but a commit costs about the same for one record as for a thousand, so a busy one should gather more for each.
 * The pause after a commit is therefore as many times the duration of commits as the last one held batches: next to
 * nothing at low load, and growing steeply only where commits would otherwise eat the time that records need. Both are
 * measured, so it fits a fast broker and a slow one.
 *
 * <p>One for each stream thread, and used by no other.
 */
final class CommitPacer {
    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final int batch;
    private final long minPause;
    private final long maxPause;

    private long lastEnd;
    private long commitTime;
    private long pause;
    private int records;
    private long alarm = NEVER;

    /**
     * @param batch so many records in a commit make the pause after it as long as commits take
     * @param minPause at least this long; the broker finishes a commit a moment after it has acknowledged it, and a
     *     transaction that begins before that has to wait
     * @param maxPause at most this long
     */
    CommitPacer(LongSupplier nanoTime, int batch, Duration minPause, Duration maxPause) {
        this.nanoTime = nanoTime;
        this.batch = batch;
        this.minPause = minPause.toNanos();
        this.maxPause = maxPause.toNanos();
        this.pause = this.minPause;
        this.lastEnd = nanoTime.getAsLong() - this.maxPause;
    }

    /** A record was processed, which the next commit will hold. */
    void processed() {
        records++;
    }

    /** Until the next commit should be asked for; zero or less if it is time. */
    Duration remaining() {
        return Duration.ofNanos(lastEnd + pause - nanoTime.getAsLong());
    }

    /** A commit that began at this {@code nanoTime} has just ended. */
    void committed(long start) {
        lastEnd = nanoTime.getAsLong();
        // Follows within a few commits, and a single stall does not stretch the next pause to its length.
        commitTime += (lastEnd - start - commitTime) / 4;
        pause = Math.clamp(commitTime * records / batch, minPause, maxPause);
        records = 0;
        alarm = NEVER;
    }

    /** Whether somebody is to be woken for the next commit already. */
    boolean hasAlarm() {
        return alarm != NEVER;
    }

    void setAlarm(Duration in) {
        alarm = nanoTime.getAsLong() + in.toNanos();
    }

    /** How long the thread may block if it wants to block this long. */
    Duration blockAtMost(Duration wanted) {
        if (!hasAlarm()) {
            return wanted;
        }
        long untilAlarm = alarm - nanoTime.getAsLong();
        if (untilAlarm < -maxPause) {
            // Its task has gone, with what there was to commit.
            alarm = NEVER;
            return wanted;
        }
        return Duration.ofNanos(Math.clamp(untilAlarm, 0, wanted.toNanos()));
    }
}
