package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.KEYLESS;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.declined;
import static io.github.refundworker.domain.Scenario.foundFailed;
import static io.github.refundworker.domain.Scenario.notSent;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.reversed;
import static io.github.refundworker.domain.Scenario.submitted;
import static io.github.refundworker.domain.Scenario.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the end of a command means where its refund is not what it was when the command was issued. */
class LateAnswersTest {

    static Stream<Outcome> endsWithoutEvidence() {
        return Stream.of(unknown(), notSent(), new Outcome.Expired());
    }

    /** The second attempt is under way when the first one is heard of. */
    private static Scenario answeredMeanwhile(Outcome first) {
        Scenario s = submitted(KEYED);
        s.answered(unknown());
        assertThat(s.waits()).containsExactly("settle #3 r1 25.00 looking first");
        s.answered(2, s.id("r1"), first);
        return s;
    }

    @ParameterizedTest
    @MethodSource("endsWithoutEvidence")
    void shouldStayPaidWhenALaterAttemptEndsWithoutEvidence(Outcome end) {
        Scenario s = answeredMeanwhile(completed("p1", "25.00"));
        s.answered(end);
        assertThat(s.refund("r1").state()).isEqualTo(new RefundState.Succeeded("p1"));
    }

    @ParameterizedTest
    @MethodSource("endsWithoutEvidence")
    void shouldStayPendingAtTheProviderWhenALaterAttemptEndsWithoutEvidence(Outcome end) {
        Scenario s = answeredMeanwhile(pending("p1", "25.00"));
        s.answered(end);
        assertThat(s.refund("r1").state()).isInstanceOf(RefundState.AwaitingProvider.class);
    }

    @ParameterizedTest
    @MethodSource("endsWithoutEvidence")
    void shouldStayInReviewWhenALaterAttemptEndsWithoutEvidence(Outcome end) {
        Scenario s = answeredMeanwhile(completed("p1", "26.00"));
        s.answered(end);
        assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
    }

    @Test
    void shouldReviewAPendingAmountThatIsNotOurs() {
        Scenario s = submitted(KEYED);
        assertThat(s.answered(pending("p1", "26.00"))).containsExactly("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
        assertThat(Objects.requireNonNull(s.refund("r1").state().statusInfo()).description())
                .isEqualTo("the provider holds it with 26.00 USD instead of 25.00 USD");
    }

    @Test
    void shouldKeepWhatIsKnownOfAPaymentWhereALaterAnswerSaysLess() {
        ProviderDetails first = new ProviderDetails(new BigDecimal("0.30"), null, "arn-1");
        ProviderDetails later = new ProviderDetails(null, new BigDecimal("0.75"), "arn-2");
        Scenario s = submitted(KEYED);
        s.answered(paidWith(first));
        s.notified("r1");
        s.answered(paidWith(later));
        s.notified("r1");
        assertThat(s.answered(paidWith(ProviderDetails.NONE))).isEmpty();
        assertThat(s.refund("r1").details())
                .isEqualTo(new ProviderDetails(new BigDecimal("0.30"), new BigDecimal("0.75"), "arn-2"));
    }

    private static Outcome paidWith(ProviderDetails details) {
        return Outcome.of(
                new ProviderRefund("p1", null, Money.of("25.00", "USD"), ProviderStatus.SUCCEEDED, null, details));
    }

    @Nested
    class WhatExpiredWithoutKeys {
        private static Instant quiet(Scenario s) {
            Settlement settlement = ((Origin.Requested) s.refund("r1").origin()).settlement();
            return settlement.lastSendBy().plusSeconds(90);
        }

        @Test
        void shouldBeSentAgainOnceNoOtherDeliveryCanBeUnderWay() {
            Scenario s = submitted(KEYLESS);
            assertThat(s.answered(new Outcome.Expired())).isEmpty();
            assertThat(s.refund("r1").state()).isEqualTo(new RefundState.Submitted(quiet(s)));
            assertThat(s.tries()).containsExactly("settle #4 r1 25.00 looking first");
        }

        @Test
        void shouldStayUnresolvedWhereAnEarlierAttemptIs() {
            Scenario s = submitted(KEYLESS);
            s.answered(unknown());
            s.tries();
            assertThat(s.answered(new Outcome.Expired())).isEmpty();
            assertThat(s.refund("r1").state()).isEqualTo(new RefundState.Unresolved(quiet(s)));
        }
    }

    @Nested
    class ALookUp {
        private static Scenario paid() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            return s;
        }

        @Test
        void shouldBeMadeAgainAtGrowingDistances() {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            for (int seconds : new int[] {5, 5, 30, 300}) {
                assertThat(s.state.due()).isEqualTo(s.now.plusSeconds(seconds));
                s.waits();
                assertThat(s.answered(unknown())).isEmpty();
            }
        }

        @Test
        void shouldLeaveAnUnresolvedRefundToItsNextAttempt() {
            Scenario s = submitted(KEYED);
            s.answered(unknown());
            assertThat(s.notified("r1")).containsExactly("look up #3 r1");
            assertThat(s.answered(unknown())).isEmpty();
            assertThat(s.waits()).containsExactly("settle #4 r1 25.00 looking first");
        }

        @Test
        void shouldNotFailWhatIsPaidAndNotFound() {
            Scenario s = paid();
            s.notified("r1");
            assertThat(s.answered(new Outcome.NotFound())).isEmpty();
            assertThat(s.refund("r1").state()).isEqualTo(new RefundState.Succeeded("p1"));
        }

        @Test
        void shouldLeaveToAPersonWhatWasPendingAndIsNotFound() {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            s.waits();
            assertThat(s.answered(new Outcome.NotFound()))
                    .containsExactly("updated r1 25.00 PENDING rev 3 (NEEDS_REVIEW)");
        }

        @Test
        void shouldChangeNothingOfWhatFailedOrWasTakenBack() {
            Scenario failed = submitted(KEYED);
            failed.answered(declined());
            Scenario reversed = paid();
            reversed.notified("r1");
            reversed.answered(reversed("p1", "25.00"));
            for (Scenario s : new Scenario[] {failed, reversed}) {
                RefundState before = s.refund("r1").state();
                for (Outcome outcome : new Outcome[] {new Outcome.NotFound(), declined(), foundFailed("p1", "25.00")}) {
                    assertThat(s.notified("r1")).hasSize(1).first().asString().startsWith("look up");
                    assertThat(s.answered(outcome)).isEmpty();
                    assertThat(s.refund("r1").state()).isEqualTo(before);
                }
            }
        }

        @Test
        void shouldEndAReviewOnlyByWhatIsFound() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "26.00"));
            assertThat(s.notified("r1")).containsExactly("look up #3 r1");
            assertThat(s.answered(new Outcome.NotFound())).isEmpty();
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
            assertThat(s.notified("r1")).containsExactly("look up #4 r1");
            assertThat(s.answered(unknown())).isEmpty();
            assertThat(s.waits()).as("the hint is not lost").containsExactly("look up #5 r1");
            assertThat(s.answered(foundFailed("p1", "26.00"))).contains("updated r1 25.00 FAILED rev 3 (FAILED)");
        }
    }
}
