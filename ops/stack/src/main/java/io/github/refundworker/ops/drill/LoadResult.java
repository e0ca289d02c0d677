package io.github.refundworker.ops.drill;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a load drill ended; the properties of its JSON are public. Latencies are in milliseconds, from when a request was
 * due until its final status was read; memory in MiB, absent where it could not be read.
 *
 * @param count requests measured
 * @param rate as asked for
 * @param seconds from the first request to the last final status
 * @param throughput refunds that ended, a second
 * @param providerCalls made during the measurement
 * @param providerCallsInFlight the most seen at once
 * @param accepted requests that became a refund
 * @param rejected how often each error code was the answer
 * @param warmup requests sent before
 * @param ledgerRefunds refunds of the whole drill in the provider's ledger, its warm-up included
 * @param doubleRefunds refunds paid more than once, and charges refunded beyond what was captured
 * @param lost accepted refunds without an end, and requests without an answer
 * @param mismatches refunds of which ledger and statuses say different things
 * @param review refunds that wait for a person at the end
 * @param storedErrors errors that the simulator stored under a key during the drill; it repeats them, and only a person
 *     can find out what such a refund came to
 * @param findings the first of what is wrong, a sentence each
 */
public record LoadResult(
        int count,
        int rate,
        double seconds,
        double throughput,
        double p50,
        double p95,
        double p99,
        double max,
        long providerCalls,
        long providerCallsInFlight,
        int accepted,
        Map<String, Integer> rejected,
        int warmup,
        @Nullable Long workerHeapUsed,
        @Nullable Long workerHeapMax,
        @Nullable Long workerRss,
        long ledgerRefunds,
        long doubleRefunds,
        long lost,
        long mismatches,
        long review,
        long storedErrors,
        List<String> findings) {

    /** Ledger and statuses, and nothing is left open but what the provider holds. */
    public boolean agrees() {
        return doubleRefunds == 0 && lost == 0 && mismatches == 0 && review <= storedErrors;
    }
}
