package io.github.refundworker.execute;

import java.time.Duration;

/**
 * Decides when an account's next HTTP request may be made. Requests are spaced evenly, because providers refuse
 * bursts at the start of a second. An instance's share of the rate is its share of the account's partitions, so all
 * instances together keep the rate without coordination. Pure: the caller passes times in as nanoseconds.
 */
final class CallPace {
    /** The pause of an account without a configured rate, when it answers that there were too many calls. */
    private static final long REST_NANOS = Duration.ofMillis(500).toNanos();

    /** Longest queue for permits. A command that waits for its permit can no longer be overtaken. */
    private static final Duration LONGEST_QUEUE = Duration.ofMillis(250);

    /** Reads to keep in memory. Commands that follow from a read go first, so these reads take about twice as long. */
    private static final Duration READS_AT_HAND = Duration.ofSeconds(5);

    private final int ratePerSecond;
    private final int partitions;
    private long interval;
    private long next = Long.MIN_VALUE;
    private long restedAt = Long.MIN_VALUE;

    /**
     * @param ratePerSecond of all instances; 0 for no limit
     * @param partitions of all instances
     */
    CallPace(int ratePerSecond, int partitions) {
        this.ratePerSecond = ratePerSecond;
        this.partitions = partitions;
        share(partitions);
    }

    boolean isLimited() {
        return ratePerSecond > 0;
    }

    /** Sets this instance's share. Without a partition only running commands make calls. */
    synchronized void share(int owned) {
        interval = ratePerSecond == 0
                ? 0
                : Duration.ofSeconds(partitions).toNanos() / ratePerSecond / Math.max(1, Math.min(owned, partitions));
    }

    /** Limits an executor to the commands that it can call for in time. */
    void limit(ExecutorCore<?, ?> core) {
        core.queues(within(LONGEST_QUEUE), within(READS_AT_HAND));
    }

    /** Number of requests that fit into a time; at least one. */
    synchronized int within(Duration time) {
        return interval == 0 ? Integer.MAX_VALUE : (int) Math.clamp(time.toNanos() / interval, 1, Integer.MAX_VALUE);
    }

    /**
     * @param most maximum wait
     * @return wait before the request; negative if it would exceed the maximum
     */
    synchronized long reserve(long now, long most) {
        long at = Math.max(now, next);
        if (at - now > most) {
            return -1;
        }
        next = at + interval;
        return at - now;
    }

    /**
     * Pauses after too many calls. Requests that were already under way get the same answer and cause no further
     * pause.
     */
    synchronized void rest(long now) {
        if (now >= restedAt) {
            restedAt = now + 2 * REST_NANOS;
            next = Math.max(now, next) + REST_NANOS;
        }
    }
}
