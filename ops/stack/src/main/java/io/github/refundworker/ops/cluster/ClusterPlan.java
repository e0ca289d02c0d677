package io.github.refundworker.ops.cluster;

import java.util.List;

/**
 * What a cluster drill is to do.
 *
 * @param acts of the nemesis
 * @param seed of the acts and of the load
 * @param rate requests a second, all the time
 * @param faults to choose from
 */
public record ClusterPlan(int acts, long seed, int rate, List<Fault> faults) {

    public ClusterPlan {
        faults = List.copyOf(faults);
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("--faults must name at least one fault");
        }
    }
}
