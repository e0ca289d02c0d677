package io.github.refundworker.decide;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a stream thread commits: as often as it can afford. A refund waits for two commits, so a thread with little to do
 * should commit at once; but a commit costs nearly the same for one record as for a thousand, so a busy one should wait
 * and have more in it. The pause after a commit therefore grows while the thread is busy nearly all the time, and
 * shrinks while it still has idle time to spend on commits.
 *
 * <p>One for each stream thread, and used by no other.
 */
final class CommitPacer {
    /** Beyond this share of the time the thread has no reserve left for a burst or a slower broker. */
    private static final double FULLY_BUSY = 0.8;

    /** From the shortest pause to the longest within about half a second, so that a single stall changes little. */
    private static final double LONGER = 1.25;

    private static final double SHORTER = 1 / LONGER;

    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final long minPause;
    private final long maxPause;

    private long pause;
    private long lastEnd;
    private long idle;
    private long alarm = NEVER;

    /**
     * @param minPause how long the thread goes on at least between two commits
     * @param maxPause how long at most
     */
    CommitPacer(LongSupplier nanoTime, Duration minPause, Duration maxPause) {
        this.nanoTime = nanoTime;
        this.minPause = minPause.toNanos();
        this.maxPause = maxPause.toNanos();
        this.pause = this.minPause;
        this.lastEnd = nanoTime.getAsLong() - this.maxPause;
    }

    /** Until the next commit should be asked for; zero or less if it is time. */
    Duration remaining() {
        return Duration.ofNanos(lastEnd + pause - nanoTime.getAsLong());
    }

    /** The thread had nothing to do for so long. */
    void idled(Duration time) {
        idle += time.toNanos();
    }

    /** A commit has just ended. */
    void committed() {
        long now = nanoTime.getAsLong();
        long busy = now - lastEnd - idle;
        pause = Math.clamp(
                (long) (pause * (busy > FULLY_BUSY * (now - lastEnd) ? LONGER : SHORTER)), minPause, maxPause);
        lastEnd = now;
        idle = 0;
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
