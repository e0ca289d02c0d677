package io.github.refundworker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Charges that the provider cannot deal with delay no other charge of their account. */
class NoisyNeighbourTest {
    private static final Duration LONGEST = Duration.ofSeconds(2);

    @ParameterizedTest(name = "{0} poisoned: {1}")
    @MethodSource
    void shouldNotFeelPoisonedCharges(int poisoned, String kind, BurstProvider.Answer answer) {
        Burst burst = withPoisoned(answer);
        for (int i = 0; i < poisoned; i++) {
            burst.ask(Duration.ofSeconds(i), "poisoned_" + i, "r", null);
        }
        for (int i = 0; i < 900; i++) {
            burst.ask(Duration.ofSeconds(i), "good_" + i, "r", "0");
        }
        burst.run(Duration.ofMinutes(16));
        assertGoodOnesUndisturbed(burst, 900);
    }

    /** The one poisoned charge makes most of the calls. */
    @Test
    void shouldNotFeelAPoisonedChargeOnAQuietDay() {
        Burst burst = withPoisoned(BurstProvider.Answer.SERVER_ERROR);
        burst.ask(Duration.ZERO, "poisoned", "r", null);
        for (int i = 0; i < 90; i++) {
            burst.ask(Duration.ofSeconds(10L * i), "good_" + i, "r", "0");
        }
        burst.run(Duration.ofMinutes(16));
        assertGoodOnesUndisturbed(burst, 90);
    }

    static Stream<Arguments> shouldNotFeelPoisonedCharges() {
        return Stream.of(1, 10)
                .flatMap(number -> Stream.of(
                        Arguments.of(number, "HTTP 500", BurstProvider.Answer.SERVER_ERROR),
                        Arguments.of(number, "HTTP 400", BurstProvider.Answer.BAD_REQUEST),
                        Arguments.of(number, "an unusable answer", BurstProvider.Answer.UNUSABLE),
                        Arguments.of(number, "HTTP 429", BurstProvider.Answer.TOO_MANY_CALLS)));
    }

    @Test
    void shouldNotFeelThatOneChargeInTwentyFails() {
        Burst burst = withPoisoned(BurstProvider.Answer.SERVER_ERROR);
        for (int i = 0; i < 2_400; i++) {
            burst.ask(Duration.ofMillis(50L * i), (i % 20 == 0 ? "poisoned_" : "good_") + i, "r", "0");
        }
        burst.run(Duration.ofMinutes(5));
        assertGoodOnesUndisturbed(burst, 2_400 - 120);
    }

    @Test
    void shouldOpenTheCircuitOnlyWhenMostChargesFail() {
        assertThat(openedWith(40)).isFalse();
        assertThat(openedWith(90)).isTrue();
    }

    private static boolean openedWith(int percent) {
        Burst burst = withPoisoned(BurstProvider.Answer.SERVER_ERROR);
        for (int i = 0; i < 1_200; i++) {
            burst.ask(Duration.ofMillis(50L * i), (7 * i % 10 < percent / 10 ? "poisoned_" : "good_") + i, "r", null);
        }
        burst.run(Duration.ofMinutes(2));
        return burst.circuitOpened();
    }

    private static Burst withPoisoned(BurstProvider.Answer answer) {
        return new Burst(0, 1, (chargeId, at) -> chargeId.value().startsWith("poisoned") ? answer : null);
    }

    private static void assertGoodOnesUndisturbed(Burst burst, int number) {
        assertThat(burst.circuitOpened()).isFalse();
        assertThat(burst.ends().get("SUCCEEDED")).isEqualTo(number);
        burst.slowest().forEach((chargeId, took) -> {
            if (chargeId.value().startsWith("good")) {
                assertThat(took).as("%s", chargeId).isLessThanOrEqualTo(LONGEST);
            }
        });
    }
}
