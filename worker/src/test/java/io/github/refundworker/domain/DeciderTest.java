package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.CANNOT_DESCRIBE;
import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.KEYLESS;
import static io.github.refundworker.domain.Scenario.chargeOf100;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.declined;
import static io.github.refundworker.domain.Scenario.foundFailed;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.notSent;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.reversed;
import static io.github.refundworker.domain.Scenario.submitted;
import static io.github.refundworker.domain.Scenario.unknown;
import static io.github.refundworker.domain.Scenario.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Policy.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules, as sentences. */
class DeciderTest {

    @Test
    void shouldHoldTheFourItemsExampleToTheLetter() {
        Scenario s = Scenario.with(KEYED);

        assertThat(s.request("first", part("25").guard("0"))).containsExactly("describe #1");
        assertThat(s.described("100.00"))
                .containsExactly(
                        "created first 25.00 PENDING rev 1",
                        "settle #2 first 25.00",
                        "balance: refunded 0.00, pending 25.00, refundable 75.00");
        assertThat(s.answered(completed("p1", "25.00")))
                .containsExactly(
                        "updated first 25.00 SUCCEEDED rev 2",
                        "balance: refunded 25.00, pending 0.00, refundable 75.00");
        assertThat(s.request("second", part("25").guard("0")))
                .containsExactly("rejected second PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH expected 0 actual 25.00");
        assertThat(s.balance().refundable()).isEqualByComparingTo("75");
    }

    @Nested
    class Ids {
        @Test
        void shouldIgnoreTheSameRecordAgain() {
            Scenario s = submitted(KEYED);
            Source source = s.source(1);
            assertThat(s.request("r1", part("25.00"), source)).containsExactly("ignored: SAME_RECORD");
        }

        @Test
        void shouldRepeatTheAnswerOfAnAcceptedRequest() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            assertThat(s.request("r1", part("25.0"))).containsExactly("repeated r1 r1 25.00 SUCCEEDED rev 2");
        }

        @Test
        void shouldRepeatTheAnswerOfARejectedRequest() {
            Scenario s = chargeOf100();
            assertThat(s.request("r0", part("1.00").guard("77")))
                    .containsExactly("repeated r0 PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH");
        }

        @Test
        void shouldRefuseAnIdThatWasUsedWithOtherContent() {
            Scenario s = submitted(KEYED);
            assertThat(s.request("r1", part("26.00"))).containsExactly("rejected r1 REQUEST_ID_REUSED requestId");
            assertThat(s.request("r1", part("25.00").guard("0")))
                    .containsExactly("rejected r1 REQUEST_ID_REUSED requestId");
            assertThat(s.request("r0", part("2.00"))).containsExactly("rejected r0 REQUEST_ID_REUSED requestId");
        }

        @Test
        void shouldRememberIdsAfterAReversalBroughtTheTotalBack() {
            Scenario s = chargeOf100();
            s.request("r1", part("25.00").guard("0"));
            s.answered(completed("p1", "25.00"));
            s.notified("r1");
            assertThat(s.answered(reversed("p1", "25.00")))
                    .containsExactly(
                            "updated r1 25.00 REVERSED rev 3 (REVERSED)",
                            "balance: refunded 0.00, pending 0.00, refundable 100.00");
            assertThat(s.request("r1", part("25.00").guard("0")))
                    .containsExactly("repeated r1 r1 25.00 REVERSED rev 3 (REVERSED)");
        }

        @Test
        void shouldIgnoreACopyOfARequestThatStillWaits() {
            Scenario s = submitted(KEYED);
            assertThat(s.request("r2", part("25.00"))).isEmpty();
            assertThat(s.request("r2", part("25.00"))).containsExactly("ignored: STILL_WAITING");
        }

        @Test
        void shouldRefuseWhatIsOlderThanTheMemory() {
            Scenario s = chargeOf100();
            Source old = new Source("refund-requests", 0, 50, s.now.minus(Duration.ofDays(31)));
            assertThat(s.request("old", part("5.00"), old)).containsExactly("rejected old REQUEST_EXPIRED");
        }

        @Test
        void shouldRefuseRatherThanForgetAtTheLimit() {
            Scenario s = Scenario.with(KEYED, new Limits(3, 200, 256 * 1024, 16, 128 * 1024));
            s.request("a", part("1.00"));
            s.described("100.00");
            s.answered(completed("p1", "1.00"));
            s.request("b", part("500.00"));
            s.request("c", part("500.00"));
            assertThat(s.request("d", part("1.00"))).containsExactly("rejected d REFUND_LIMIT_REACHED");
            assertThat(s.request("d", part("1.00"))).containsExactly("rejected d REFUND_LIMIT_REACHED");
            assertThat(s.request("a", part("1.00"))).containsExactly("repeated a a 1.00 SUCCEEDED rev 2");
        }

        @Test
        void shouldAnswerARequestThatBreaksTheForm() {
            Scenario s = Scenario.with(KEYED);
            InvalidRequest invalid =
                    new InvalidRequest(new RequestId("x"), Scenario.CHARGE, "amount", "is not a decimal string");
            assertThat(s.take(new Input.RefundRequested(s.now, s.source(0), invalid)))
                    .containsExactly("rejected x INVALID_REQUEST amount");
        }

        @Test
        void shouldBindAChargeToItsAccount() {
            Scenario s = chargeOf100();
            assertThat(s.request("r1", part("5.00").provider("other"))).containsExactly("rejected r1 UNKNOWN_PROVIDER");
            assertThat(s.request("r2", part("5.00").provider("main"))).contains("created r2 5.00 PENDING rev 1");
        }
    }

    @Nested
    class Turn {
        @Test
        void shouldDecideTheSecondOfTwoRacingRequestsAfterTheFirst() {
            Scenario s = chargeOf100();
            s.request("a", part("60.00"));
            assertThat(s.request("b", part("60.00"))).isEmpty();
            assertThat(s.answered(completed("p1", "60.00")))
                    .containsExactly(
                            "updated a 60.00 SUCCEEDED rev 2",
                            "rejected b REFUND_AMOUNT_OUT_OF_BOUNDS amount min 0.01 max 40.00",
                            "balance: refunded 60.00, pending 0.00, refundable 40.00");
        }

        @Test
        void shouldAnswerAtOnceWhileARefundIsPendingAtTheProvider() {
            Scenario s = submitted(KEYED);
            s.request("waiting", part("5.00"));
            assertThat(s.answered(pending("p1", "25.00")))
                    .containsExactly("updated r1 25.00 PENDING rev 2", "rejected waiting CHARGE_REFUND_IN_PROGRESS");
            assertThat(s.request("r2", part("5.00"))).containsExactly("rejected r2 CHARGE_REFUND_IN_PROGRESS");
        }

        @Test
        void shouldNotQueueForever() {
            Scenario s = submitted(KEYED);
            for (int i = 0; i < 16; i++) {
                assertThat(s.request("w" + i, part("1.00"))).isEmpty();
            }
            assertThat(s.request("one-more", part("1.00")))
                    .containsExactly("rejected one-more CHARGE_REFUND_IN_PROGRESS");
        }

        @Test
        void shouldCallTheProviderDownBehindADescribeThatNeverSucceeds() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("1.00"));
            for (int i = 0; i < 100 && s.state.due() != null; i++) {
                if (s.state.open() != null) {
                    s.describedAs(new Description.Unavailable("refused"));
                } else if (s.waits().contains("rejected r1 PROVIDER_DOWN")) {
                    return;
                }
            }
            throw new AssertionError("r1 was never answered");
        }

        @Test
        void shouldDecideWhatNeedsNoReadingThoughTheRequestBeforeItWaitedForOneInVain() {
            Scenario s = chargeOf100();
            s.now = s.now.plusSeconds(120);
            Instant asked = s.now;
            s.request("guarded", part("1.00").guard("0"));
            s.now = s.now.plusSeconds(5);
            assertThat(s.request("plain", part("25.00"))).isEmpty();
            assertThat(s.request("whole", whole())).isEmpty();
            while (!s.isBeingRead() || Duration.between(asked, s.now).toSeconds() < 580) {
                assertThat(s.isBeingRead() ? s.describedAs(new Description.Unavailable("refused")) : s.waits())
                        .doesNotContain("rejected guarded PROVIDER_DOWN");
            }

            // The time of all three ends while the last reading is under way.
            s.now = asked.plusSeconds(606);
            s.describedAs(new Description.Unavailable("refused"));
            assertThat(s.waits())
                    .contains(
                            "rejected guarded PROVIDER_DOWN",
                            "created plain 25.00 PENDING rev 1",
                            "rejected whole CHARGE_REFUND_IN_PROGRESS");
        }
    }

    @Nested
    class FactsOfTheCharge {
        @Test
        void shouldReadTheChargeAgainBeforeAGuardIsBelieved() {
            Scenario s = chargeOf100();
            s.now = s.now.plusSeconds(3600);
            assertThat(s.request("r1", part("25.00").guard("0"))).containsExactly("describe #2");
            assertThat(s.described("100.00", held("dash", "30.00", ProviderStatus.SUCCEEDED, null)))
                    .containsExactly(
                            "created provider's dash 30.00 SUCCEEDED rev 1",
                            "rejected r1 PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH expected 0 actual 30.00",
                            "balance: refunded 30.00, pending 0.00, refundable 70.00");
        }

        @Test
        void shouldReadTheChargeAgainBeforeItRefuses() {
            Scenario s = chargeOf100();
            s.now = s.now.plusSeconds(61);
            assertThat(s.request("r1", part("125.00"))).containsExactly("describe #2");
            assertThat(s.described("150.00")).contains("created r1 125.00 PENDING rev 1");
        }

        @Test
        void shouldAcceptWithoutAGuardOnWhatItKnows() {
            Scenario s = chargeOf100();
            s.now = s.now.plusSeconds(3600);
            assertThat(s.request("r1", part("25.00"))).contains("settle #2 r1 25.00");
        }

        @Test
        void shouldTakeTheRequestsWordWhereTheProviderCannotDescribe() {
            Scenario s = Scenario.with(CANNOT_DESCRIBE);
            assertThat(s.request("r0", part("25.00"))).containsExactly("rejected r0 CHARGE_NOT_FOUND");
            assertThat(s.request("r1", part("25.00").charge("100.00").guard("0")))
                    .contains("settle #1 r1 25.00");
            s.answered(completed("p1", "25.00"));
            assertThat(s.request("r2", part("25.00").charge("200.00")))
                    .containsExactly("rejected r2 INVALID_REQUEST charge");
        }

        @Test
        void shouldSayThatAChargeIsUnknownAndForgetItsAccount() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("1.00"));
            assertThat(s.describedAs(new Description.Missing())).containsExactly("rejected r1 CHARGE_NOT_FOUND");
            assertThat(s.state.account()).isNull();
        }

        @Test
        void shouldNotPayAgainWhatItFindsUnderTheRequestsOwnReference() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            assertThat(s.described("100.00", held("p1", "25.00", ProviderStatus.SUCCEEDED, s.id("r1"))))
                    .containsExactly(
                            "created provider's p1 25.00 SUCCEEDED rev 1",
                            "repeated r1 provider's p1 25.00 SUCCEEDED rev 1",
                            "balance: refunded 25.00, pending 0.00, refundable 75.00");
        }

        @Test
        void shouldWaitForARefundThatIsPendingInTheDashboard() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            assertThat(s.described("100.00", held("dash", "10.00", ProviderStatus.PENDING, null)))
                    .containsExactly(
                            "created provider's dash 10.00 PENDING rev 1",
                            "rejected r1 CHARGE_REFUND_IN_PROGRESS",
                            "balance: refunded 0.00, pending 10.00, refundable 90.00");
            assertThat(s.waits()).containsExactly("look up #2 provider's dash");
        }

        @Test
        void shouldClampWhatTheProviderRefundedTooMuch() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            assertThat(s.described("100.00", held("dash", "130.00", ProviderStatus.SUCCEEDED, null)))
                    .contains("rejected r1 CHARGE_REFUNDED", "balance: refunded 130.00, pending 0.00, refundable 0.00");
        }
    }

    @Nested
    class LimitsOfTheCharge {
        @Test
        void shouldRefundTheWholeChargeOnlyOnce() {
            Scenario s = chargeOf100();
            assertThat(s.request("all", whole())).contains("settle #2 all 100.00");
            assertThat(s.refund("all").full()).isTrue();
            s.answered(completed("p1", "100.00"));
            assertThat(s.request("again", whole())).containsExactly("rejected again CHARGE_REFUNDED");
            assertThat(s.request("bit", part("0.01"))).containsExactly("rejected bit CHARGE_REFUNDED");
        }

        /** Captured in parts: 60 when it was first read, 100 by now. */
        @Test
        void shouldReadTheChargeBeforeItRefundsTheWholeOfIt() {
            Scenario s = Scenario.with(KEYED);
            s.request("r0", part("1.00").guard("77"));
            s.described("60.00");
            s.now = s.now.plusSeconds(61);
            assertThat(s.request("all", whole())).containsExactly("describe #2");
            assertThat(s.described("100.00")).contains("created all 100.00 PENDING rev 1", "settle #3 all 100.00");
            assertThat(s.refund("all").full()).isTrue();
        }

        @Test
        void shouldReadTheChargeBeforeItCallsAnAmountTheWholeOfIt() {
            Scenario s = Scenario.with(KEYED);
            s.request("r0", part("1.00").guard("77"));
            s.described("60.00");
            s.now = s.now.plusSeconds(61);
            assertThat(s.request("sixty", part("60.00"))).containsExactly("describe #2");
            assertThat(s.described("100.00")).contains("created sixty 60.00 PENDING rev 1");
            assertThat(s.refund("sixty").full()).isFalse();
        }

        @Test
        void shouldNotRefundTheWholeOfAChargePartlyRefunded() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            assertThat(s.request("all", whole())).containsExactly("rejected all CHARGE_REFUNDED");
        }

        @Test
        void shouldNeverRound() {
            Scenario s = chargeOf100();
            assertThat(s.request("r1", part("0.001")))
                    .containsExactly("rejected r1 REFUND_AMOUNT_OUT_OF_BOUNDS amount min 0.01 max 100.00");
            assertThat(s.request("r2", part("0.010"))).contains("settle #2 r2 0.01");
        }

        @Test
        void shouldKnowCurrencies() {
            Scenario s = chargeOf100();
            assertThat(s.request("r1", part("1.00", null))).containsExactly("rejected r1 REFUND_CURRENCY_MISSING");
            assertThat(s.request("r2", part("1.00", "EUR"))).containsExactly("rejected r2 REFUND_CURRENCY_MISMATCH");
        }

        @Test
        void shouldRequireTheGuardWhereThePolicyDoes() {
            Scenario s = Scenario.guardRequired();
            s.request("r1", part("1.00"));
            assertThat(s.described("100.00")).contains("rejected r1 INVALID_REQUEST previouslyRefundedAmount");
        }

        @Test
        void shouldKnowProvidersThatRefundOnlyAll() {
            Capabilities wholeOnly =
                    new Capabilities(Duration.ofHours(24), true, true, true, false, false, KEYED.digits());
            Scenario s = chargeOf100(wholeOnly);
            assertThat(s.request("r1", part("1.00"))).containsExactly("rejected r1 PARTIAL_REFUND_NOT_SUPPORTED");
            assertThat(s.request("r2", part("100.00"))).contains("settle #2 r2 100.00");
        }
    }

    @Nested
    class OutcomesOfASettle {
        @Test
        void shouldNeverFailARefundOnATimeout() {
            Scenario s = submitted(KEYED);
            assertThat(s.answered(unknown())).isEmpty();
            assertThat(s.waits()).containsExactly("settle #3 r1 25.00 looking first");
            assertThat(s.answered(completed("p1", "25.00"))).contains("updated r1 25.00 SUCCEEDED rev 2");
        }

        @Test
        void shouldLeaveAnOutcomeThatStaysUnknownToAPerson() {
            Scenario s = submitted(KEYED);
            for (int i = 0; i < 6; i++) {
                assertThat(s.answered(unknown())).isEmpty();
                assertThat(s.tries()).hasSize(1);
            }
            assertThat(s.answered(unknown())).containsExactly("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
            assertThat(s.state.due()).as("it is still looked up").isEqualTo(s.now.plus(Duration.ofDays(1)));
        }

        @Test
        void shouldTreatAMissingAnswerAsUnknown() {
            Scenario s = submitted(KEYED);
            assertThat(s.waits()).isEmpty();
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.Unresolved.class);
            assertThat(s.tries()).containsExactly("settle #4 r1 25.00 looking first");
        }

        @Test
        void shouldSendAgainWhatWasNotSent() {
            Scenario s = submitted(KEYED);
            assertThat(s.answered(notSent())).isEmpty();
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.Submitted.class);
            assertThat(s.waits()).containsExactly("settle #3 r1 25.00");
        }

        @Test
        void shouldReissueWhatExpired() {
            Scenario s = submitted(KEYED);
            assertThat(s.answered(new Outcome.Expired())).containsExactly("settle #3 r1 25.00");
        }

        @Test
        void shouldKeepTwoAttemptsApartWhereThereAreNoKeys() {
            Scenario s = submitted(KEYLESS);
            Settlement settlement = ((Origin.Requested) s.refund("r1").origin()).settlement();
            s.answered(notSent());
            assertThat(s.state.due()).isEqualTo(settlement.lastSendBy().plusSeconds(90));
        }

        @Test
        void shouldFailARefusalThatIsStored() {
            Scenario s = submitted(KEYED);
            assertThat(s.answered(declined()))
                    .containsExactly(
                            "updated r1 25.00 FAILED rev 2 (CHARGE_DISPUTED)",
                            "balance: refunded 0.00, pending 0.00, refundable 100.00");
        }

        /** A refusal without a code, or with one that nobody knows: over in minutes, and not at once. */
        @Test
        void shouldConfirmARefusalThatIsNotKnownToBeStored() {
            Scenario s = submitted(KEYED);
            Instant refused = s.now;
            StatusInfo why = new StatusInfo("EMAIL_INVALID", "not an address");
            assertThat(s.answered(new Outcome.Declined(why, null, false))).isEmpty();
            assertThat(s.waits()).containsExactly("look up #3 r1");
            assertThat(s.answered(new Outcome.NotFound())).contains("updated r1 25.00 FAILED rev 2 (EMAIL_INVALID)");
            assertThat(s.now).isBefore(refused.plus(Duration.ofMinutes(4)));
        }

        @Test
        void shouldPayWhatWasPaidAfterARefusalThatWasNotStored() {
            Scenario s = submitted(KEYED);
            s.answered(new Outcome.Declined(new StatusInfo("EMAIL_INVALID", "not an address"), null, false));
            s.waits();
            assertThat(s.answered(completed("p1", "25.00"))).contains("updated r1 25.00 SUCCEEDED rev 2");
        }

        @Test
        void shouldConfirmARefusalThatIsNotStored() {
            Scenario s = submitted(KEYLESS);
            assertThat(s.answered(declined())).isEmpty();
            assertThat(s.waits()).containsExactly("look up #3 r1");
            assertThat(s.answered(new Outcome.NotFound())).contains("updated r1 25.00 FAILED rev 2 (CHARGE_DISPUTED)");
        }

        @Test
        void shouldLeaveARefusalThatCannotBeConfirmedToAPerson() {
            Scenario s = submitted(KEYLESS);
            s.answered(declined());
            assertThat(triedFor(s, unknown()))
                    .isBetween(Duration.ofDays(3), Duration.ofDays(3).plusHours(1));
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
        }

        @Test
        void shouldLeaveARefundWhoseProviderIsDownForDaysToAPerson() {
            Scenario s = submitted(KEYED);
            assertThat(triedFor(s, notSent()))
                    .isBetween(Duration.ofDays(3), Duration.ofDays(3).plusHours(1));
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
        }

        @Test
        void shouldLeaveARefundWhoseCommandsAlwaysComeTooLateToAPerson() {
            Scenario s = submitted(KEYED);
            Duration late = Duration.ofMinutes(3);
            for (int i = 0; i < 2_000 && s.refund("r1").state() instanceof RefundState.Submitted; i++) {
                s.now = s.now.plus(late);
                s.answered(new Outcome.Expired());
                if (s.isBeingRead()) {
                    s.described("100.00");
                }
            }
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
        }

        /** How long it goes on where every command ends so. */
        private static Duration triedFor(Scenario s, Outcome each) {
            Instant began = s.now;
            for (int i = 0; i < 2_000 && !(s.refund("r1").state() instanceof RefundState.InReview); i++) {
                if (s.isBeingRead()) {
                    s.described("100.00");
                } else if (s.state.open() != null) {
                    s.answered(each);
                } else {
                    s.waits();
                }
            }
            return Duration.between(began, s.now);
        }

        @Test
        void shouldFindThatARefusedRefundWasPaidAfterAll() {
            Scenario s = submitted(KEYLESS);
            s.answered(declined());
            s.waits();
            assertThat(s.answered(completed("p1", "25.00"))).contains("updated r1 25.00 SUCCEEDED rev 2");
        }

        @Test
        void shouldPollWhatIsPending() {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            assertThat(s.waits()).containsExactly("look up #3 r1");
            assertThat(s.answered(pending("p1", "25.00"))).isEmpty();
            assertThat(s.waits()).containsExactly("look up #4 r1");
            assertThat(s.answered(foundFailed("p1", "25.00"))).contains("updated r1 25.00 FAILED rev 3 (FAILED)");
        }

        @Test
        void shouldReviewWhatStaysPendingForAMonth() {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            for (int i = 0; i < 100 && s.state.due() != null; i++) {
                s.waits();
                if (s.state.open() != null) {
                    s.answered(pending("p1", "25.00"));
                }
            }
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
        }

        @Test
        void shouldReviewAnAmountThatIsNotOurs() {
            Scenario s = submitted(KEYED);
            assertThat(s.answered(completed("p1", "26.00")))
                    .containsExactly("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
        }
    }

    @Nested
    class Review {
        /** Nobody could find out what became of r1. */
        private static Scenario inReview() {
            Scenario s = submitted(KEYED);
            for (int i = 0; i < 6; i++) {
                s.answered(unknown());
                s.tries();
            }
            s.answered(unknown());
            s.now = s.now.plusSeconds(3600);
            return s;
        }

        private static List<String> resolve(Scenario s, boolean paid, @Nullable String providerRefundId) {
            return s.operator(
                    new OperatorDecision.Resolve(s.id("r1"), s.refund("r1").revision(), paid, providerRefundId));
        }

        @Test
        void shouldTakeAPersonsWordAndSayWhose() {
            Scenario s = inReview();
            assertThat(resolve(s, true, "p1"))
                    .containsExactly(
                            "updated r1 25.00 SUCCEEDED rev 3 (RESOLVED_BY_OPERATOR)",
                            "balance: refunded 25.00, pending 0.00, refundable 75.00");
            assertThat(s.refund("r1").state())
                    .isEqualTo(new RefundState.Succeeded(
                            "p1", new StatusInfo("RESOLVED_BY_OPERATOR", "ann found that it was paid")));
        }

        @Test
        void shouldRefuseTheIdOfAnotherRefundOfTheCharge() {
            Scenario s = chargeOf100();
            s.request("r0b", part("10.00"));
            s.answered(completed("p0", "10.00"));
            s.request("r1", part("25.00"));
            s.answered(completed("p1", "26.00"));
            assertThat(resolve(s, true, "p0")).containsExactly("ignored: PROVIDER_ID_TAKEN");
            assertThat(resolve(s, true, "p1"))
                    .as("its own")
                    .contains("updated r1 25.00 SUCCEEDED rev 3 (RESOLVED_BY_OPERATOR)");
        }

        @Test
        void shouldRefuseTheIdOfARefundThatSomebodyMadeByHand() {
            Scenario s = inReview();
            s.operator(new OperatorDecision.Refresh());
            assertThat(s.described("100.00", held("hand", "25.00", ProviderStatus.SUCCEEDED, null)))
                    .contains("created provider's hand 25.00 SUCCEEDED rev 1");
            assertThat(resolve(s, true, "hand")).containsExactly("ignored: PROVIDER_ID_TAKEN");
        }

        @Test
        void shouldNotConfirmAPaymentThatIsOfAnotherRefund() {
            Scenario s = inReview();
            resolve(s, true, "p7");
            s.operator(new OperatorDecision.LookUpAgain(s.id("r1"), 3));
            assertThat(s.answered(Outcome.of(held("p7", "25.00", ProviderStatus.SUCCEEDED, s.id("r7")))))
                    .as("found by its id, under another reference")
                    .contains("updated r1 25.00 PENDING rev 4 (OPERATOR_CONTRADICTED)");
        }

        @Test
        void shouldKeepApartWhatTheProviderListsUnderOneIdAndAnotherReference() {
            Scenario s = inReview();
            resolve(s, true, "p7");
            s.operator(new OperatorDecision.Refresh());
            assertThat(s.described("100.00", held("p7", "25.00", ProviderStatus.SUCCEEDED, s.id("r7"))))
                    .contains(
                            "created provider's p7 25.00 SUCCEEDED rev 1",
                            "updated r1 25.00 PENDING rev 4 (OPERATOR_CONTRADICTED)");
        }

        @Test
        void shouldCountOnceWhatAPersonNamesAndAnotherSystemMadeUnderItsOwnReference() {
            Scenario s = inReview();
            resolve(s, true, "p7");
            s.operator(new OperatorDecision.Refresh());
            RefundId stranger = RefundId.parse("00000000-0000-4000-8000-000000000000");
            assertThat(s.described("100.00", held("p7", "25.00", ProviderStatus.SUCCEEDED, stranger)))
                    .contains("updated r1 25.00 SUCCEEDED rev 4")
                    .noneMatch(line -> line.startsWith("created"));
        }

        @Test
        void shouldRefuseAPersonWhoSawAnotherRevision() {
            Scenario s = inReview();
            assertThat(s.operator(new OperatorDecision.Resolve(s.id("r1"), 1, true, "p1")))
                    .containsExactly("ignored: OUTDATED_REVISION");
            assertThat(s.operator(new OperatorDecision.LookUpAgain(s.id("r1"), 1)))
                    .containsExactly("ignored: OUTDATED_REVISION");
            assertThat(s.operator(new OperatorDecision.LookUpAgain(s.id("r1"), 2)))
                    .containsExactly("look up #14 r1");
        }

        @Test
        void shouldResolveOnlyWhatIsInReview() {
            Scenario s = submitted(KEYED);
            assertThat(resolve(s, true, "p1")).containsExactly("ignored: NOT_IN_REVIEW");
            s.answered(completed("p1", "25.00"));
            assertThat(resolve(s, false, null)).containsExactly("ignored: NOT_IN_REVIEW");
        }

        @Test
        void shouldNotCallItUnpaidWhileAnAttemptMayBeUnderWay() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "26.00"));
            assertThat(resolve(s, false, null)).containsExactly("ignored: STILL_UNDER_WAY");
            s.now = s.now.plus(Duration.ofMinutes(4));
            assertThat(resolve(s, false, null)).contains("updated r1 25.00 FAILED rev 3 (RESOLVED_BY_OPERATOR)");
        }

        @Test
        void shouldDropThePersonsWordOnceTheProviderConfirmsIt() {
            Scenario s = inReview();
            resolve(s, true, "p1");
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00")))
                    .containsExactly("updated r1 25.00 SUCCEEDED rev 4", "look up #14 r1");
        }

        @Test
        void shouldReportAPaymentThatAPersonDidNotFind() {
            Scenario s = inReview();
            resolve(s, false, null);
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00")))
                    .containsExactly(
                            "updated r1 25.00 SUCCEEDED rev 4 (OPERATOR_CONTRADICTED)",
                            "look up #14 r1",
                            "balance: refunded 25.00, pending 0.00, refundable 75.00");
            assertThat(Objects.requireNonNull(s.refund("r1").state().statusInfo())
                            .description())
                    .isEqualTo("ann found that it was not paid, but the provider paid it as p1");
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00"))).containsExactly("ignored: NOT_AWAITED");
        }

        @Test
        void shouldHaveAPersonAcceptTheContradictionAndNotUndoIt() {
            Scenario s = inReview();
            resolve(s, false, null);
            s.answered(2, s.id("r1"), completed("p1", "25.00"));
            assertThat(resolve(s, false, null)).containsExactly("ignored: CONTRADICTS_PROVIDER");
            assertThat(resolve(s, true, null))
                    .containsExactly("updated r1 25.00 SUCCEEDED rev 5 (RESOLVED_BY_OPERATOR)");
        }

        @Test
        void shouldReportThatNothingIsThereOfWhatAPersonFoundPaid() {
            Scenario s = inReview();
            resolve(s, true, "p1");
            s.operator(new OperatorDecision.LookUpAgain(s.id("r1"), 3));
            assertThat(s.answered(new Outcome.NotFound()))
                    .contains("updated r1 25.00 PENDING rev 4 (OPERATOR_CONTRADICTED)");
            assertThat(resolve(s, false, null)).contains("updated r1 25.00 FAILED rev 5 (RESOLVED_BY_OPERATOR)");
        }

        @Test
        void shouldReportThatTheChargeDoesNotListWhatAPersonFoundPaid() {
            Scenario s = inReview();
            resolve(s, true, "p1");
            s.operator(new OperatorDecision.Refresh());
            assertThat(s.described("100.00")).contains("updated r1 25.00 PENDING rev 4 (OPERATOR_CONTRADICTED)");
        }

        @Test
        void shouldReportThatAPersonNamedAnotherRefundOfTheProvider() {
            Scenario s = inReview();
            resolve(s, true, "p7");
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00")))
                    .containsExactly("updated r1 25.00 SUCCEEDED rev 4 (OPERATOR_CONTRADICTED)", "look up #14 r1");
            assertThat(s.refund("r1").state().providerRefundId()).isEqualTo("p1");
        }

        @Test
        void shouldReportThatTheProviderPaidAnotherAmountThanAPersonFound() {
            Scenario s = inReview();
            resolve(s, true, "p1");
            assertThat(s.answered(2, s.id("r1"), completed("p1", "24.00")))
                    .containsExactly("updated r1 25.00 SUCCEEDED rev 4 (OPERATOR_CONTRADICTED)", "look up #14 r1");
            assertThat(Objects.requireNonNull(s.refund("r1").state().statusInfo())
                            .description())
                    .isEqualTo(
                            "ann found that it was paid, but the provider holds it with 24.00 USD instead of 25.00 USD");
        }

        @Test
        void shouldReportAFailureOfWhatAPersonFoundPaid() {
            Scenario s = inReview();
            resolve(s, true, "p1");
            s.notified("r1");
            assertThat(s.answered(foundFailed("p1", "25.00")))
                    .contains("updated r1 25.00 REVERSED rev 4 (OPERATOR_CONTRADICTED)");
            assertThat(resolve(s, true, null)).containsExactly("ignored: CONTRADICTS_PROVIDER");
            assertThat(resolve(s, false, null)).contains("updated r1 25.00 REVERSED rev 5 (RESOLVED_BY_OPERATOR)");
        }

        @Test
        void shouldReportAPendingRefundThatAPersonDidNotFind() {
            Scenario s = inReview();
            resolve(s, false, null);
            s.notified("r1");
            assertThat(s.answered(pending("p1", "25.00")))
                    .contains("updated r1 25.00 PENDING rev 4 (OPERATOR_CONTRADICTED)");
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
        }

        @Test
        void shouldTakeAReversalForWhatItIs() {
            Scenario s = inReview();
            resolve(s, true, "p1");
            s.notified("r1");
            assertThat(s.answered(reversed("p1", "25.00"))).contains("updated r1 25.00 REVERSED rev 4 (REVERSED)");
        }
    }

    @Nested
    class LateEvidence {
        @Test
        void shouldBelieveAPaymentHoweverLate() {
            Scenario s = submitted(KEYED);
            s.answered(declined());
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00")))
                    .contains("updated r1 25.00 SUCCEEDED rev 3");
        }

        @Test
        void shouldNotGoBackToAnOlderAnswer() {
            Scenario s = submitted(KEYED);
            s.answered(unknown());
            s.waits();
            s.answered(completed("p1", "25.00"));
            assertThat(s.answered(2, s.id("r1"), pending("p1", "25.00"))).containsExactly("ignored: SUPERSEDED");
            assertThat(s.answered(2, s.id("r1"), declined())).containsExactly("ignored: SUPERSEDED");
        }

        @Test
        void shouldLookAgainWhenAnOlderCommandSawAReversal() {
            Scenario s = submitted(KEYED);
            s.answered(unknown());
            s.waits();
            s.answered(completed("p1", "25.00"));
            assertThat(s.answered(2, s.id("r1"), reversed("p1", "25.00"))).containsExactly("look up #4 r1");
            assertThat(s.answered(reversed("p1", "25.00"))).contains("updated r1 25.00 REVERSED rev 3 (REVERSED)");
        }

        @Test
        void shouldLookAgainWhenAPaymentThatFailedIsCalledPaid() {
            Scenario s = submitted(KEYED);
            s.answered(unknown());
            s.waits();
            s.answered(foundFailed("p1", "25.00"));
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00"))).containsExactly("look up #4 r1");
            assertThat(s.answered(foundFailed("p1", "25.00"))).isEmpty();
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.Failed.class);
        }

        @Test
        void shouldLookAgainWhenAnEarlierReadingIsAnsweredLater() {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            assertThat(s.waits()).containsExactly("look up #3 r1");
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00")))
                    .contains("updated r1 25.00 SUCCEEDED rev 3");
            s.now = s.now.plusSeconds(1);
            assertThat(s.answered(pending("p1", "25.00"))).containsExactly("look up #4 r1");
            assertThat(s.answered(pending("p1", "25.00"))).contains("updated r1 25.00 PENDING rev 4");
        }

        @Test
        void shouldCountASecondPaymentUnderOneReference() {
            Scenario s = submitted(KEYLESS);
            s.answered(completed("p1", "25.00"));
            s.operator(new OperatorDecision.Refresh());
            assertThat(s.described(
                            "100.00",
                            held("p1", "25.00", ProviderStatus.SUCCEEDED, s.id("r1")),
                            held("p2", "25.00", ProviderStatus.SUCCEEDED, s.id("r1"))))
                    .containsExactly(
                            "created provider's p2 25.00 SUCCEEDED rev 1",
                            "balance: refunded 50.00, pending 0.00, refundable 50.00");
        }

        @Test
        void shouldKeepAHintUntilTheOpenCommandIsAnswered() {
            Scenario s = submitted(KEYED);
            assertThat(s.notified("r1")).isEmpty();
            assertThat(s.answered(completed("p1", "25.00")))
                    .containsExactly(
                            "updated r1 25.00 SUCCEEDED rev 2",
                            "look up #3 r1",
                            "balance: refunded 25.00, pending 0.00, refundable 75.00");
        }

        @Test
        void shouldKeepAHintWhoseLookUpBringsNothing() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            assertThat(s.notified("r1")).containsExactly("look up #3 r1");
            assertThat(s.answered(unknown())).isEmpty();
            assertThat(s.waits()).containsExactly("look up #4 r1");
        }

        @Test
        void shouldLookUpWhatAnAnswerThatNobodyAwaitedShows() {
            Scenario s = submitted(KEYED);
            s.answered(unknown());
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00"))).contains("look up #3 r1");
            assertThat(s.answered(completed("p1", "25.00"))).isEmpty();
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00"))).containsExactly("ignored: SUPERSEDED");
        }

        @Test
        void shouldReadTheChargeOnceMoreWhenSomethingUnknownIsHeardOfWhileItIsRead() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            assertThat(s.notifiedOf("p9")).isEmpty();
            assertThat(s.notifiedOf("p9")).containsExactly("ignored: NOTHING_NEW");
            assertThat(s.described("100.00", held("p9", "10.00", ProviderStatus.SUCCEEDED, null)))
                    .contains("created provider's p9 10.00 SUCCEEDED rev 1", "describe #2");
            assertThat(s.described("100.00", held("p9", "10.00", ProviderStatus.REVERSED, null)))
                    .contains("updated provider's p9 10.00 REVERSED rev 2 (REVERSED)");
        }

        @Test
        void shouldNotTakeOverAChargeOfWhichNothingIsLeft() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            s.describedAs(new Description.Unavailable("down"));
            assertThat(s.passes(Duration.ofMinutes(11))).containsExactly("rejected r1 PROVIDER_DOWN");
            assertThat(s.described("100.00")).containsExactly("ignored: NOT_AWAITED");
        }

        @Test
        void shouldReverseASuccessThatFailedAfterwards() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            s.notified("r1");
            assertThat(s.answered(foundFailed("p1", "25.00"))).contains("updated r1 25.00 REVERSED rev 3 (FAILED)");
        }
    }
}
