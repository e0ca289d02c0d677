package io.github.refundworker.execute;

import static io.github.refundworker.provider.CommandFixture.ISSUED;
import static io.github.refundworker.provider.CommandFixture.SEND_BY;
import static io.github.refundworker.provider.CommandFixture.held;
import static io.github.refundworker.provider.CommandFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettleProcedureTest {
    private static final Capabilities KEYS = provider(Duration.ofHours(24), true);
    private static final Capabilities KEYS_WITHOUT_LOOK_UP = provider(Duration.ofHours(24), false);
    private static final Capabilities NO_KEYS = provider(Duration.ZERO, true);
    private static final Capabilities NOTHING = provider(Duration.ZERO, false);

    private static final Command.Settle FRESH = settle();
    private static final Command.Settle UNCERTAIN = settle(ISSUED, true);
    private static final Command.Settle OLD = settle(ISSUED.minus(Duration.ofHours(23)), false);

    private static final ProviderResponse FOUND = new ProviderResponse.Found(held(ProviderStatus.SUCCEEDED));
    private static final ProviderResponse NOT_FOUND = new ProviderResponse.NotFound();
    private static final ProviderResponse UNCLEAR = new ProviderResponse.Unclear("HTTP 500");
    private static final ProviderResponse UNSENT = new ProviderResponse.NotSent("connection refused", null);
    private static final StatusInfo REFUNDED = new StatusInfo("CHARGE_REFUNDED", "refunded already");
    private static final ProviderResponse REFUSED_AS_REFUNDED = new ProviderResponse.Refused(REFUNDED);
    private static final StatusInfo DISPUTED = new StatusInfo("CHARGE_DISPUTED", "disputed");
    private static final ProviderResponse REFUSED_AS_DISPUTED = new ProviderResponse.Refused(DISPUTED);

    private static final Class<? extends Step> SEND = Step.Send.class;
    private static final Class<? extends Step> LOOK_UP = Step.LookUp.class;

    @Test
    void expiredPastSendByWithoutACall() {
        run(FRESH, KEYS).at(SEND_BY.plusMillis(1)).begin().ends(new Outcome.Expired());
        run(UNCERTAIN, KEYS).at(SEND_BY.plusMillis(1)).begin().ends(new Outcome.Expired());
        run(FRESH, NO_KEYS).at(SEND_BY.plusMillis(1)).begin().ends(new Outcome.Expired());
    }

    @Test
    void sentUpToSendBy() {
        run(FRESH, KEYS).at(SEND_BY).begin().wants(SEND);
    }

    @ParameterizedTest
    @EnumSource(ProviderStatus.class)
    void aRefundThatTheProviderHoldsIsTheAnswer(ProviderStatus status) {
        ProviderResponse found = new ProviderResponse.Found(held(status));
        run(FRESH, KEYS).begin().wants(SEND).gets(found).ends(Outcome.of(held(status)));
        run(UNCERTAIN, KEYS).begin().wants(LOOK_UP).gets(found).ends(Outcome.of(held(status)));
        run(FRESH, KEYS)
                .begin()
                .wants(SEND)
                .gets(UNCLEAR)
                .wants(LOOK_UP)
                .gets(found)
                .ends(Outcome.of(held(status)));
    }

    @Test
    void looksFirstWhereTheKeyDoesNotProtect() {
        for (Run run : List.of(run(UNCERTAIN, KEYS), run(OLD, KEYS), run(FRESH, NO_KEYS), run(UNCERTAIN, NO_KEYS))) {
            run.begin()
                    .wants(LOOK_UP)
                    .gets(NOT_FOUND)
                    .wants(SEND)
                    .gets(FOUND)
                    .ends(Outcome.of(held(ProviderStatus.SUCCEEDED)));
        }
    }

    @Test
    void theKeyIsTrustedUntilAnHourBeforeItsEnd() {
        Instant last = ISSUED.plusSeconds(1);
        Command.Settle command = settle(last.minus(Duration.ofHours(23)), false);
        run(command, KEYS).at(last.minusMillis(1)).begin().wants(SEND);
        run(command, KEYS).at(last).begin().wants(LOOK_UP);
    }

    @Test
    void theKeyMayGrowTooOldWhileTheCallWaits() {
        Command.Settle command = settle(ISSUED.plusSeconds(1).minus(Duration.ofHours(23)), false);
        run(command, KEYS)
                .begin()
                .wants(SEND)
                .at(ISSUED.plusSeconds(1))
                .asksAgain()
                .wants(LOOK_UP);
    }

    @Test
    void nothingIsSentWhereTheFirstLookFails() {
        for (Run run : List.of(run(UNCERTAIN, KEYS), run(OLD, KEYS), run(FRESH, NO_KEYS))) {
            run.begin().wants(LOOK_UP).gets(UNCLEAR).endsUnknown();
        }
    }

    @Test
    void nothingIsSentWhereTheFirstLookCannotBeMade() {
        run(OLD, KEYS_WITHOUT_LOOK_UP).begin().endsUnknown();
        run(FRESH, NOTHING).begin().endsUnknown();
        run(UNCERTAIN, NOTHING).begin().endsUnknown();
    }

    @Test
    void aFreshKeyIsSentAgainWhereNothingCanBeLookedUp() {
        run(UNCERTAIN, KEYS_WITHOUT_LOOK_UP)
                .begin()
                .wants(SEND)
                .gets(REFUSED_AS_REFUNDED)
                .endsUnknown();
        run(FRESH, KEYS_WITHOUT_LOOK_UP).begin().wants(SEND).gets(UNCLEAR).endsUnknown();
        run(FRESH, KEYS_WITHOUT_LOOK_UP)
                .begin()
                .wants(SEND)
                .gets(REFUSED_AS_REFUNDED)
                .ends(declined(REFUNDED));
    }

    @Test
    void sendByIsLookedAtAgainBeforeEverySend() {
        Instant late = SEND_BY.plusMillis(1);
        run(FRESH, KEYS).begin().wants(SEND).at(late).asksAgain().ends(new Outcome.Expired());
        run(UNCERTAIN, KEYS).begin().wants(LOOK_UP).at(late).gets(NOT_FOUND).ends(new Outcome.Expired());
        run(FRESH, KEYS)
                .at(SEND_BY.minusSeconds(1))
                .begin()
                .wants(SEND)
                .gets(UNSENT)
                .waits()
                .at(late)
                .asksAgain()
                .ends(new Outcome.NotSent("connection refused"));
    }

    @Test
    void whoAsksAgainIsToldTheSame() {
        run(FRESH, KEYS).begin().wants(SEND).asksAgain().wants(SEND).gets(FOUND);
        run(UNCERTAIN, KEYS)
                .begin()
                .wants(LOOK_UP)
                .asksAgain()
                .wants(LOOK_UP)
                .gets(NOT_FOUND)
                .wants(SEND)
                .asksAgain()
                .wants(SEND);
        run(FRESH, KEYS)
                .begin()
                .wants(SEND)
                .gets(UNCLEAR)
                .wants(LOOK_UP)
                .asksAgain()
                .wants(LOOK_UP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHARGE_REFUNDED",
                "PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH",
                "CHARGE_REFUND_IN_PROGRESS",
                "REFUND_AMOUNT_OUT_OF_BOUNDS"
            })
    void aRefusalThatMayBeOurOwnSuccessIsLookedUpFirst(String code) {
        StatusInfo why = new StatusInfo(code, "so");
        ProviderResponse refused = new ProviderResponse.Refused(why);
        for (Run run : List.of(run(UNCERTAIN, KEYS), run(OLD, KEYS), run(FRESH, NO_KEYS))) {
            run.begin()
                    .wants(LOOK_UP)
                    .gets(NOT_FOUND)
                    .wants(SEND)
                    .gets(refused)
                    .wants(LOOK_UP)
                    .gets(FOUND)
                    .ends(Outcome.of(held(ProviderStatus.SUCCEEDED)));
        }
        run(UNCERTAIN, KEYS)
                .begin()
                .gets(NOT_FOUND)
                .gets(refused)
                .wants(LOOK_UP)
                .gets(NOT_FOUND)
                .ends(declined(why));
        run(UNCERTAIN, KEYS)
                .begin()
                .gets(NOT_FOUND)
                .gets(refused)
                .wants(LOOK_UP)
                .gets(UNCLEAR)
                .endsUnknown();
        run(FRESH, KEYS).begin().wants(SEND).gets(refused).ends(declined(why));
    }

    @Test
    void anyOtherRefusalIsBelieved() {
        run(FRESH, KEYS).begin().wants(SEND).gets(REFUSED_AS_DISPUTED).ends(declined(DISPUTED));
        run(UNCERTAIN, KEYS).begin().gets(NOT_FOUND).gets(REFUSED_AS_DISPUTED).ends(declined(DISPUTED));
        run(FRESH, NO_KEYS).begin().gets(NOT_FOUND).gets(REFUSED_AS_DISPUTED).ends(declined(DISPUTED));
    }

    @Test
    void inDoubtItIsLookedUpOnceAndNeverSentAgain() {
        run(FRESH, KEYS)
                .begin()
                .wants(SEND)
                .gets(UNCLEAR)
                .wants(LOOK_UP)
                .gets(NOT_FOUND)
                .ends(new Outcome.Unknown("HTTP 500"));
        run(FRESH, KEYS)
                .begin()
                .wants(SEND)
                .gets(UNCLEAR)
                .wants(LOOK_UP)
                .gets(UNCLEAR)
                .ends(new Outcome.Unknown("HTTP 500"));
    }

    @Test
    void aLookUpAfterDoubtThatIsNotMadeIsRepeatedWithinPatience() {
        Run run = run(FRESH, KEYS)
                .begin()
                .gets(UNCLEAR)
                .wants(LOOK_UP)
                .gets(UNSENT)
                .waits();
        run.asksAgain().wants(LOOK_UP).gets(FOUND).ends(Outcome.of(held(ProviderStatus.SUCCEEDED)));
        run(FRESH, KEYS)
                .begin()
                .gets(UNCLEAR)
                .wants(LOOK_UP)
                .at(ISSUED.plusSeconds(10))
                .gets(UNSENT)
                .ends(new Outcome.Unknown("HTTP 500"));
    }

    @Test
    void aLookUpIsMadeEvenPastSendBy() {
        run(FRESH, KEYS)
                .at(SEND_BY)
                .begin()
                .wants(SEND)
                .at(SEND_BY.plusSeconds(10))
                .gets(UNCLEAR)
                .wants(LOOK_UP)
                .gets(FOUND)
                .ends(Outcome.of(held(ProviderStatus.SUCCEEDED)));
    }

    @Test
    void whatWasNotSentIsSentAgainWithinPatience() {
        Run run = run(FRESH, KEYS).begin();
        int sends = 0;
        while (!run.isOver()) {
            run.wants(SEND).gets(UNSENT);
            sends++;
            if (!run.isOver()) {
                run.waits().asksAgain();
            }
        }
        run.ends(new Outcome.NotSent("connection refused"));
        assertThat(sends).isBetween(5, 15);
        assertThat(run.now).isBetween(ISSUED.plusSeconds(7), ISSUED.plusSeconds(10));
    }

    @Test
    void patienceCountsFromTheFirstCall() {
        Run run = run(FRESH, KEYS)
                .begin()
                .wants(SEND)
                .at(ISSUED.plusSeconds(60))
                .asksAgain()
                .wants(SEND);
        run.gets(UNSENT).waits();
    }

    @Test
    void theProvidersOwnPauseIsKept() {
        ProviderResponse later = new ProviderResponse.NotSent("429", Duration.ofSeconds(7));
        Run run = run(FRESH, KEYS).begin().wants(SEND).gets(later).waits();
        assertThat(run.now).isEqualTo(ISSUED.plusSeconds(7));
        ProviderResponse muchLater = new ProviderResponse.NotSent("429", Duration.ofSeconds(11));
        run(FRESH, KEYS).begin().wants(SEND).gets(muchLater).ends(new Outcome.NotSent("429"));
    }

    @Test
    void noPauseLeadsPastSendBy() {
        run(FRESH, KEYS)
                .at(SEND_BY.minusMillis(1))
                .begin()
                .wants(SEND)
                .gets(UNSENT)
                .ends(new Outcome.NotSent("connection refused"));
    }

    @Test
    void anAttemptThatCouldNotEvenLookWasNotSent() {
        for (Run run : List.of(run(UNCERTAIN, KEYS), run(OLD, KEYS), run(FRESH, NO_KEYS))) {
            run.begin()
                    .wants(LOOK_UP)
                    .at(ISSUED.plusSeconds(10))
                    .gets(UNSENT)
                    .ends(new Outcome.NotSent("connection refused"));
        }
    }

    @Test
    void withoutKeysItIsLookedUpBeforeEverySend() {
        run(FRESH, NO_KEYS)
                .begin()
                .wants(LOOK_UP)
                .gets(NOT_FOUND)
                .wants(SEND)
                .gets(UNSENT)
                .waits()
                .asksAgain()
                .wants(LOOK_UP)
                .gets(NOT_FOUND)
                .wants(SEND);
    }

    @Test
    void anotherAmountUnderOurReferenceIsTheDecidersToJudge() {
        ProviderRefund other = held(ProviderStatus.SUCCEEDED, Money.of("26.00", "USD"));
        ProviderResponse found = new ProviderResponse.Found(other);
        run(UNCERTAIN, KEYS).begin().wants(LOOK_UP).gets(found).ends(new Outcome.Completed(other));
        run(FRESH, KEYS).begin().gets(UNCLEAR).wants(LOOK_UP).gets(found).ends(new Outcome.Completed(other));
    }

    private static Outcome declined(StatusInfo why) {
        return new Outcome.Declined(why, null);
    }

    private static Capabilities provider(Duration window, boolean looksUp) {
        return new Capabilities(window, true, true, looksUp, false, true, Map.of());
    }

    private static Run run(Command.Settle command, Capabilities capabilities) {
        return new Run(command, CommandProcedure.of(command, capabilities, Duration.ofSeconds(10)));
    }

    /** A procedure and the story of its steps. */
    private static final class Run {
        private final Command.Settle command;
        private final CommandProcedure procedure;
        private Instant now = ISSUED;
        private Step step = new Step.Wait(Duration.ZERO);

        Run(Command.Settle command, CommandProcedure procedure) {
            this.command = command;
            this.procedure = procedure;
        }

        Run at(Instant time) {
            now = time;
            return this;
        }

        Run begin() {
            return asksAgain();
        }

        Run asksAgain() {
            step = procedure.next(now, null);
            return this;
        }

        Run gets(ProviderResponse response) {
            step = procedure.next(now, response);
            return this;
        }

        Run wants(Class<? extends Step> wanted) {
            Step exactly = wanted == SEND
                    ? new Step.Send(command)
                    : new Step.LookUp(command.chargeId(), command.refundId(), null);
            assertThat(step).isEqualTo(exactly);
            return this;
        }

        Run waits() {
            assertThat(step).isInstanceOfSatisfying(Step.Wait.class, wait -> now = now.plus(wait.time()));
            return this;
        }

        boolean isOver() {
            return step instanceof Step.Done;
        }

        void ends(Outcome outcome) {
            assertThat(step)
                    .isEqualTo(new Step.Done(new Input.CommandAnswered(now, 3, CommandFixture.REFUND, outcome)));
        }

        void endsUnknown() {
            assertThat(step)
                    .isInstanceOfSatisfying(
                            Step.Done.class,
                            done -> assertThat(((Input.CommandAnswered) done.answer()).outcome())
                                    .isInstanceOf(Outcome.Unknown.class));
        }
    }
}
