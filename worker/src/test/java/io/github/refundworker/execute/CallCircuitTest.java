package io.github.refundworker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallCircuitTest {
    private static final boolean FAILED = true;
    private static final boolean ANSWERED = false;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration OPEN_FOR = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong(-17);
    private final CallCircuit circuit = new CallCircuit(
            "test",
            new ExecutorSettings.Breaker(50, 10, Duration.ofSeconds(60), OPEN_FOR, 3),
            new SteadyClock(nanos::get));
    private int charges;

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
    void shouldLetAFewThroughSoonAtFirst() {
        calls(10, FAILED);
        nanos.addAndGet(FIRST_PAUSE.toNanos() - 1_000_000);
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
    void shouldOpenTwiceAsLongWhenTheFewFail() {
        open();
        for (long pause : new long[] {4, 8, 16, 30, 30}) {
            calls(3, FAILED);
            nanos.addAndGet(Duration.ofSeconds(pause).toNanos() - 1_000_000);
            assertThat(circuit.flow()).isEqualTo(Flow.CUT);
            nanos.addAndGet(2_000_000);
            assertThat(circuit.flow()).isEqualTo(Flow.TRICKLE);
        }
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

    @Test
    void shouldCountAChargeOnceHoweverOftenItFails() {
        calls(6, ANSWERED);
        for (int i = 0; i < 100; i++) {
            call("poisoned", FAILED);
        }
        assertThat(circuit.flow()).isEqualTo(Flow.FREE);
        calls(5, FAILED);
        assertThat(circuit.flow()).isEqualTo(Flow.CUT);
    }

    @Test
    void shouldCountAChargeOnceHoweverLongItFails() {
        for (int minute = 0; minute < 60; minute++) {
            for (int i = 0; i < 20; i++) {
                call("ch_" + i % 9, FAILED);
            }
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        assertThat(circuit.flow()).isEqualTo(Flow.FREE);
    }

    @Test
    void shouldCountAChargeAgainOnceItWasAnswered() {
        for (int i = 0; i < 4; i++) {
            call("ch", ANSWERED);
            call("ch", FAILED);
        }
        call("ch", ANSWERED);
        assertThat(circuit.flow()).isEqualTo(Flow.FREE);
        call("ch", FAILED);
        assertThat(circuit.flow())
                .as("5 of 10 calls failed, each after an answer")
                .isEqualTo(Flow.CUT);
    }

    @Test
    void shouldAskEveryChargeAnewWhetherTheProviderIsBack() {
        for (int i = 0; i < 10; i++) {
            call("ch_" + i, FAILED);
        }
        nanos.addAndGet(OPEN_FOR.toNanos() + 1_000_000);
        for (int i = 0; i < 3; i++) {
            call("ch_" + i, FAILED);
        }
        assertThat(circuit.flow()).isEqualTo(Flow.CUT);
    }

    @Test
    void shouldNotLetOneChargeUseUpTheTrialCalls() {
        open();
        for (int i = 0; i < 10; i++) {
            call("poisoned", FAILED);
        }
        calls(2, ANSWERED);
        assertThat(circuit.flow()).isEqualTo(Flow.FREE);
    }

    private void open() {
        calls(10, FAILED);
        nanos.addAndGet(OPEN_FOR.toNanos() + 1_000_000);
        assertThat(circuit.flow()).isEqualTo(Flow.TRICKLE);
    }

    /** Each of another charge. */
    private void calls(int number, boolean unwell) {
        for (int i = 0; i < number; i++) {
            call("ch_of_call_" + charges++, unwell);
        }
    }

    private void call(String charge, boolean unwell) {
        assertThat(circuit.permits()).isTrue();
        circuit.heard(new ChargeId(charge), unwell, Duration.ofMillis(5));
    }
}
