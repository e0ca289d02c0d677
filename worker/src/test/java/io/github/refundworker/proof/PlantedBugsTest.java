package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The proof is worth as much as the bugs it finds: each of these must be found by the simulation or the explorer. First it
 * looks where the bug was found before, which a file says; only if that does not show it any more it searches.
 * {@code -Dproof.bug.seeds=n} searches anew, in n lives, in the explorer and last where the file says, counts, and with
 * {@code -Dapprove=true} writes the file.
 */
class PlantedBugsTest {
    private static final Path WITNESSES = Path.of("src/test/resources/io/github/refundworker/proof/planted-bugs.txt");
    private static final int COUNTED = Integer.getInteger("proof.bug.seeds", 0);
    private static final int SEEDS = 400;
    private static final int STATES = 200_000;

    private static final Map<PlantedBug, Find> FOUND = new TreeMap<>();
    private static long began;

    /** Where a bug shows itself. */
    private sealed interface Witness {
        record Life(long seed) implements Witness {}

        record World(int index) implements Witness {}
    }

    /**
     * @param seeds in how many lives it was found
     * @param of how many were lived
     * @param world its name, where the explorer found it
     */
    private record Find(Witness witness, String violation, int seeds, int of, String world) {
        String where() {
            return switch (witness) {
                case Witness.Life(long seed) -> "life " + seed;
                case Witness.World(int index) -> "world " + index;
            };
        }

        String told() {
            return switch (witness) {
                case Witness.Life(long seed) -> "simulation, " + seeds + " of " + of + " seeds, first " + seed;
                case Witness.World _ -> "explorer, " + world;
            };
        }
    }

    @BeforeAll
    static void begin() {
        began = System.nanoTime();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeFound(PlantedBug bug) throws IOException {
        Witness known = known(bug);
        // Before the worlds are listed: their numbers are what the file of finds names.
        Wider.only(bug.elements);
        List<Setting> worlds = Setting.all(0, 1);
        Find find = bug.trying(() -> {
            Find first = COUNTED > 0 ? search(bug, worlds) : look(known, worlds);
            if (first != null) {
                return first;
            }
            return COUNTED > 0 ? look(known, worlds) : search(bug, worlds);
        });
        System.out.printf("%s: %s%n", bug, find == null ? "not found" : find.told() + ": " + find.violation());
        assertThat(find).as("%s is found", bug).isNotNull();
        FOUND.put(bug, find);
    }

    private static @Nullable Witness known(PlantedBug bug) throws IOException {
        for (String line : Files.exists(WITNESSES) ? Files.readAllLines(WITNESSES) : List.<String>of()) {
            String[] words = line.split("[: ]+");
            if (words[0].equals(bug.name())) {
                return words[1].equals("life")
                        ? new Witness.Life(Long.parseLong(words[2]))
                        : new Witness.World(Integer.parseInt(words[2]));
            }
        }
        return null;
    }

    private static @Nullable Find look(@Nullable Witness witness, List<Setting> worlds) {
        return switch (witness) {
            case null -> null;
            case Witness.Life(long seed) -> {
                String violation = Lives.violationIn(seed, new long[Fault.values().length], null);
                yield violation == null ? null : new Find(witness, violation, 1, 1, "");
            }
            case Witness.World(int index) -> {
                Setting world = worlds.get(index);
                String violation = Explorer.explore(world, STATES).violation();
                yield violation == null ? null : new Find(witness, violation, 0, 0, world.name());
            }
        };
    }

    /** A bug of people, providers or years shows soonest in the small worlds of these, if there are any. */
    private static @Nullable Find search(PlantedBug bug, List<Setting> worlds) {
        if (bug.elements.isEmpty()) {
            Find lived = live();
            return lived == null ? explore(worlds, false) : lived;
        }
        Find explored = explore(worlds, true);
        return explored == null ? live() : explored;
    }

    private static @Nullable Find live() {
        int seeds = COUNTED > 0 ? COUNTED : SEEDS;
        Lives lives = Lives.live(seeds);
        if (lives.violations().isEmpty()) {
            return null;
        }
        Map.Entry<Long, String> first = lives.violations().firstEntry();
        return new Find(
                new Witness.Life(first.getKey()),
                first.getValue(),
                lives.violations().size(),
                seeds,
                "");
    }

    private static @Nullable Find explore(List<Setting> worlds, boolean wider) {
        for (int i = 0; i < worlds.size(); i++) {
            boolean isWider = !worlds.get(i).elements().isEmpty();
            Find find = isWider == wider ? look(new Witness.World(i), worlds) : null;
            if (find != null) {
                return find;
            }
        }
        return null;
    }

    @AfterAll
    static void report() throws IOException {
        Wider.only(null);
        List<Map<String, Object>> bugs = new ArrayList<>();
        FOUND.forEach((bug, find) -> bugs.add(Map.of(
                "name", bug.name(),
                "description", bug.description,
                "found", find.told(),
                "violation", find.violation())));
        Findings.write(
                "planted-bugs",
                "plantedBugs",
                PlantedBug.values().length,
                "caught",
                FOUND.size(),
                "bugs",
                bugs,
                "seconds",
                (System.nanoTime() - began) / 1_000_000 / 1_000.0);
        if (Boolean.getBoolean("approve")) {
            Files.writeString(
                    WITNESSES,
                    FOUND.entrySet().stream()
                            .map(found ->
                                    found.getKey() + ": " + found.getValue().where() + "\n")
                            .collect(Collectors.joining()));
        }
    }
}
