package io.github.refundworker.ops.drill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a latency drill ended; the properties of its JSON are public. Times are in milliseconds.
 *
 * @param count refunds measured
 * @param ended those with a final status
 * @param rate as asked for
 * @param whole from when a request was written until its final status was read
 * @param hops each part of that, in the order of a refund's way
 * @param stalls the longest waits, the earliest first
 * @param transactions of the step that decides meanwhile; absent if the brokers' log of them cannot be read
 */
public record LatencyResult(
        int count,
        int ended,
        int rate,
        Times whole,
        List<Hop> hops,
        List<Stall> stalls,
        @Nullable Transactions transactions) {

    public LatencyResult {
        hops = List.copyOf(hops);
        stalls = List.copyOf(stalls);
    }

    public record Times(long count, long p50, long p95, long p99, long max) {}

    /** @param hop from what to what */
    public record Hop(String hop, Times times) {}

    /**
     * A time in which refunds waited.
     *
     * @param at when it began, after the drill's first request
     * @param hop where they waited
     * @param took how long the longest wait was
     * @param refunds how many waited
     */
    public record Stall(long at, String hop, long took, int refunds) {}

    /**
     * What the transaction log says.
     *
     * @param perSecond commits
     * @param empty commits without a record, of all; such a commit waits for the end of the one before
     * @param partitions that a commit wrote to on average, that of the offsets among them
     */
    public record Transactions(double perSecond, long empty, double partitions) {}

    public boolean isComplete() {
        return ended == count;
    }
}
