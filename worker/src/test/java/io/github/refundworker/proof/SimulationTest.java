package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Decider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Many lives of the whole worker. {@code -Dproof.seeds=n} sets how many; {@code -Dseed=n} lives one again and tells it.
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("proof.seeds", 1_000);

    @Test
    void shouldKeepThePromiseInEveryLife() {
        Long one = Long.getLong("seed");
        if (one != null) {
            liveAndTell(one);
            return;
        }
        long[] struck = new long[Fault.values().length];
        long began = System.nanoTime();
        for (long seed = 1; seed <= SEEDS; seed++) {
            String violation = live(seed, struck, null);
            assertThat(violation)
                    .as("seed %d; -Dseed=%d tells how it came to that", seed, seed)
                    .isNull();
        }
        System.out.printf(
                "%,d lives in %,d ms; faults: %s%n", SEEDS, (System.nanoTime() - began) / 1_000_000, told(struck));
        assertThat(struck).as("every fault occurs: %s", told(struck)).doesNotContain(0);
    }

    private static void liveAndTell(long seed) {
        List<String> story = new ArrayList<>();
        String violation = live(seed, new long[Fault.values().length], story);
        story.forEach(System.out::println);
        assertThat(violation).as("seed %d", seed).isNull();
    }

    private static @Nullable String live(long seed, long[] struck, @Nullable List<String> story) {
        try {
            Simulation.live(seed, struck, Decider::decide, story);
            return null;
        } catch (Simulation.ViolationException e) {
            return e.getMessage();
        }
    }

    private static String told(long[] struck) {
        return Arrays.stream(Fault.values())
                .map(fault -> fault + "=" + struck[fault.ordinal()])
                .collect(Collectors.joining(", "));
    }
}
