package io.github.refundworker.ops.drill;

import java.time.Duration;

/**
 * What a latency drill is to do.
 *
 * @param count refunds to measure, each of a charge of its own
 * @param rate requests a second, on schedule
 * @param warmup refunds before, as fast as it goes; a few seconds at the rate follow
 * @param stall a hop that takes so long is a stall
 */
public record LatencyPlan(int count, int rate, int warmup, Duration stall) {

    private static final Duration RUN_IN = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException if a number is out of range */
    public LatencyPlan {
        require(count > 0 && count <= 1_000_000, "--count must be 1 to 1000000");
        require(rate > 0, "--rate must be at least 1");
        require(warmup >= 0, "--warmup must not be negative");
        require(stall.isPositive(), "--stall must be at least 1");
    }

    /** Refunds at the rate before those that are measured: code that only a steady rate uses is compiled by then. */
    int runIn() {
        return (int) Math.min(warmup, rate * RUN_IN.toSeconds());
    }

    private static void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
