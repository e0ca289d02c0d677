package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.UNNAMED;
import static io.github.refundworker.domain.Scenario.chargeOf100;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.notSent;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.reversed;
import static io.github.refundworker.domain.Scenario.submitted;
import static io.github.refundworker.domain.Scenario.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a provider says of a charge, and what is made of it. */
class DescriptionsTest {

    @Test
    void shouldWriteAmountsWithTheDigitsOfTheirCurrency() {
        Scenario s = Scenario.with(KEYED);
        s.request("r1", part("25"));
        assertThat(s.described("100"))
                .containsExactly(
                        "created r1 25.00 PENDING rev 1",
                        "settle #2 r1 25.00",
                        "balance: refunded 0.00, pending 25.00, refundable 75.00");
    }

    @Test
    void shouldRefundNothingOfAChargeThatHasMoreDigitsThanItsCurrency() {
        Scenario cents = Scenario.with(KEYED);
        cents.request("r1", part("25.00"));
        assertThat(cents.described("100.55")).contains("created r1 25.00 PENDING rev 1");
        Scenario mills = Scenario.with(KEYED);
        mills.request("r1", part("25.00"));
        assertThat(mills.described("100.555")).contains("rejected r1 INVALID_REQUEST currencyCode");
    }

    /** How charges of a kind are refunded is the account's setting; what was accepted keeps its form of the request. */
    @Nested
    class KindsOfCharges {
        private static final Description DESTINATION =
                new Description.Found(Money.of("100.00", "USD"), List.of(), "destination", Disputes.NONE);

        private static Capabilities refunding(Map<String, Integer> kinds) {
            return new Capabilities(
                    KEYED.idempotencyWindow(),
                    true,
                    Capabilities.Describes.CHARGE,
                    true,
                    true,
                    false,
                    true,
                    KEYED.digits(),
                    RequestForm.ANY,
                    Duration.ZERO,
                    kinds);
        }

        private static int bodyVersion(Scenario s) {
            return ((Decision.Next) Objects.requireNonNull(s.last))
                    .effects().stream()
                            .map(effect -> effect instanceof Effect.SendCommand(var _, Command.Settle settle)
                                    ? settle.bodyVersion()
                                    : 0)
                            .reduce(0, Math::max);
        }

        @Test
        void shouldRefuseThoseThatTheAccountDoesNotRefund() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            assertThat(s.describedAs(DESTINATION)).contains("rejected r1 PROVIDER_NOT_SUPPORTED");
            assertThat(s.request("r2", part("25.00"))).contains("rejected r2 PROVIDER_NOT_SUPPORTED");
        }

        @Test
        void shouldSendEveryAttemptInTheFormOfItsAcceptance() {
            Scenario before = Scenario.with(refunding(Map.of("destination", 2)));
            before.request("r1", part("25.00"));
            assertThat(before.describedAs(DESTINATION)).contains("settle #2 r1 25.00");
            assertThat(bodyVersion(before)).isEqualTo(2);

            Scenario after = before.reconfigured(Map.of(Scenario.MAIN, refunding(Map.of("destination", 1))));
            after.answered(new Outcome.NotSent("refused"));
            assertThat(after.passes(Duration.ofSeconds(5))).contains("settle #3 r1 25.00");
            assertThat(bodyVersion(after)).isEqualTo(2);

            after.answered(completed("p1", "25.00"));
            assertThat(after.request("r2", part("25.00"))).contains("settle #4 r2 25.00");
            assertThat(bodyVersion(after)).isEqualTo(1);
        }
    }

    @Test
    void shouldRefundNothingOfAChargeThatWasNotPaid() {
        Scenario s = Scenario.with(KEYED);
        s.request("r1", part("25.00"));
        assertThat(s.described("0.00")).contains("rejected r1 CHARGE_UNPAID");
    }

    @Test
    void shouldBelieveTheProviderOfWhatWasCapturedAndNotARequest() {
        Scenario s = chargeOf100();
        assertThat(s.request("r1", part("25.00").charge("200.00"))).contains("settle #2 r1 25.00");
    }

    @Test
    void shouldAskAgainForTheNextRequestWhereTheChargeWasNotFoundForTheFirst() {
        Scenario s = Scenario.with(KEYED);
        s.request("r1", part("25.00"));
        s.request("r2", part("25.00"));
        assertThat(s.describedAs(new Description.Missing()))
                .containsExactly("rejected r1 CHARGE_NOT_FOUND", "describe #2");
    }

    @Test
    void shouldFollowAHintWhileTheChargeCannotBeRead() {
        Scenario s = submitted(KEYED);
        s.answered(completed("p1", "25.00"));
        s.now = s.now.plusSeconds(3600);
        assertThat(s.request("r2", part("25.00").guard("25"))).containsExactly("describe #3");
        assertThat(s.notified("r1")).isEmpty();
        assertThat(s.describedAs(new Description.Unavailable("down"))).containsExactly("look up #4 r1");
    }

    @Test
    void shouldKeepAHintAtAnUnknownRefundWhenTheChargeCannotBeRead() {
        Scenario s = submitted(KEYED);
        s.answered(completed("p1", "25.00"));
        assertThat(s.notifiedOf("p9")).containsExactly("describe #3");
        assertThat(s.describedAs(new Description.Unavailable("down"))).isEmpty();
        assertThat(s.waits()).containsExactly("describe #4");
        assertThat(s.waits()).as("no answer at all").isEmpty();
        assertThat(s.waits()).containsExactly("describe #5");
        assertThat(s.described(
                        "100.00",
                        held("p1", "25.00", ProviderStatus.SUCCEEDED, s.id("r1")),
                        held("p9", "10.00", ProviderStatus.SUCCEEDED, null)))
                .containsExactly(
                        "created provider's p9 10.00 SUCCEEDED rev 1",
                        "balance: refunded 35.00, pending 0.00, refundable 65.00");
        assertThat(s.state.due()).isNull();
    }

    @Test
    void shouldKeepSuchAHintBeyondTheRequestThatWaitedForTheSameReading() {
        Scenario s = chargeOf100();
        s.now = s.now.plusSeconds(61);
        assertThat(s.notifiedOf("p9")).containsExactly("describe #2");
        assertThat(s.request("r1", part("25.00").guard("0"))).isEmpty();
        assertThat(s.describedAs(new Description.Unavailable("down")))
                .as("for the request, whose facts are too old")
                .containsExactly("describe #3");
        assertThat(s.passes(Duration.ofMinutes(11)))
                .as("nobody asked the provider for the request, so that time does not count as its waiting")
                .containsExactly("describe #4");
        assertThat(s.state.waiting()).hasSize(1);
    }

    @Test
    void shouldTryAgainSoonAndNotOnlyWhenTheRequestsTimeIsOver() {
        Scenario s = Scenario.with(KEYED);
        s.request("r1", part("25.00"));
        s.describedAs(new Description.Unavailable("down"));
        assertThat(s.state.due()).isEqualTo(s.now.plusSeconds(1));
        assertThat(s.waits()).containsExactly("describe #2");
        s.describedAs(new Description.Unavailable("down"));
        assertThat(s.state.due()).isEqualTo(s.now.plusSeconds(5));
    }

    @Test
    void shouldNotCountTheTimeInWhichTheWorkerItselfWasBusy() {
        Scenario s = Scenario.with(KEYED);
        s.request("r1", part("25.00").guard("0"));
        Instant asked = s.now;
        while (s.now.isBefore(asked.plus(Duration.ofHours(5)))) {
            s.now = s.now.plusSeconds(20);
            assertThat(s.describedAs(new Description.TooLate())).isEmpty();
            assertThat(Duration.between(s.now, s.state.due()))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(450));
            assertThat(s.waits()).hasSize(1).first().asString().startsWith("describe");
        }
        assertThat(s.described("100.00")).contains("created r1 25.00 PENDING rev 1");
    }

    @Test
    void shouldNotCountTheTimeInWhichNobodyAnswered() {
        Scenario s = Scenario.with(KEYED);
        s.request("r1", part("25.00"));
        for (int i = 0; i < 50; i++) {
            assertThat(s.waits()).as("the answer is missed").isEmpty();
            assertThat(s.waits()).hasSize(1).first().asString().startsWith("describe");
        }
    }

    @Test
    void shouldNotCountTheTimeOfARefundThatWasSentTooLate() {
        Scenario s = submitted(KEYED);
        s.request("r2", part("5.00"));
        Instant due = s.state.waiting().getFirst().due();
        s.now = s.now.plus(Duration.ofMinutes(3));
        s.answered(new Outcome.Expired());
        assertThat(s.state.waiting().getFirst().due()).isEqualTo(due.plus(Duration.ofMinutes(3)));
    }

    @Test
    void shouldCountTheTimeInWhichCallsFailHoweverBusyTheWorkerWasBefore() {
        Scenario s = Scenario.with(KEYED);
        s.request("r1", part("25.00"));
        for (int i = 0; i < 50; i++) {
            s.now = s.now.plusSeconds(20);
            s.describedAs(new Description.TooLate());
            s.waits();
        }
        Instant fails = s.now;
        List<String> last = List.of();
        while (!last.contains("rejected r1 PROVIDER_DOWN")) {
            if (s.state.open() != null) {
                s.describedAs(new Description.Unavailable("refused"));
            }
            last = s.waits();
        }
        assertThat(Duration.between(fails, s.now)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
    }

    /** Of 100, 40 are refunded and 10 more. 60 are asked for, and the charge cannot be read. */
    private static Scenario waitingForAReadingThatFails() {
        Scenario s = chargeOf100();
        s.request("r1", part("40.00"));
        s.answered(completed("p1", "40.00"));
        s.request("r2", part("10.00"));
        s.answered(completed("p2", "10.00"));
        s.now = s.now.plus(Duration.ofHours(1));
        assertThat(s.request("r3", part("60.00"))).containsExactly("describe #4");
        assertThat(s.describedAs(new Description.Unavailable("HTTP 500"))).isEmpty();
        return s;
    }

    @Test
    void shouldAcceptAWaitingRequestAsSoonAsItNeedsNoReading() {
        Scenario s = waitingForAReadingThatFails();
        s.notifiedOf("p2");
        assertThat(s.answered(reversed("p2", "10.00")))
                .containsExactly(
                        "updated r2 10.00 REVERSED rev 3 (REVERSED)",
                        "created r3 60.00 PENDING rev 1",
                        "settle #6 r3 60.00",
                        "balance: refunded 40.00, pending 60.00, refundable 0.00");
        assertThat(s.state.describeRetry()).isNull();
    }

    @Test
    void shouldNotReadAChargeBeforeItsTimeForARequestThatStillNeedsTheReading() {
        Scenario s = waitingForAReadingThatFails();
        Instant due = Objects.requireNonNull(s.state.describeRetry()).due();
        s.notifiedOf("p1");
        assertThat(s.answered(completed("p1", "40.00"))).isEmpty();
        assertThat(s.state.due()).isEqualTo(due);
        assertThat(s.waits()).containsExactly("describe #6");
    }

    @Test
    void shouldNotLetARequestWaitLongerThanRequestsAreRemembered() {
        Scenario s = Scenario.with(KEYED);
        s.request("r1", part("25.00"));
        Instant asked = s.now;
        List<String> last = List.of();
        while (!last.contains("rejected r1 PROVIDER_DOWN")) {
            last = s.waits();
        }
        assertThat(Duration.between(asked, s.now)).isBetween(Duration.ofDays(30), Duration.ofDays(31));
    }

    @Test
    void shouldNotBelieveAGuardOnWhatWasReadBeforeItsRequestCame() {
        Scenario s = chargeOf100();
        assertThat(s.operator(new OperatorDecision.Refresh())).containsExactly("describe #2");
        s.now = s.now.plusSeconds(1);
        s.request("r1", part("25.00").guard("0"));
        s.now = s.now.plusSeconds(100);
        assertThat(s.described("100.00")).containsExactly("describe #3");
        s.now = s.now.plusSeconds(100);
        assertThat(s.described("100.00"))
                .as("read for it, however long that took")
                .contains("settle #4 r1 25.00");
    }

    @Test
    void shouldNumberTheBalance() {
        Scenario s = submitted(KEYED);
        long before = s.balance().revision();
        s.answered(completed("p1", "25.00"));
        assertThat(s.balance().revision()).isEqualTo(before + 1);
    }

    @Test
    void shouldTellTheBalanceWithEachStatus() {
        Scenario s = submitted(KEYED);
        assertThat(told(s)).isEqualTo(s.balance());
        s.answered(completed("p1", "25.00"));
        assertThat(told(s)).isEqualTo(s.balance());
        s.request("r2", part("500.00"));
        assertThat(told(s)).isEqualTo(s.balance());
        s.request("r2", part("500.00"));
        assertThat(told(s)).isEqualTo(s.balance());
    }

    private static @Nullable Balance told(Scenario s) {
        StatusEvent event = ((Decision.Next) Objects.requireNonNull(s.last))
                .effects().stream()
                        .filter(Effect.PublishStatus.class::isInstance)
                        .map(effect -> ((Effect.PublishStatus) effect).event())
                        .findFirst()
                        .orElseThrow();
        return event.balance();
    }

    @Nested
    class RefundsThatSomebodyMadeByHand {
        private static Scenario unresolved(Capabilities capabilities) {
            Scenario s = submitted(capabilities);
            s.answered(unknown());
            return s;
        }

        private static ProviderRefund byHand() {
            return held("hand", "25.00", ProviderStatus.SUCCEEDED, null);
        }

        @Test
        void shouldBeKnownAtOnceWhereOursCarryOurReference() {
            Scenario s = unresolved(KEYED);
            assertThat(s.notifiedOf("hand")).containsExactly("describe #3");
            assertThat(s.described("100.00", byHand()))
                    .containsExactly(
                            "created provider's hand 25.00 SUCCEEDED rev 1",
                            "balance: refunded 25.00, pending 25.00, refundable 50.00");
            assertThat(s.state.facts())
                    .isEqualTo(new Facts.Described(Money.of("100.00", "USD"), s.now, null, Disputes.NONE));
        }

        @Test
        void shouldBeKnownOnceTheyCannotBeOursWhereOursMayBeListedUnnamed() {
            Scenario s = unresolved(UNNAMED);
            assertThat(s.notifiedOf("hand")).containsExactly("describe #3");
            assertThat(s.described("100.00", byHand())).isEmpty();
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00")))
                    .as("r1 is known, and the hint still there")
                    .contains("updated r1 25.00 SUCCEEDED rev 2", "describe #4");
            assertThat(s.described("100.00", byHand(), held("p1", "25.00", ProviderStatus.SUCCEEDED, null)))
                    .containsExactly(
                            "created provider's hand 25.00 SUCCEEDED rev 1",
                            "look up #5 r1",
                            "balance: refunded 50.00, pending 0.00, refundable 50.00");
            assertThat(s.state.notified()).isEmpty();
        }

        @Test
        void shouldBeReadAgainMeanwhileOnEveryHintAndOnNothingElse() {
            Scenario s = unresolved(UNNAMED);
            s.notifiedOf("hand");
            s.described("100.00", byHand());
            assertThat(s.notifiedOf("hand")).containsExactly("describe #4");
            assertThat(s.described("100.00", byHand())).isEmpty();
            assertThat(s.operator(new OperatorDecision.Refresh())).containsExactly("describe #5");
        }

        @Test
        void shouldBeKnownAtOnceWhereNothingOfOursCanHaveBeenSent() {
            Scenario s = submitted(UNNAMED);
            s.answered(notSent());
            s.now = s.now.plus(Duration.ofMinutes(4));
            assertThat(s.notifiedOf("hand")).containsExactly("describe #3");
            assertThat(s.described("100.00", byHand())).contains("created provider's hand 25.00 SUCCEEDED rev 1");
        }

        @Test
        void shouldBeWaitedForWhileADeliveryOfOursMayStillBeUnderWay() {
            Scenario s = submitted(UNNAMED);
            s.answered(notSent());
            assertThat(s.notifiedOf("hand")).containsExactly("describe #3");
            assertThat(s.described("100.00", byHand())).isEmpty();
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.Submitted.class);
        }

        @Test
        void shouldNotBeWaitedForWhereNoneIsListed() {
            Scenario s = unresolved(UNNAMED);
            s.notifiedOf("hand");
            assertThat(s.described("100.00")).isEmpty();
            assertThat(s.state.notified()).isEmpty();
            assertThat(s.state.facts())
                    .isEqualTo(new Facts.Described(Money.of("100.00", "USD"), s.now, null, Disputes.NONE));
        }
    }

    @Nested
    class WhatStandsInOurReferencesPlace {
        private static final String STRANGERS = "00000000-0000-4000-8000-000000000000";

        private static List<String> listed(RefundId reference) {
            Scenario s = chargeOf100();
            s.operator(new OperatorDecision.Refresh());
            s.described("100.00", held("p9", "10.00", ProviderStatus.SUCCEEDED, reference));
            return s.state.refunds().stream()
                    .map(refund -> refund.id().toString())
                    .toList();
        }

        private static String imported() {
            return RefundId.imported(Scenario.CHARGE, Scenario.MAIN, "p9").toString();
        }

        @Test
        void shouldBeTheIdWhereItIsOneOfOurs() {
            RefundId ours = RefundId.of("production", Scenario.CHARGE, new RequestId("r9"));
            assertThat(listed(ours)).containsExactly(ours.toString());
        }

        @Test
        void shouldNotBeTheIdWhereItIsAStrangers() {
            assertThat(listed(RefundId.parse(STRANGERS))).containsExactly(imported());
        }

        @Test
        void shouldNotBeTheIdWhereItIsOfAnotherCharge() {
            assertThat(listed(RefundId.of("test", new ChargeId("ch_2"), new RequestId("r9"))))
                    .containsExactly(imported());
        }

        @Test
        void shouldNotMakeOneIdOfTwoRefunds() {
            Scenario s = chargeOf100();
            s.operator(new OperatorDecision.Refresh());
            RefundId stranger = RefundId.parse(STRANGERS);
            assertThat(s.described(
                            "100.00",
                            held("p8", "10.00", ProviderStatus.SUCCEEDED, stranger),
                            held("p9", "10.00", ProviderStatus.SUCCEEDED, stranger)))
                    .contains("balance: refunded 20.00, pending 0.00, refundable 80.00");
        }
    }

    @Nested
    class RefundsThatItLists {
        private static Scenario refreshed(Scenario s) {
            s.now = s.now.plus(Duration.ofMinutes(10));
            s.operator(new OperatorDecision.Refresh());
            return s;
        }

        private static ProviderRefund failed(Scenario s) {
            return held("p1", "25.00", ProviderStatus.FAILED, s.id("r1"));
        }

        @Test
        void shouldReverseASuccessThatFailedAfterwards() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            assertThat(refreshed(s).described("100.00", failed(s)))
                    .contains("updated r1 25.00 REVERSED rev 3 (FAILED)");
        }

        @Test
        void shouldFailWhatThePendingRefundCameTo() {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            assertThat(refreshed(s).described("100.00", failed(s))).contains("updated r1 25.00 FAILED rev 3 (FAILED)");
        }

        @Test
        void shouldLeaveWhatIsOpenForAnotherReasonToItsOwnEnd() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "26.00"));
            assertThat(refreshed(s).described("100.00", failed(s))).isEmpty();
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
        }

        private static ProviderRefund euros(ProviderStatus status) {
            return new ProviderRefund("p9", null, Money.of("10.00", "EUR"), status, null, ProviderDetails.NONE);
        }

        private static Description ofDollars(ProviderRefund... refunds) {
            return new Description.Found(Money.of("100.00", "USD"), List.of(refunds));
        }

        /** What cannot be added must not be ignored: 10 and 90 dollars beside 10 euros would be more than was paid. */
        @Test
        void shouldRefundNothingBesideOneInAnotherCurrency() {
            for (ProviderStatus status : List.of(ProviderStatus.SUCCEEDED, ProviderStatus.PENDING)) {
                Scenario s = Scenario.with(KEYED);
                s.request("r1", part("10.00"));
                assertThat(s.describedAs(ofDollars(euros(status))))
                        .contains("balance: refunded 0.00, pending 0.00, refundable 0.00")
                        .noneMatch(line -> line.startsWith("settle"));
            }
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("10.00"));
            assertThat(s.describedAs(ofDollars(euros(ProviderStatus.SUCCEEDED))))
                    .contains("rejected r1 NEEDS_REVIEW");
            s.now = s.now.plusSeconds(61);
            assertThat(s.request("r2", part("90.00"))).containsExactly("describe #2");
        }

        @Test
        void shouldPublishThatNothingIsRefundableOnceOneInAnotherCurrencyIsThere() {
            Scenario s = chargeOf100();
            s.operator(new OperatorDecision.Refresh());
            assertThat(s.describedAs(ofDollars(euros(ProviderStatus.SUCCEEDED))))
                    .contains("balance: refunded 0.00, pending 0.00, refundable 0.00");
        }

        @Test
        void shouldGoOnWhereTheOneInAnotherCurrencyWasTakenBack() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("10.00"));
            s.describedAs(ofDollars(euros(ProviderStatus.SUCCEEDED)));
            s.now = s.now.plusSeconds(61);
            s.request("r2", part("90.00"));
            assertThat(s.describedAs(ofDollars(euros(ProviderStatus.REVERSED))))
                    .contains("settle #3 r2 90.00", "balance: refunded 0.00, pending 90.00, refundable 10.00");
        }

        /** Where nothing but the request says which currency the charge is in, the request is wrong. */
        @Test
        void shouldRefuseARequestWhoseChargeIsNotInTheirCurrency() {
            Scenario s = Scenario.with(new Capabilities(
                    Duration.ofHours(24),
                    true,
                    Capabilities.Describes.REFUNDS,
                    true,
                    true,
                    false,
                    true,
                    KEYED.digits(),
                    RequestForm.ANY));
            s.request("r1", part("10.00").charge("100.00"));
            assertThat(s.describedAs(new Description.Listed(List.of(euros(ProviderStatus.SUCCEEDED)))))
                    .contains("rejected r1 INVALID_REQUEST charge");
        }

        @Test
        void shouldSayWhichIsOfTheWholeCharge() {
            assertThat(imported("100").full()).isTrue();
            assertThat(imported("99.00").full()).isFalse();
            assertThat(imported("100").amount().amount())
                    .as("with the digits of its currency")
                    .hasToString("100.00");
        }

        @Test
        void shouldNotCallOneTheWholeOfAChargeThatWasReadLongAgo() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            s.now = s.now.plusSeconds(61);
            s.answered(2, s.id("r1"), completed("p2", "100.00"));
            assertThat(Objects.requireNonNull(s.state.refund(RefundId.imported(Scenario.CHARGE, Scenario.MAIN, "p2")))
                            .full())
                    .isFalse();
        }

        private static Refund imported(String amount) {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            s.described("100.00", held("p9", amount, ProviderStatus.SUCCEEDED, null));
            return s.state.refunds().getFirst();
        }

        @Test
        void shouldFindOneByTheProvidersOwnId() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            s.request("r2", part("5.00"));
            s.answered(completed("p2", "5.00"));
            assertThat(s.notifiedOf("p2")).containsExactly("look up #4 r2");
        }
    }
}
