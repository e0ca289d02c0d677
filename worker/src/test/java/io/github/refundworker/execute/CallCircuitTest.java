package io.github.refundworker.execute;

import static io.github.refundworker.provider.CommandFixture.held;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallCircuitTest {
    private static final ProviderResponse FAILED = new ProviderResponse.Unclear("HTTP 500");
    private static final ProviderResponse ANSWERED = new ProviderResponse.NotFound();
    private static final Duration OPEN_FOR = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong(-17);
    private final CallCircuit circuit = new CallCircuit(
            "test",
            new ExecutorSettings.Breaker(50, 10, Duration.ofSeconds(60), OPEN_FOR, 3),
            new SteadyClock(nanos::get));

    @Test
    void shouldOpenWhenHalfOfTheCallsFail() {
        calls(5, ANSWERED);
        calls(4, FAILED);
        assertThat(circuit.flow()).isEqualTo(Flow.FREE);
        calls(1, FAILED);
        assertThat(circuit.flow()).isEqualTo(Flow.CUT);
        assertThat(circuit.permits()).isFalse();
        assertThat(circuit.state()).isEqualTo(2);
    }

    @Test
    void shouldSayNothingOfFewCalls() {
        calls(9, FAILED);
        assertThat(circuit.flow()).isEqualTo(Flow.FREE);
    }

    @Test
    void shouldForgetWhatIsLongAgo() {
        calls(9, FAILED);
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        calls(9, FAILED);
        assertThat(circuit.flow()).isEqualTo(Flow.FREE);
    }

    @Test
    void shouldLetAFewThroughAfterAWhile() {
        calls(10, FAILED);
        nanos.addAndGet(OPEN_FOR.toNanos() - 1_000_000);
        assertThat(circuit.flow()).isEqualTo(Flow.CUT);
        nanos.addAndGet(2_000_000);
        assertThat(circuit.flow()).isEqualTo(Flow.TRICKLE);
        assertThat(Stream.generate(circuit::permits).limit(4)).containsExactly(true, true, true, false);
    }

    @Test
    void shouldCloseWhenTheFewAreAnswered() {
        open();
        calls(3, ANSWERED);
        assertThat(circuit.flow()).isEqualTo(Flow.FREE);
    }

    @Test
    void shouldOpenAgainWhenTheFewFail() {
        open();
        calls(3, FAILED);
        assertThat(circuit.flow()).isEqualTo(Flow.CUT);
        nanos.addAndGet(OPEN_FOR.toNanos() + 1_000_000);
        assertThat(circuit.flow()).isEqualTo(Flow.TRICKLE);
    }

    @Test
    void shouldNotWaitForACallThatWasGivenUp() {
        open();
        for (int i = 0; i < 3; i++) {
            assertThat(circuit.permits()).isTrue();
            circuit.abandoned();
        }
        calls(3, ANSWERED);
        assertThat(circuit.flow()).isEqualTo(Flow.FREE);
    }

    @ParameterizedTest
    @MethodSource
    void shouldTakeAnyAnswerForWell(ProviderResponse answer) {
        assertThat(CallCircuit.isFailure(answer)).isFalse();
    }

    static List<ProviderResponse> shouldTakeAnyAnswerForWell() {
        return List.of(
                new ProviderResponse.Found(held(ProviderStatus.FAILED)),
                new ProviderResponse.Refused(new StatusInfo("CHARGE_DISPUTED", "so")),
                ANSWERED,
                new ProviderResponse.Described(Money.of("1", "USD"), List.of()),
                new ProviderResponse.NotSent("HTTP 429", Duration.ofSeconds(1)));
    }

    @Test
    void shouldTakeNoAnswerForAFailure() {
        assertThat(CallCircuit.isFailure(FAILED)).isTrue();
        assertThat(CallCircuit.isFailure(new ProviderResponse.NotSent("connection refused", null)))
                .isTrue();
    }

    private void open() {
        calls(10, FAILED);
        nanos.addAndGet(OPEN_FOR.toNanos() + 1_000_000);
        assertThat(circuit.flow()).isEqualTo(Flow.TRICKLE);
    }

    private void calls(int number, ProviderResponse response) {
        for (int i = 0; i < number; i++) {
            assertThat(circuit.permits()).isTrue();
            circuit.heard(response, Duration.ofMillis(5));
        }
    }
}
