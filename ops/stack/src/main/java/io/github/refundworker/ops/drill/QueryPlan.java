package io.github.refundworker.ops.drill;

/**
 * What a query drill is to do.
 *
 * @param charges how many are made first, with a refund each
 * @param rate questions a second
 * @param seconds how long they are measured
 * @param warmup seconds of the same before that
 * @param refundsRate refunds a second meanwhile, for charges of their own
 */
public record QueryPlan(int charges, int rate, int seconds, int warmup, int refundsRate) {

    /** @throws IllegalArgumentException if a number is out of range */
    public QueryPlan {
        require(charges > 0, "--charges must be at least 1");
        require(rate > 0, "--rate must be at least 1");
        require(seconds > 0, "--seconds must be at least 1");
        require(warmup >= 0, "--warmup must not be negative");
        require(refundsRate > 0, "--refunds-rate must be at least 1");
    }

    private static void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    int refunds() {
        return Math.multiplyExact(refundsRate, warmup + seconds);
    }
}
