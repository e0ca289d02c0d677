package io.github.refundworker.ops.drill;

import java.util.Map;

/**
 * What a query drill found. Times are milliseconds, from when a question was due.
 *
 * @param charges that were in the store, besides those of the refunds that were under way
 * @param rate questions a second
 * @param asked questions that were measured
 * @param statuses how often each HTTP status was the answer; 0 stands for none
 * @param followed questions about a refund of which an event had just been read
 * @param followedP99 of these alone: some of them wait for a commit that is under way
 * @param behind of these, the answers that were older than the event
 * @param refunds that flowed meanwhile, all of which came to their end
 * @param refundsRate a second, as planned
 */
public record QueryResult(
        int charges,
        int rate,
        int seconds,
        long asked,
        Map<Integer, Long> statuses,
        double p50,
        double p95,
        double p99,
        double max,
        long followed,
        double followedP99,
        long behind,
        long refunds,
        int refundsRate) {

    /** Every question was answered, and none with less than was known. */
    public boolean isRight() {
        return behind == 0 && statuses.keySet().stream().allMatch(status -> status == 200);
    }
}
