package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.process.Installation;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster drill is to do.
 *
 * @param acts of the nemesis
 * @param seed of the acts and of the load
 * @param rate requests a second, all the time
 * @param faults to choose from
 * @param previous the release that the workers are of at first; absent if they are of this one
 */
public record ClusterPlan(
        int acts,
        long seed,
        int rate,
        List<Fault> faults,
        @Nullable Installation previous) {

    public ClusterPlan {
        faults = List.copyOf(faults);
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("--faults must name at least one fault");
        }
    }

    /** Faults on a cluster of this release. */
    public static ClusterPlan faults(int acts, long seed, int rate, List<Fault> faults) {
        return new ClusterPlan(acts, seed, rate, faults, null);
    }

    /**
     * From the previous release to this one.
     *
     * @param back whether the way back follows
     */
    public static ClusterPlan upgrade(long seed, int rate, Installation previous, boolean back) {
        List<Fault> ways =
                back ? List.of(Fault.ROLLING_UPGRADE, Fault.ROLLING_DOWNGRADE) : List.of(Fault.ROLLING_UPGRADE);
        return new ClusterPlan(ways.size(), seed, rate, ways, previous);
    }

    /** The acts in their order; the same for the same plan. */
    List<Act> inOrder() {
        if (previous == null) {
            return NemesisPlan.of(seed, acts, faults);
        }
        return IntStream.range(0, acts)
                .mapToObj(act -> new Act(act + 1, faults.get(act), 0))
                .toList();
    }
}
