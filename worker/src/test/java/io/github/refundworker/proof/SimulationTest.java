package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Many lives of the whole worker. {@code -Dproof.seeds=n} sets how many, for minutes or for hours; {@code -Dseed=n} lives
 * one again and tells it.
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("proof.seeds", 300);

    @Test
    void shouldKeepThePromiseInEveryLife() {
        Long one = Long.getLong("seed");
        if (one != null) {
            liveAndTell(one);
            return;
        }
        long began = System.nanoTime();
        Lives lives = Lives.live(SEEDS);
        long millis = (System.nanoTime() - began) / 1_000_000;
        System.out.printf("%s, in %,d ms%n", lives, millis);
        Findings.write(
                "simulation",
                "seeds",
                lives.seeds(),
                "violations",
                lives.violations().size(),
                "faults",
                lives.faults(),
                "seconds",
                millis / 1_000.0);
        assertThat(lives.violations())
                .as("by seed; -Dseed=n tells how it came to that")
                .isEmpty();
        assertThat(lives.faults()).as("how often each fault occurred").doesNotContainValue(0L);
    }

    private static void liveAndTell(long seed) {
        List<String> story = new ArrayList<>();
        String violation = Lives.violationIn(seed, new long[Fault.values().length], story);
        story.forEach(System.out::println);
        assertThat(violation).as("seed %d", seed).isNull();
    }
}
