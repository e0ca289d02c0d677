package io.github.refundworker.decide;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a stream thread commits: as often as it can afford. A refund waits for two commits, so an idle thread should
 * commit at once; but a commit costs the same for one record as for a thousand, so a busy one should wait and have more
 * in it. The pause after a commit is therefore a multiple of what commits take: they then never take more than a fixed
 * share of the time, whatever the broker's speed and load.
 *
 * <p>One for each stream thread, and used by no other.
 */
final class CommitPacer {
    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final long minPause;
    private final long maxPause;
    private final double pausePerCommit;

    private long lastEnd;
    private long commitTime;
    private long alarm = NEVER;

    /**
     * @param pausePerCommit how much longer than a commit the pause after it is
     * @param minPause at least this long
     * @param maxPause at most this long
     */
    CommitPacer(LongSupplier nanoTime, double pausePerCommit, Duration minPause, Duration maxPause) {
        this.nanoTime = nanoTime;
        this.pausePerCommit = pausePerCommit;
        this.minPause = minPause.toNanos();
        this.maxPause = maxPause.toNanos();
        this.lastEnd = nanoTime.getAsLong() - this.maxPause;
    }

    /** Until the next commit should be asked for; zero or less if it is time. */
    Duration remaining() {
        return Duration.ofNanos(lastEnd + pause() - nanoTime.getAsLong());
    }

    private long pause() {
        return Math.clamp((long) (commitTime * pausePerCommit), minPause, maxPause);
    }

    /** A commit that began at this {@code nanoTime} has just ended. */
    void committed(long start) {
        lastEnd = nanoTime.getAsLong();
        // Follows within a few commits, and a single stall does not stretch the next pause to its length.
        commitTime += (lastEnd - start - commitTime) / 4;
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
