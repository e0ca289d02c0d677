package io.github.refundworker.proof;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What many simulated lives came to.
 *
 * @param violations by seed
 * @param faults how often each occurred, by its name
 */
record Lives(long seeds, SortedMap<Long, String> violations, SortedMap<String, Long> faults) {

    /** A life and what went wrong in it; each is lived by itself, so that they can be lived side by side. */
    private record Life(long seed, long[] struck, @Nullable String violation) {
        static Life of(long seed) {
            long[] struck = new long[Fault.values().length];
            return new Life(seed, struck, violationIn(seed, struck, null));
        }
    }

    /** Lives the lives of the seeds 1 to so many. */
    static Lives live(long seeds) {
        List<Life> lives =
                LongStream.rangeClosed(1, seeds).parallel().mapToObj(Life::of).toList();
        SortedMap<Long, String> violations = new TreeMap<>();
        SortedMap<String, Long> faults = new TreeMap<>();
        for (Life life : lives) {
            if (life.violation() != null) {
                violations.put(life.seed(), life.violation());
            }
            for (Fault fault : Fault.values()) {
                if (!fault.isOn()) {
                    continue;
                }
                faults.merge(fault.name(), life.struck()[fault.ordinal()], Long::sum);
            }
        }
        return new Lives(seeds, violations, faults);
    }

    static @Nullable String violationIn(long seed, long[] struck, @Nullable List<String> story) {
        try {
            Simulation.live(seed, struck, story, null);
            return null;
        } catch (Simulation.ViolationException e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            return "it breaks: " + e;
        }
    }

    @Override
    public String toString() {
        return String.format(
                "%,d lives, %d violations; faults: %s",
                seeds,
                violations.size(),
                faults.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(", ")));
    }
}
