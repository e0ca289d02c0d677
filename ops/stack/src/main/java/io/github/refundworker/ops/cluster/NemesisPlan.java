package io.github.refundworker.ops.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** The acts of a drill, drawn from its seed. Each fault comes once, in a drawn order, before any fault comes again. */
final class NemesisPlan {

    private NemesisPlan() {}

    /**
     * The acts in their order; the same for the same arguments.
     *
     * @param faults to choose from, not empty
     */
    static List<Act> of(long seed, int acts, List<Fault> faults) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Act> plan = new ArrayList<>(acts);
        List<Fault> deck = new ArrayList<>();
        while (plan.size() < acts) {
            if (deck.isEmpty()) {
                deck.addAll(faults);
                Collections.shuffle(deck, random);
            }
            plan.add(new Act(plan.size() + 1, deck.removeLast(), random.nextInt(ClusterLayout.NODES)));
        }
        return List.copyOf(plan);
    }
}
