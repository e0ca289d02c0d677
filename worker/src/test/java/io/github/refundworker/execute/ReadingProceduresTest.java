package io.github.refundworker.execute;

import static io.github.refundworker.provider.CommandFixture.ISSUED;
import static io.github.refundworker.provider.CommandFixture.REFUND;
import static io.github.refundworker.provider.CommandFixture.SEND_BY;
import static io.github.refundworker.provider.CommandFixture.describe;
import static io.github.refundworker.provider.CommandFixture.held;
import static io.github.refundworker.provider.CommandFixture.lookUp;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Look-ups and descriptions: they read, so they may be repeated, and never send. */
class ReadingProceduresTest {
    private static final ProviderResponse UNCLEAR = new ProviderResponse.Unclear("HTTP 500");
    private static final ProviderResponse UNSENT = new ProviderResponse.NotSent("connection refused", null);
    private static final Step LOOK_UP = new Step.LookUp(CommandFixture.settle().chargeId(), REFUND, null);
    private static final Step DESCRIBE =
            new Step.Describe(CommandFixture.settle().chargeId());
    private static final Instant AFTER_PATIENCE = ISSUED.plusSeconds(10);

    @ParameterizedTest
    @EnumSource(ProviderStatus.class)
    void aLookUpAnswersWhatTheProviderHolds(ProviderStatus status) {
        CommandProcedure procedure = procedure(lookUp("re_1"), true);
        assertThat(procedure.next(ISSUED, null))
                .isEqualTo(new Step.LookUp(CommandFixture.settle().chargeId(), REFUND, "re_1"));
        assertThat(procedure.next(ISSUED, new ProviderResponse.Found(held(status))))
                .isEqualTo(answered(ISSUED, Outcome.of(held(status))));
    }

    @Test
    void aLookUpThatFindsNothingSaysSo() {
        CommandProcedure procedure = procedure(lookUp(null), true);
        assertThat(procedure.next(ISSUED, null)).isEqualTo(LOOK_UP);
        assertThat(procedure.next(ISSUED, new ProviderResponse.NotFound()))
                .isEqualTo(answered(ISSUED, new Outcome.NotFound()));
    }

    @Test
    void aLookUpIsNotBegunTooLate() {
        assertThat(procedure(lookUp(null), true).next(SEND_BY, null)).isEqualTo(LOOK_UP);
        assertThat(procedure(lookUp(null), true).next(SEND_BY.plusSeconds(1), null))
                .isEqualTo(answered(SEND_BY.plusSeconds(1), new Outcome.Expired()));
    }

    @Test
    void aReadThatWasBegunInTimeIsRepeatedWithinPatience() {
        for (Command command : List.of(lookUp(null), describe())) {
            CommandProcedure procedure = procedure(command, true);
            Step call = procedure.next(SEND_BY, null);
            assertThat(procedure.next(SEND_BY, UNSENT)).isInstanceOf(Step.Wait.class);
            assertThat(procedure.next(SEND_BY.plusSeconds(1), null)).isEqualTo(call);
        }
    }

    @Test
    void aReadThatFindsTheCircuitOpenWasNotTooLate() {
        Instant late = SEND_BY.plusSeconds(60);
        assertThat(procedure(describe(), true).next(late, CommandRunner.CIRCUIT_OPEN))
                .isEqualTo(described(
                        late, new Description.Unavailable("not sent, as too many calls to this provider fail")));
    }

    @Test
    void aLookUpIsRepeatedWithinPatience() {
        CommandProcedure procedure = procedure(lookUp(null), true);
        assertThat(procedure.next(ISSUED, null)).isEqualTo(LOOK_UP);
        assertThat(procedure.next(ISSUED, UNSENT)).isInstanceOf(Step.Wait.class);
        assertThat(procedure.next(ISSUED.plusSeconds(1), null)).isEqualTo(LOOK_UP);
        assertThat(procedure.next(ISSUED.plusSeconds(1), UNCLEAR)).isInstanceOf(Step.Wait.class);
        assertThat(procedure.next(ISSUED.plusSeconds(2), null)).isEqualTo(LOOK_UP);
        assertThat(procedure.next(AFTER_PATIENCE, UNSENT))
                .isEqualTo(answered(AFTER_PATIENCE, new Outcome.NotSent("connection refused")));
    }

    @Test
    void aLookUpThatStaysUnclearIsUnknown() {
        CommandProcedure procedure = procedure(lookUp(null), true);
        assertThat(procedure.next(ISSUED, null)).isEqualTo(LOOK_UP);
        assertThat(procedure.next(AFTER_PATIENCE, UNCLEAR))
                .isEqualTo(answered(AFTER_PATIENCE, new Outcome.Unknown("HTTP 500")));
    }

    @Test
    void aLookUpThatCannotBeMadeIsUnknown() {
        assertThat(procedure(lookUp(null), false).next(ISSUED, null))
                .isEqualTo(answered(ISSUED, new Outcome.Unknown("this provider finds no refunds")));
    }

    @Test
    void aChargeIsNotReadTooLate() {
        assertThat(procedure(describe(), true).next(SEND_BY.plusSeconds(1), null))
                .isEqualTo(described(SEND_BY.plusSeconds(1), new Description.TooLate()));
    }

    @Test
    void aDescriptionIsPassedOn() {
        CommandProcedure procedure = procedure(describe(), true);
        assertThat(procedure.next(SEND_BY, null)).isEqualTo(DESCRIBE);
        Money captured = Money.of("100", "USD");
        assertThat(procedure.next(
                        ISSUED,
                        new ProviderResponse.Described(
                                new Description.Found(captured, List.of(held(ProviderStatus.FAILED))))))
                .isEqualTo(described(new Description.Found(captured, List.of(held(ProviderStatus.FAILED)))));
    }

    @Test
    void aChargeThatTheProviderDoesNotKnowIsMissing() {
        CommandProcedure procedure = procedure(describe(), true);
        assertThat(procedure.next(ISSUED, null)).isEqualTo(DESCRIBE);
        assertThat(procedure.next(ISSUED, new ProviderResponse.NotFound()))
                .isEqualTo(described(new Description.Missing()));
    }

    @Test
    void aDescriptionIsRepeatedWithinPatience() {
        CommandProcedure procedure = procedure(describe(), true);
        assertThat(procedure.next(ISSUED, null)).isEqualTo(DESCRIBE);
        assertThat(procedure.next(ISSUED, UNCLEAR)).isInstanceOf(Step.Wait.class);
        assertThat(procedure.next(ISSUED, null)).isEqualTo(DESCRIBE);
        assertThat(procedure.next(ISSUED, UNSENT)).isInstanceOf(Step.Wait.class);
        assertThat(procedure.next(ISSUED, null)).isEqualTo(DESCRIBE);
        assertThat(procedure.next(AFTER_PATIENCE, UNCLEAR))
                .isEqualTo(new Step.Done(
                        new Input.ChargeDescribed(AFTER_PATIENCE, 5, new Description.Unavailable("HTTP 500"))));
    }

    @Test
    void aDescriptionThatCannotBeMadeIsUnavailable() {
        assertThat(procedure(describe(), false).next(ISSUED, null))
                .isEqualTo(described(new Description.Unavailable("this provider describes no charges")));
    }

    private static Step answered(Instant at, Outcome outcome) {
        return new Step.Done(new Input.CommandAnswered(at, 4, REFUND, outcome));
    }

    private static Step described(Description description) {
        return described(ISSUED, description);
    }

    private static Step described(Instant at, Description description) {
        return new Step.Done(new Input.ChargeDescribed(at, 5, description));
    }

    private static CommandProcedure procedure(Command command, boolean canRead) {
        Capabilities capabilities =
                new Capabilities(Duration.ofHours(24), true, canRead, canRead, false, true, Map.of());
        return CommandProcedure.of(command, capabilities, Duration.ofSeconds(10));
    }
}
