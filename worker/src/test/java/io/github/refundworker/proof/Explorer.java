package io.github.refundworker.proof;

import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    /** From which world to which it goes on when nothing goes wrong. */
    private final Paths paths = new Paths();

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
        boolean complete = level.isEmpty() && violation == null;
        if (complete) {
            brokenAt = setting.isEndless() ? -1 : paths.onACircle(seen.size());
            violation = brokenAt < 0 ? null : "it goes on for ever although nothing goes wrong";
        }
        return new Result(
                setting.name(),
                seen.size(),
                steps,
                depth,
                atRest,
                complete,
                violation,
                violation == null ? List.of() : tell());
    }

    private void visit(World world, int index, List<World> next) {
        int[] turning = {0};
        boolean[] goesOn = {false};
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
            int before = seen.size();
            int at = seen.add(Fingerprint.of(then), index, by);
            if (then.faults() == world.faults()) {
                goesOn[0] = true;
                paths.add(index, at);
            }
            if (at == before) {
                next.add(then);
                String found = look(then);
                if (found != null) {
                    broken(found, index, by);
                }
            }
        });
        if (!goesOn[0] && !world.isAtRest() && violation == null) {
            violation = "nothing can happen any more and something is owed";
            brokenAt = index;
        }
    }

    private @Nullable String look(World world) {
        String found = setting.invariants().inState(world.charge(), world.books());
        if (found == null && world.isAtRest()) {
            atRest++;
            Set<RequestId> ids = world.requests().first().stream()
                    .map(i -> setting.asks().get(i).request().requestId())
                    .collect(Collectors.toSet());
            Set<String> untold = world.stragglers().stream()
                    .flatMap(input -> input instanceof Input.ProviderNotified(var _, var _, String id, var _, var _)
                            ? Stream.ofNullable(id)
                            : Stream.empty())
                    .collect(Collectors.toSet());
            found = setting.invariants()
                    .atRest(Setting.CHARGE, world.charge(), world.books(), ids, untold::contains, world.reading());
            if (found == null && !world.stragglers().contains(Moves.OF_CHARGE)) {
                found = setting.invariants().disputesAtRest(world.charge(), world.books());
            }
        }
        return found;
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
}
