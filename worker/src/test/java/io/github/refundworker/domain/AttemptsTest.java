package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.CANNOT_DESCRIBE;
import static io.github.refundworker.domain.Scenario.COMPARING;
import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.KEYLESS;
import static io.github.refundworker.domain.Scenario.UNNAMED;
import static io.github.refundworker.domain.Scenario.chargeOf100;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.notSent;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.unknown;
import static io.github.refundworker.domain.Scenario.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a refund was accepted on must still hold when it is sent. */
class AttemptsTest {
    private static final Duration LONG = Duration.ofHours(36);

    /** A refund of $25 whose first command is open. The charge has no other refund. */
    private static Scenario guarded(Capabilities capabilities) {
        return guarded(chargeOf100(capabilities));
    }

    private static Scenario guarded(Scenario s) {
        s.request("r1", part("25.00").guard("0"));
        return s;
    }

    private static ProviderRefund byHand(String amount) {
        return byHand(amount, ProviderStatus.SUCCEEDED);
    }

    private static ProviderRefund byHand(String amount, ProviderStatus status) {
        return held("hand", amount, status, null);
    }

    private static Instant sendBy(Scenario s) {
        return Objects.requireNonNull(s.state.open()).sendBy();
    }

    @Nested
    class WhereNothingCanHaveBeenSent {
        /** The provider's key was revoked, and is valid again after a long time. */
        private static Scenario unsentForLong(Scenario s) {
            s.answered(notSent());
            assertThat(s.passes(LONG)).containsExactly("describe #3");
            return s;
        }

        @Test
        void shouldSendItOnceTheChargeIsReadAndNothingChanged() {
            Scenario s = unsentForLong(guarded(KEYED));
            assertThat(s.described("100.00")).containsExactly("settle #4 r1 25.00");
            assertThat(s.answered(completed("p1", "25.00"))).contains("updated r1 25.00 SUCCEEDED rev 2");
        }

        @Test
        void shouldNotPayWhatSomebodyRefundedByHandMeanwhile() {
            Scenario s = unsentForLong(guarded(KEYED));
            assertThat(s.described("100.00", byHand("25.00")))
                    .containsExactly(
                            "created provider's hand 25.00 SUCCEEDED rev 1",
                            "updated r1 25.00 FAILED rev 2 (PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH)",
                            "balance: refunded 25.00, pending 0.00, refundable 75.00");
            assertThat(Objects.requireNonNull(s.refund("r1").state().statusInfo()))
                    .extracting(StatusInfo::description)
                    .isEqualTo("25.00 is refunded and not 0.00");
        }

        /** What was refunded in another currency can be neither added to the sum nor ignored. */
        @Test
        void shouldLeaveItToAPersonBesideARefundInAnotherCurrency() {
            Scenario s = unsentForLong(guarded(KEYED));
            ProviderRefund euros = new ProviderRefund(
                    "hand", null, Money.of("10.00", "EUR"), ProviderStatus.SUCCEEDED, null, ProviderDetails.NONE);
            assertThat(s.described("100.00", euros)).contains("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
            assertThat(Objects.requireNonNull(s.refund("r1").state().statusInfo())
                            .description())
                    .contains("EUR");
        }

        @Test
        void shouldLeaveItToAPersonIfItsChargeCouldNotBeReadForDays() {
            Scenario s = guarded(KEYED);
            Instant accepted = s.now;
            s.answered(notSent());
            s.passes(LONG);
            for (int i = 0; s.isBeingRead() && i < 1_000; i++) {
                s.describedAs(new Description.TooLate());
                if (s.refund("r1").state() instanceof RefundState.Submitted) {
                    s.waits();
                }
            }
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
            assertThat(s.now).isAfterOrEqualTo(accepted.plus(Duration.ofDays(3)));
        }

        @Test
        void shouldSendItAtOnceWhileTheFactsAreNew() {
            Scenario s = guarded(KEYED);
            s.answered(notSent());
            assertThat(s.waits()).containsExactly("settle #3 r1 25.00");
        }

        @Test
        void shouldWaitUntilNoDeliveryCanPayItAnyMoreBeforeItFails() {
            Scenario s = guarded(KEYED);
            Instant quiet = sendBy(s).plusSeconds(90);
            s.answered(notSent());
            s.passes(Duration.ofSeconds(61));
            assertThat(s.described("100.00", byHand("25.00")))
                    .containsExactly(
                            "created provider's hand 25.00 SUCCEEDED rev 1",
                            "balance: refunded 25.00, pending 25.00, refundable 50.00");
            assertThat(s.state.due()).isEqualTo(quiet);
            assertThat(s.waits()).containsExactly("describe #4");
            assertThat(s.described("100.00", byHand("25.00")))
                    .contains("updated r1 25.00 FAILED rev 2 (PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH)");
        }

        @Test
        void shouldFindThatALateDeliveryPaidItAfterAll() {
            Scenario s = guarded(KEYED);
            s.answered(notSent());
            s.passes(Duration.ofSeconds(61));
            s.described("100.00", byHand("25.00"));
            s.waits();
            assertThat(s.described(
                            "100.00", byHand("25.00"), held("p1", "25.00", ProviderStatus.SUCCEEDED, s.id("r1"))))
                    .contains("updated r1 25.00 SUCCEEDED rev 2");
        }

        @Test
        void shouldSendItWhereTheRefundByHandWasTakenBackMeanwhile() {
            Scenario s = guarded(KEYED);
            s.answered(notSent());
            s.passes(Duration.ofSeconds(61));
            s.described("100.00", byHand("25.00"));
            s.waits();
            assertThat(s.described("100.00", byHand("25.00", ProviderStatus.REVERSED)))
                    .contains("updated provider's hand 25.00 REVERSED rev 2 (REVERSED)", "settle #5 r1 25.00");
        }

        @Test
        void shouldHeedWhatAWebhookMadeItRead() {
            Scenario s = guarded(KEYED);
            assertThat(s.notifiedOf("hand")).isEmpty();
            assertThat(s.answered(notSent())).containsExactly("describe #3");
            assertThat(s.described("100.00", byHand("25.00")))
                    .contains("created provider's hand 25.00 SUCCEEDED rev 1");
            assertThat(s.waits()).as("the sum is known, so nothing is sent").isEmpty();
            assertThat(s.waits()).containsExactly("describe #4");
            assertThat(s.described("100.00", byHand("25.00")))
                    .contains("updated r1 25.00 FAILED rev 2 (PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH)");
        }

        @Test
        void shouldNotRestOnAReadingFromBeforeTheLastDelivery() {
            Scenario s = Scenario.withFactsOf(Duration.ofHours(1));
            s.request("r1", part("25.00").guard("0"));
            s.described("100.00");
            s.notifiedOf("hand");
            assertThat(s.answered(notSent())).containsExactly("describe #3");
            s.described("100.00", byHand("25.00"));
            assertThat(s.waits()).isEmpty();
            assertThat(s.waits()).as("though the facts are new").containsExactly("describe #4");
            assertThat(s.described("100.00", byHand("25.00")))
                    .contains("updated r1 25.00 FAILED rev 2 (PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH)");
        }

        @Test
        void shouldNotPayOverARefundByHandThatIsPending() {
            Scenario s = unsentForLong(guarded(KEYED));
            assertThat(s.described("100.00", byHand("25.00", ProviderStatus.PENDING)))
                    .contains("updated r1 25.00 FAILED rev 2 (CHARGE_REFUND_IN_PROGRESS)");
        }

        @Test
        void shouldDecideTheNextRequestOnTheSameReading() {
            Scenario s = guarded(KEYED);
            s.answered(notSent());
            s.request("r2", part("10.00").guard("25"));
            s.passes(Duration.ofMinutes(5));
            assertThat(s.described("100.00", byHand("25.00")))
                    .contains(
                            "updated r1 25.00 FAILED rev 2 (PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH)",
                            "settle #4 r2 10.00");
        }

        @Test
        void shouldSayWhatIsLeftWhereNoSumWasStated() {
            assertThat(unguarded("80.00", byHand("30.00")))
                    .contains("updated r1 80.00 FAILED rev 2 (REFUND_AMOUNT_OUT_OF_BOUNDS)");
            assertThat(unguarded("80.00", byHand("30.00", ProviderStatus.PENDING)))
                    .contains("updated r1 80.00 FAILED rev 2 (REFUND_AMOUNT_OUT_OF_BOUNDS)");
            assertThat(unguarded("80.00", byHand("100.00")))
                    .contains("updated r1 80.00 FAILED rev 2 (CHARGE_REFUNDED)");
            assertThat(unguarded("70.00", byHand("30.00"))).contains("settle #4 r1 70.00");
        }

        private static List<String> unguarded(String amount, ProviderRefund byHand) {
            Scenario s = chargeOf100(KEYED);
            s.request("r1", part(amount));
            return unsentForLong(s).described("100.00", byHand);
        }

        @Test
        void shouldRefundTheWholeChargeOnlyWhereNothingOfItIsRefunded() {
            Scenario s = chargeOf100(KEYED);
            s.request("r1", whole());
            assertThat(unsentForLong(s).described("100.00", byHand("1.00")))
                    .contains("updated r1 100.00 FAILED rev 2 (CHARGE_REFUNDED)");
        }
    }

    @Nested
    class WhereAnAttemptMayHavePaid {
        @Test
        void shouldLeaveItToAPersonWhereSomebodyRefundedByHandMeanwhile() {
            Scenario s = guarded(KEYED);
            s.answered(unknown());
            assertThat(s.passes(LONG)).containsExactly("describe #3");
            assertThat(s.described("100.00", byHand("25.00")))
                    .containsExactly(
                            "created provider's hand 25.00 SUCCEEDED rev 1",
                            "updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)",
                            "balance: refunded 25.00, pending 25.00, refundable 50.00");
            assertThat(Objects.requireNonNull(s.refund("r1").state().statusInfo()))
                    .extracting(StatusInfo::description)
                    .isEqualTo("an attempt may have paid it, and now 25.00 is refunded and not 0.00");
        }

        @Test
        void shouldSendNothingWhereTheReadingShowsThatItWasPaid() {
            Scenario s = guarded(KEYED);
            s.answered(unknown());
            s.passes(LONG);
            assertThat(s.described("100.00", held("p1", "25.00", ProviderStatus.SUCCEEDED, s.id("r1"))))
                    .containsExactly(
                            "updated r1 25.00 SUCCEEDED rev 2",
                            "balance: refunded 25.00, pending 0.00, refundable 75.00");
        }

        /** The executor was down for a weekend. */
        @Test
        void shouldReadTheChargeAfterACommandThatExpired() {
            Scenario s = guarded(KEYED);
            s.now = s.now.plus(LONG);
            assertThat(s.answered(new Outcome.Expired())).containsExactly("describe #3");
            assertThat(s.described("100.00")).containsExactly("settle #4 r1 25.00");
        }

        @Test
        void shouldLeaveWhatExpiredToAPersonWhereSomebodyRefundedByHandMeanwhile() {
            Scenario s = guarded(KEYED);
            s.now = s.now.plus(LONG);
            s.answered(new Outcome.Expired());
            assertThat(s.described("100.00", byHand("25.00")))
                    .contains("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
        }

        @Test
        void shouldLeaveItToAPersonWhereARefundByHandMayBeThisOne() {
            Scenario s = guarded(UNNAMED);
            s.answered(unknown());
            s.passes(LONG);
            assertThat(s.described("100.00", byHand("25.00")))
                    .containsExactly("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
        }

        @Test
        void shouldNotBeMovedByAnAnswerToTheReadingThatIsNone() {
            Scenario s = guarded(KEYED);
            s.answered(unknown());
            s.passes(LONG);
            assertThat(s.answered(notSent())).containsExactly("ignored: NOT_AWAITED");
        }
    }

    @Nested
    class WhereTheChargeCannotBeRead {
        /** What becomes of a reading, each time. */
        private enum Reading {
            UNAVAILABLE,
            MISSING,
            NO_ANSWER
        }

        @ParameterizedTest
        @EnumSource
        void shouldNeverPayAndInTheEndAskAPerson(Reading reading) {
            Scenario s = guarded(KEYED);
            s.answered(notSent());
            Instant began = s.now;
            s.passes(Duration.ofHours(1));
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 2_000 && !(s.refund("r1").state() instanceof RefundState.InReview); i++) {
                boolean answers = s.state.open() != null && reading != Reading.NO_ANSWER;
                lines.addAll(answers ? s.describedAs(described(reading)) : s.waits());
            }
            assertThat(lines).noneMatch(line -> line.startsWith("settle"));
            assertThat(lines).hasSizeLessThan(400).contains("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
            assertThat(Duration.between(began, s.now))
                    .isBetween(Duration.ofDays(3), Duration.ofDays(3).plusHours(1));
        }

        private static Description described(Reading reading) {
            return reading == Reading.MISSING ? new Description.Missing() : new Description.Unavailable("down");
        }

        @Test
        void shouldTryAgainAtGrowingDistancesAndPayOnceItIsRead() {
            Scenario s = guarded(KEYED);
            s.answered(notSent());
            s.passes(Duration.ofHours(1));
            s.describedAs(new Description.Unavailable("down"));
            assertThat(s.state.due()).isEqualTo(s.now.plusSeconds(15));
            assertThat(s.waits()).containsExactly("describe #4");
            s.describedAs(new Description.Unavailable("down"));
            assertThat(s.state.due()).isEqualTo(s.now.plusSeconds(60));
            s.waits();
            assertThat(s.described("100.00")).containsExactly("settle #6 r1 25.00");
        }

        @Test
        void shouldLeaveTheRequestsBehindItTheirRules() {
            Scenario s = guarded(KEYED);
            s.answered(notSent());
            s.passes(Duration.ofHours(1));
            assertThat(s.request("r2", part("10.00"))).isEmpty();
            assertThat(s.describedAs(new Description.Missing())).isEmpty();
            s.passes(Duration.ofMinutes(1));
            assertThat(s.passes(Duration.ofMinutes(10))).contains("rejected r2 CHARGE_REFUND_IN_PROGRESS");
        }
    }

    @Nested
    class WhereTheFactsDoNotDecide {
        @Test
        void shouldLeaveItToAProviderThatComparesTheSumItself() {
            Scenario s = guarded(COMPARING);
            s.answered(notSent());
            assertThat(s.passes(LONG)).containsExactly("settle #3 r1 25.00");
        }

        @Test
        void shouldSendWhatCannotBeRead() {
            Scenario s = Scenario.with(CANNOT_DESCRIBE);
            s.request("r1", part("25.00").charge("100.00").guard("0"));
            s.answered(notSent());
            assertThat(s.passes(LONG)).containsExactly("settle #2 r1 25.00");
        }
    }

    @Nested
    class TheLastMomentOfSending {
        @Test
        void shouldComeWhenTheFactsAreOld() {
            Scenario s = chargeOf100(KEYED);
            Instant read = s.now;
            s.now = s.now.plusSeconds(20);
            guarded(s);
            assertThat(sendBy(s)).isEqualTo(read.plusSeconds(60));
        }

        @Test
        void shouldLeaveACommandTheTimeOfACall() {
            Scenario s = chargeOf100(KEYED);
            s.now = s.now.plusSeconds(50);
            guarded(s);
            assertThat(sendBy(s)).isEqualTo(s.now.plusSeconds(30));
        }

        @Test
        void shouldComeLaterWhereNoSumWasStatedOrTheProviderComparesIt() {
            Scenario unguarded = chargeOf100(KEYED);
            unguarded.request("r1", part("25.00"));
            assertThat(sendBy(unguarded)).isEqualTo(unguarded.now.plusSeconds(120));
            Scenario comparing = guarded(COMPARING);
            assertThat(sendBy(comparing)).isEqualTo(comparing.now.plusSeconds(120));
        }

        @Test
        void shouldNeverComeEarlierThanThatOfAnEarlierAttempt() {
            Scenario s = guarded(KEYLESS);
            Instant first = sendBy(s);
            s.answered(notSent());
            s.waits();
            s.described("100.00");
            Settlement settlement = ((Origin.Requested) s.refund("r1").origin()).settlement();
            assertThat(settlement.lastSendBy()).isEqualTo(sendBy(s)).isAfter(first);
        }
    }

    /** For people to whom even a minute is too long. */
    @Nested
    class WhereNoFactsAreNewEnough {
        private static Scenario read() {
            Scenario s = Scenario.withFactsOf(Duration.ZERO);
            s.request("r1", part("25.00").guard("0"));
            s.now = s.now.plusSeconds(1);
            s.described("100.00");
            return s;
        }

        @Test
        void shouldPayOnAReadingMadeForIt() {
            Scenario s = read();
            assertThat(sendBy(s)).isEqualTo(s.now.plusSeconds(30));
            s.answered(completed("p1", "25.00"));
            s.now = s.now.plusSeconds(1);
            assertThat(s.request("r2", part("25.00").guard("25"))).containsExactly("describe #3");
        }

        @Test
        void shouldReadBeforeEveryFurtherAttempt() {
            Scenario s = read();
            s.answered(notSent());
            assertThat(s.waits()).containsExactly("describe #3");
            s.now = s.now.plusSeconds(1);
            assertThat(s.described("100.00")).containsExactly("settle #4 r1 25.00");
        }
    }
}
