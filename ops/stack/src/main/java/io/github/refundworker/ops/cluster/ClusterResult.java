package io.github.refundworker.ops.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster drill ended; the properties of its JSON are public.
 *
 * @param acts that the nemesis did
 * @param atOnce how many of them at the same time; with more than 1, {@code recovery} is that of whole rounds
 * @param violations what is wrong, counted
 * @param requests that were sent, copies not counted
 * @param ledgerRefunds refunds in the provider's ledger
 * @param recovery by fault, the worst of each
 * @param seed with which the same acts come again
 * @param client that sent the requests
 * @param slowest the longest time from a request to its final answer, in seconds
 * @param findings what is wrong, a sentence each
 */
public record ClusterResult(
        int acts,
        int atOnce,
        int violations,
        int requests,
        long ledgerRefunds,
        Map<String, Seconds> recovery,
        long seed,
        String client,
        double slowest,
        List<String> findings) {

    public ClusterResult {
        findings = List.copyOf(findings);
    }

    /**
     * How long a fault was felt, in seconds from its beginning; the worst of its acts, part by part.
     *
     * @param acts of this fault
     * @param healed until the nemesis let go
     * @param first until a refund was done whose request was sent after the beginning
     * @param allPartitions until there was one on every partition
     * @param caughtUp until the last refund was done that had to wait; 0 if none had
     * @param unready until a worker first called itself not ready; absent if at one of the acts none did
     * @param ready until every worker called itself ready again; 0 if all did all the time
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Seconds(
            int acts,
            double healed,
            double first,
            double allPartitions,
            double caughtUp,
            @Nullable Double unready,
            double ready) {}
}
