package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proof is worth as much as the bugs it finds: each of these must be found by the simulation or the explorer. */
class PlantedBugsTest {
    private static final int SEEDS = 200;
    private static final int STATES = 60_000;
    private static final int FAULTS = 2;

    @ParameterizedTest
    @EnumSource
    void shouldBeFound(PlantedBug bug) {
        long seed = firstSeed(bug);
        Explorer.Result explored = seed > 0 ? null : explored(bug);
        if (seed > 0) {
            System.out.println(bug + ": found by the simulation, seed " + seed);
        } else if (explored != null) {
            System.out.println(bug + ": found by the explorer, " + explored);
        }
        assertThat(seed > 0 || explored != null).as("%s is found", bug).isTrue();
    }

    private static long firstSeed(PlantedBug bug) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                Simulation.live(seed, new long[Fault.values().length], bug, null);
            } catch (Simulation.ViolationException e) {
                return seed;
            }
        }
        return 0;
    }

    private static Explorer.@Nullable Result explored(PlantedBug bug) {
        for (ProviderKind kind : List.of(ProviderKind.values())) {
            for (Setting setting : ExplorerTest.settings(kind, FAULTS, bug)) {
                Explorer.Result result = Explorer.explore(setting, STATES);
                if (result.violation() != null) {
                    return result;
                }
            }
        }
        return null;
    }
}
