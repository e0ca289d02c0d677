package io.github.refundworker.ops.drill;

import org.jspecify.annotations.Nullable;

/**
 * What a load drill is to do.
 *
 * @param count requests that are measured
 * @param rate requests a second; 0 for as fast as it goes
 * @param charges how many charges the requests are for
 * @param skew how the requests spread over them
 * @param providerLatencyMillis how long each provider call is to take; absent: as it is
 * @param chaos whether the provider is to misbehave meanwhile; only the simulator can
 * @param warmup requests sent before, as fast as it goes, for charges of their own
 * @param outstanding how many requests may be unanswered at once
 * @param seed of the random choices
 */
public record LoadPlan(
        int count,
        int rate,
        int charges,
        Skew skew,
        @Nullable Long providerLatencyMillis,
        boolean chaos,
        int warmup,
        int outstanding,
        long seed) {

    public enum Skew {
        /** All charges alike. */
        UNIFORM,
        /** The n-th charge is chosen in proportion to 1/n, until it has as many refunds as a charge may have. */
        ZIPF
    }

    /** @throws IllegalArgumentException if the charges cannot take that many refunds, or a number is out of range */
    public LoadPlan {
        require(count > 0, "--count must be at least 1");
        require(rate >= 0, "--rate must not be negative");
        require(charges > 0, "--charges must be at least 1");
        require(warmup >= 0, "--warmup must not be negative");
        require(outstanding > 0, "--outstanding must be at least 1");
        require(providerLatencyMillis == null || providerLatencyMillis >= 0, "--provider-latency must not be negative");
        require(
                count <= (long) charges * ChargePicker.MAX_REFUNDS,
                charges + " charges take at most " + (long) charges * ChargePicker.MAX_REFUNDS + " refunds, "
                        + ChargePicker.MAX_REFUNDS + " each: use more --charges or a smaller --count");
    }

    private static void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
