package io.github.refundworker.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks every path through a world, breadth first, and looks at every world it comes to once. Only the worlds of the
 * present depth are kept; of the others their fingerprints and how they were reached, so that the shortest way to a
 * violation can be walked again and told.
 */
final class Explorer {

    /**
     * What an exploration came to.
     *
     * @param complete whether every reachable world was seen
     * @param violation absent if all invariants hold in every world seen
     * @param story the shortest way to it, a sentence a step
     */
    record Result(
            String name,
            int states,
            long steps,
            int depth,
            int atRest,
            boolean complete,
            @Nullable String violation,
            List<String> story) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(String.format(
                    "%s: %,d states, %,d steps, depth %d, %,d at rest%s",
                    name, states, steps, depth, atRest, complete ? ", complete" : ", not complete"));
            if (violation != null) {
                text.append("\nVIOLATION: ").append(violation);
                for (int i = 0; i < story.size(); i++) {
                    text.append("\n  ").append(i + 1).append(". ").append(story.get(i));
                }
            }
            return text.toString();
        }
    }

    private final Setting setting;
    private final int limit;
    private final Seen seen = new Seen();
    private long steps;
    private int atRest;
    private @Nullable String violation;
    private int brokenAt = -1;
    private int brokenBy = -1;

    private Explorer(Setting setting, int limit) {
        this.setting = setting;
        this.limit = limit;
    }

    /** @param limit how many worlds to look at before giving up */
    static Result explore(Setting setting, int limit) {
        return new Explorer(setting, limit).run();
    }

    private Result run() {
        World first = World.beginning(setting);
        seen.add(Fingerprint.of(first), -1, -1);
        List<World> level = List.of(first);
        int firstOfLevel = 0;
        int depth = 0;
        while (!level.isEmpty() && violation == null && seen.size() < limit) {
            List<World> next = new ArrayList<>();
            int firstOfNext = seen.size();
            for (int i = 0; i < level.size() && violation == null && seen.size() < limit; i++) {
                visit(level.get(i), firstOfLevel + i, next);
            }
            level = next;
            firstOfLevel = firstOfNext;
            depth += next.isEmpty() ? 0 : 1;
        }
        return new Result(
                setting.name(),
                seen.size(),
                steps,
                depth,
                atRest,
                level.isEmpty(),
                violation,
                violation == null ? List.of() : tell());
    }

    private void visit(World world, int index, List<World> next) {
        int[] turning = {0};
        Moves.from(setting, world, (then, story, wrong) -> {
            int by = turning[0]++;
            if (violation != null) {
                return;
            }
            steps++;
            if (wrong != null) {
                broken(wrong, index, by);
                return;
            }
            if (seen.add(Fingerprint.of(then), index, by)) {
                next.add(then);
                String found = setting.invariants().inState(then.charge(), then.books());
                if (found == null && then.isAtRest()) {
                    atRest++;
                    found = setting.invariants()
                            .atRest(Setting.CHARGE, then.charge(), then.books(), setting.arrived(then));
                }
                if (found != null) {
                    broken(found, index, by);
                }
            }
        });
        if (turning[0] == 0 && !world.isAtRest() && violation == null) {
            violation = "nothing can happen any more and something is owed";
            brokenAt = index;
        }
    }

    private void broken(String wrong, int at, int by) {
        violation = wrong;
        brokenAt = at;
        brokenBy = by;
    }

    private List<String> tell() {
        List<Integer> turnings = new ArrayList<>();
        if (brokenBy >= 0) {
            turnings.add(brokenBy);
        }
        for (int at = brokenAt; seen.cameFrom(at) >= 0; at = seen.cameFrom(at)) {
            turnings.add(seen.cameBy(at));
        }
        List<String> sentences = new ArrayList<>();
        World world = World.beginning(setting);
        for (int turning : turnings.reversed()) {
            World[] next = {world};
            int[] count = {0};
            Moves.from(setting, world, (then, story, wrong) -> {
                if (count[0]++ == turning) {
                    next[0] = then;
                    sentences.add(story.get());
                }
            });
            world = next[0];
        }
        return sentences;
    }

    /** Fingerprints in the order in which they were first seen, and from where. */
    private static final class Seen {
        private long[] fingerprints = new long[1 << 12];
        private int[] from = new int[1 << 12];
        private short[] by = new short[1 << 12];
        private int[] slots = new int[1 << 13];
        private int size;

        Seen() {
            Arrays.fill(slots, -1);
        }

        int size() {
            return size;
        }

        int cameFrom(int index) {
            return from[index];
        }

        int cameBy(int index) {
            return by[index];
        }

        boolean add(long fingerprint, int comingFrom, int comingBy) {
            int slot = slotOf(fingerprint);
            if (slots[slot] >= 0) {
                return false;
            }
            if (size == fingerprints.length) {
                grow();
                slot = slotOf(fingerprint);
            }
            slots[slot] = size;
            fingerprints[size] = fingerprint;
            from[size] = comingFrom;
            by[size] = (short) comingBy;
            size++;
            return true;
        }

        private int slotOf(long fingerprint) {
            int mask = slots.length - 1;
            int slot = (int) (fingerprint >>> 20) & mask;
            while (slots[slot] >= 0 && fingerprints[slots[slot]] != fingerprint) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        private void grow() {
            fingerprints = Arrays.copyOf(fingerprints, size * 2);
            from = Arrays.copyOf(from, size * 2);
            by = Arrays.copyOf(by, size * 2);
            slots = new int[size * 4];
            Arrays.fill(slots, -1);
            for (int i = 0; i < size; i++) {
                slots[slotOf(fingerprints[i])] = i;
            }
        }
    }
}
