package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every interleaving of small worlds. {@code -Dproof.faults=n} sets how many things may go wrong in each, and more in the
 * smallest; {@code -Dproof.states=n} after how many states of each it stops.
 */
class ExplorerTest {
    private static final int FAULTS = Integer.getInteger("proof.faults", 1);
    private static final int STATES = Integer.getInteger("proof.states", 12_000);

    private static final List<Explorer.Result> EXPLORED = new ArrayList<>();
    private static long millis;

    static Stream<Setting> settings() {
        return Setting.all(FAULTS).stream();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void shouldHoldInEveryWorld(Setting setting) {
        long began = System.nanoTime();
        Explorer.Result result = Explorer.explore(setting, STATES);
        long took = (System.nanoTime() - began) / 1_000_000;
        System.out.printf("%s, up to %d faults, %,d ms%n", result, setting.faults(), took);
        EXPLORED.add(result);
        millis += took;
        assertThat(result.violation()).as("%s", result).isNull();
    }

    @AfterAll
    static void report() {
        Findings.write(
                "explorer",
                "statesExplored",
                EXPLORED.stream().mapToLong(Explorer.Result::states).sum(),
                "depth",
                EXPLORED.stream().mapToInt(Explorer.Result::depth).max().orElse(0),
                "violations",
                EXPLORED.stream().filter(result -> result.violation() != null).count(),
                "worlds",
                EXPLORED.size(),
                "complete",
                EXPLORED.stream().filter(Explorer.Result::complete).count(),
                "seconds",
                millis / 1_000.0);
    }
}
