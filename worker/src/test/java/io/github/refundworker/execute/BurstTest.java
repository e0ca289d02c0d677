package io.github.refundworker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A healthy provider, however slow, answers every request of any burst, in little more time than its rate takes. */
class BurstTest {
    /** Of the largest burst; the full size is 100000. */
    private static final int REQUESTS = Integer.getInteger("burst.requests", 20_000);

    @ParameterizedTest(name = "{1} requests in {2} s at {0} calls/s, {3} calls a read, guard {4}")
    @MethodSource
    void shouldAnswerEveryRequest(
            int rate, int requests, int seconds, int callsPerRead, @Nullable String previouslyRefunded) {
        Burst burst = new Burst(rate, callsPerRead, BurstProvider.Oddity.NONE);
        for (int i = 0; i < requests; i++) {
            Duration when = Duration.ofSeconds(seconds).multipliedBy(i).dividedBy(requests);
            burst.ask(when, "ch_" + i, "r", previouslyRefunded);
        }
        burst.run(Duration.ofDays(1));
        long calls = (callsPerRead + 1L) * requests;
        System.out.printf(
                "%d requests at %d/s: %s, %d calls for %d, %s for %s, %d decisions%n",
                requests,
                rate,
                burst.ends(),
                burst.requests(),
                calls,
                burst.last(),
                Duration.ofSeconds(calls / rate),
                burst.decisions());
        assertThat(burst.ends()).isEqualTo(Map.of("SUCCEEDED", requests));
        assertThat(burst.requests()).isLessThanOrEqualTo(calls + calls / 50);
        assertThat(burst.last()).isLessThanOrEqualTo(Duration.ofMillis(calls * 1_200 / rate));
        assertThat(burst.circuitOpened()).isFalse();
    }

    static Stream<Arguments> shouldAnswerEveryRequest() {
        return Stream.of(
                Arguments.of(80, 20_000, 20, 1, null),
                Arguments.of(25, 10_000, 10, 2, "0"),
                Arguments.of(25, 2_000, 2, 1, "0"),
                Arguments.of(25, REQUESTS, 60, 1, "0"));
    }

    /** What is known of a charge is enough for a request without a guard, so that nothing but the settle commands waits. */
    @Test
    void shouldAnswerEveryRequestWithoutARead() {
        Burst burst = new Burst(80, 1, BurstProvider.Oddity.NONE);
        for (int i = 0; i < 10_000; i++) {
            burst.ask(Duration.ZERO, "ch_" + i, "r1", null);
            burst.ask(Duration.ofMinutes(10), "ch_" + i, "r2", null);
        }
        burst.run(Duration.ofDays(1));
        assertThat(burst.ends()).isEqualTo(Map.of("SUCCEEDED", 20_000));
        assertThat(burst.requests()).isLessThanOrEqualTo(30_600);
        assertThat(burst.last()).isLessThanOrEqualTo(Duration.ofMinutes(10).plusSeconds(10_000 * 12 / 10 / 80));
    }

    @Test
    void shouldAnswerRequestsThatWaitBehindAnotherOfTheirCharge() {
        Burst burst = new Burst(5, 1, BurstProvider.Oddity.NONE);
        for (int i = 0; i < 2_000; i++) {
            burst.ask(Duration.ZERO, "ch_" + i, "r1", null);
            burst.ask(Duration.ofSeconds(1), "ch_" + i, "r2", null);
        }
        burst.run(Duration.ofDays(1));
        assertThat(burst.ends()).isEqualTo(Map.of("SUCCEEDED", 4_000));
    }
}
