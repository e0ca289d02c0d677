package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.chargeOf100;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.submitted;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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
        assertThat(s.waits()).as("no answer at all").containsExactly("describe #5");
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
        assertThat(s.notifiedOf("p9")).containsExactly("describe #2");
        assertThat(s.request("r1", part("25.00").guard("0"))).isEmpty();
        assertThat(s.describedAs(new Description.Unavailable("down"))).isEmpty();
        assertThat(s.passes(Duration.ofMinutes(11))).containsExactly("describe #3", "rejected r1 PROVIDER_DOWN");
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

        @Test
        void shouldCountOnlyThoseInTheChargesCurrency() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            ProviderRefund euros = new ProviderRefund(
                    "p9", null, Money.of("30.00", "EUR"), ProviderStatus.SUCCEEDED, null, ProviderDetails.NONE);
            assertThat(s.describedAs(new Description.Found(Money.of("100.00", "USD"), List.of(euros))))
                    .contains("balance: refunded 0.00, pending 25.00, refundable 75.00");
        }

        @Test
        void shouldSayWhichIsOfTheWholeCharge() {
            assertThat(imported("100").full()).isTrue();
            assertThat(imported("99.00").full()).isFalse();
            assertThat(imported("100").amount().amount())
                    .as("with the digits of its currency")
                    .hasToString("100.00");
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
