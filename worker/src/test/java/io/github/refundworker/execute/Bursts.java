package io.github.refundworker.execute;

import java.time.Duration;
import java.util.Map;

/** Two small worlds that a mistake in the executor shows in. */
public final class Bursts {
    private Bursts() {}

    /** Whether a slow provider answers every request of a burst, without calls that nobody needs. */
    public static boolean isAnswered() {
        Burst burst = new Burst(25, 1, BurstProvider.Oddity.NONE);
        for (int i = 0; i < 8_000; i++) {
            burst.ask(Duration.ofMillis(i), "ch_" + i, "r", null);
        }
        burst.run(Duration.ofSeconds(8_000 * 2 / 25 * 12 / 10));
        return burst.ends().equals(Map.of("SUCCEEDED", 8_000)) && burst.requests() < 8_000 * 2.1;
    }

    /** Whether ten charges that the provider cannot deal with leave the account's circuit closed. */
    public static boolean isUndisturbed() {
        Burst burst = new Burst(
                0,
                1,
                (chargeId, at) -> chargeId.value().startsWith("poisoned") ? BurstProvider.Answer.SERVER_ERROR : null);
        for (int i = 0; i < 10; i++) {
            burst.ask(Duration.ofSeconds(i), "poisoned_" + i, "r", null);
        }
        burst.run(Duration.ofMinutes(5));
        return !burst.circuitOpened();
    }
}
