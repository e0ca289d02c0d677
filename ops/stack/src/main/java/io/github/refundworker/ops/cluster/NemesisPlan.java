package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.cluster.Fault.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

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
        Deck deck = new Deck(faults, random);
        List<Act> plan = new ArrayList<>(acts);
        while (plan.size() < acts) {
            plan.add(new Act(plan.size() + 1, deck.draw(), random.nextInt(ClusterLayout.NODES)));
        }
        return List.copyOf(plan);
    }

    /**
     * Rounds of acts that come at the same time: each round has at most one fault of the brokers, of the topics and of
     * the provider, and the rest of it hits the workers, each at most once. Of each kind, each fault comes once before
     * any comes again.
     *
     * @param faults to choose from, not empty, none of them {@link Kind#ALONE}
     */
    static List<List<Act>> together(long seed, int acts, int atOnce, List<Fault> faults) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Kind, Deck> decks = new EnumMap<>(Kind.class);
        for (Fault fault : faults) {
            // What hits all workers comes from the same deck as what hits one, and is then the only one of its round.
            decks.computeIfAbsent(deckOf(fault.kind()), kind -> new Deck(new ArrayList<>(), random))
                    .add(fault);
        }
        List<List<Act>> rounds = new ArrayList<>();
        int number = 0;
        while (number < acts) {
            List<Act> round = new ArrayList<>();
            int room = Math.min(atOnce, acts - number);
            for (Kind kind : List.of(Kind.BROKERS, Kind.TOPICS, Kind.PROVIDER)) {
                Deck deck = decks.get(kind);
                if (deck != null && round.size() < room) {
                    round.add(new Act(++number, deck.draw(), random.nextInt(ClusterLayout.NODES)));
                }
            }
            Deck workers = decks.get(Kind.WORKER);
            List<Integer> targets = new ArrayList<>(
                    IntStream.range(0, ClusterLayout.NODES).boxed().toList());
            Collections.shuffle(targets, random);
            boolean hitsAll = false;
            while (workers != null && !hitsAll && !targets.isEmpty() && round.size() < room) {
                if (targets.size() < ClusterLayout.NODES && workers.next().kind() == Kind.ALL_WORKERS) {
                    break;
                }
                Fault fault = workers.draw();
                hitsAll = fault.kind() == Kind.ALL_WORKERS;
                round.add(new Act(++number, fault, targets.removeLast()));
            }
            rounds.add(List.copyOf(round));
        }
        return List.copyOf(rounds);
    }

    private static Kind deckOf(Kind kind) {
        return switch (kind) {
            case ALONE -> throw new IllegalArgumentException("a fault that comes alone");
            case ALL_WORKERS -> Kind.WORKER;
            default -> kind;
        };
    }

    /** Hands each fault out once before any of them again. */
    private static final class Deck {
        private final List<Fault> faults;
        private final List<Fault> left = new ArrayList<>();
        private final SplittableRandom random;

        Deck(List<Fault> faults, SplittableRandom random) {
            this.faults = faults;
            this.random = random;
        }

        void add(Fault fault) {
            faults.add(fault);
        }

        Fault next() {
            if (left.isEmpty()) {
                left.addAll(faults);
                Collections.shuffle(left, random);
            }
            return left.getLast();
        }

        Fault draw() {
            Fault fault = next();
            left.removeLast();
            return fault;
        }
    }
}
