package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.cluster.Fault.Kind;
import io.github.refundworker.ops.process.Installation;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster drill is to do.
 *
 * @param acts of the nemesis
 * @param seed of the acts and of the load
 * @param rate requests a second, all the time
 * @param faults to choose from
 * @param atOnce acts that come at the same time; 1 for one after the other
 * @param splitRoles whether each worker does one thing: takes requests in, decides, or calls
 * @param previous the release that the workers are of at first; absent if they are of this one
 */
public record ClusterPlan(
        int acts,
        long seed,
        int rate,
        List<Fault> faults,
        int atOnce,
        boolean splitRoles,
        @Nullable Installation previous) {

    public ClusterPlan {
        faults = List.copyOf(faults);
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("--faults must name at least one fault");
        }
        if (atOnce > 1) {
            faults.stream()
                    .filter(fault -> fault.kind() == Kind.ALONE)
                    .findFirst()
                    .ifPresent(fault -> {
                        throw new IllegalArgumentException(fault.label() + " comes alone: leave --at-once out");
                    });
        }
    }

    /** Faults on a cluster of this release. */
    public static ClusterPlan faults(
            int acts, long seed, int rate, List<Fault> faults, int atOnce, boolean splitRoles) {
        return new ClusterPlan(acts, seed, rate, faults, atOnce, splitRoles, null);
    }

    /**
     * From the previous release to this one.
     *
     * @param back whether the way back follows
     */
    public static ClusterPlan upgrade(long seed, int rate, Installation previous, boolean back) {
        List<Fault> ways =
                back ? List.of(Fault.ROLLING_UPGRADE, Fault.ROLLING_DOWNGRADE) : List.of(Fault.ROLLING_UPGRADE);
        return new ClusterPlan(ways.size(), seed, rate, ways, 1, false, previous);
    }

    /** The acts in their order, those together that come at the same time; the same for the same plan. */
    List<List<Act>> inOrder() {
        if (atOnce > 1) {
            return NemesisPlan.together(seed, acts, atOnce, faults);
        }
        Stream<Act> each = previous == null
                ? NemesisPlan.of(seed, acts, faults).stream()
                : IntStream.range(0, acts).mapToObj(act -> new Act(act + 1, faults.get(act), 0));
        return each.map(List::of).toList();
    }
}
