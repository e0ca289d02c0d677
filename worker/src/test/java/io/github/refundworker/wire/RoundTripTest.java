package io.github.refundworker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.Outstanding;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RequestBody;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final int TIMES = 5_000;

    @Test
    void shouldReadEveryInputAsItWasWritten() {
        Arbitrary arbitrary = Arbitrary.wild(1);
        for (int i = 0; i < TIMES; i++) {
            Input input = arbitrary.a(Input.class);
            if (!(input instanceof Input.DeadlinePassed)) {
                assertThat(InputCodec.read(InputCodec.write(input), input.at())).isEqualTo(input);
            }
        }
        shouldHaveMadeAll(
                arbitrary, Input.class, RequestBody.class, Outcome.class, Description.class, OperatorDecision.class);
    }

    @Test
    void shouldReadEveryCommandAsItWasWritten() {
        Arbitrary arbitrary = Arbitrary.wild(2);
        for (int i = 0; i < TIMES; i++) {
            Command command = arbitrary.a(Command.class);
            assertThat(CommandCodec.read(CommandCodec.write(command))).isEqualTo(command);
        }
        shouldHaveMadeAll(arbitrary, Command.class);
    }

    @Test
    void shouldReadEveryStateAsItWasWritten() {
        Arbitrary arbitrary = Arbitrary.wild(3);
        for (int i = 0; i < TIMES; i++) {
            ChargeState state = arbitrary.a(ChargeState.class);
            assertThat(ChargeStateCodec.read(ChargeStateCodec.write(state))).isEqualTo(state);
        }
        shouldHaveMadeAll(arbitrary, Facts.class, RefundState.class, Origin.class);
        assertThat(ChargeStateCodec.read(ChargeStateCodec.write(ChargeState.NONE)))
                .isEqualTo(ChargeState.NONE);
    }

    @Test
    void shouldReadWhatAChargeOwesAsItWasWritten() {
        Arbitrary arbitrary = Arbitrary.plausible(4);
        for (int i = 0; i < TIMES; i++) {
            Outstanding outstanding = Outstanding.of(arbitrary.a(ChargeState.class));
            if (outstanding != null) {
                assertThat(OutstandingCodec.read(OutstandingCodec.write(outstanding)))
                        .isEqualTo(outstanding);
            }
        }
        shouldHaveMadeAll(arbitrary, RefundState.class);
    }

    private static void shouldHaveMadeAll(Arbitrary arbitrary, Class<?>... types) {
        assertThat(arbitrary.made())
                .containsAll(Stream.of(types).flatMap(Arbitrary::variants).toList());
    }
}
