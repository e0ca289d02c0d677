package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.CANNOT_DESCRIBE;
import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.declined;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.submitted;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What was captured of a charge, where the provider does not tell it: a request's word, or a person's. */
class DeclaredChargeTest {
    private static final Capabilities LISTS_REFUNDS = new Capabilities(
            Duration.ofHours(24),
            true,
            Capabilities.Describes.REFUNDS,
            true,
            true,
            false,
            true,
            KEYED.digits(),
            RequestForm.ANY);

    private static List<String> corrected(Scenario s, String amount, String currency) {
        return s.operator(new OperatorDecision.CorrectCharge(Money.of(amount, currency)));
    }

    @Nested
    class AWrongFirstRequest {
        @Test
        void shouldNotBindTheChargeWhereItIsRejected() {
            Scenario s = Scenario.with(CANNOT_DESCRIBE);
            assertThat(s.request("r1", part("20.00").charge("10.00")))
                    .containsExactly("rejected r1 REFUND_AMOUNT_OUT_OF_BOUNDS amount min 0.01 max 10.00");
            assertThat(s.state.facts()).isEqualTo(new Facts.Unknown());
            assertThat(s.request("r2", part("20.00").charge("100.00"))).contains("settle #1 r2 20.00");
            assertThat(s.state.facts()).isEqualTo(new Facts.Declared(Money.of("100.00", "USD")));
        }

        @Test
        void shouldNotBindTheChargeWhereTheProviderListsItsRefunds() {
            Scenario s = Scenario.with(LISTS_REFUNDS);
            s.request("r1", part("20.00").charge("10.00"));
            s.request("r2", part("20.00").charge("100.00"));
            assertThat(s.describedAs(
                            new Description.Listed(List.of(held("dash", "5.00", ProviderStatus.SUCCEEDED, null)))))
                    .containsExactly(
                            "created provider's dash 5.00 SUCCEEDED rev 1",
                            "rejected r1 REFUND_AMOUNT_OUT_OF_BOUNDS amount min 0.01 max 5.00",
                            "created r2 20.00 PENDING rev 1",
                            "settle #2 r2 20.00",
                            "balance: refunded 5.00, pending 20.00, refundable 75.00");
        }

        @Test
        void shouldNotBindTheChargeToItsAccountWhereNothingIsOnIt() {
            Scenario s = Scenario.with(LISTS_REFUNDS);
            s.request("r1", part("20.00").charge("10.00"));
            s.describedAs(new Description.Listed(List.of()));
            assertThat(s.state.account()).isNull();
            assertThat(s.state.facts()).isEqualTo(new Facts.Unknown());
        }

        @Test
        void shouldBeReadAgainForTheNextRequestWhereItNamesNoCharge() {
            Scenario s = Scenario.with(LISTS_REFUNDS);
            s.request("r1", part("20.00").charge("10.00"));
            s.request("r2", part("20.00"));
            assertThat(s.describedAs(new Description.Listed(List.of()))).contains("rejected r2 CHARGE_NOT_FOUND");
        }

        /** A provider that mostly describes charges does not describe this one: it must not be asked for ever. */
        @Test
        void shouldBeTakenForTheChargeWhereAProviderListsRefundsOnly() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("20.00"));
            assertThat(s.describedAs(new Description.Listed(List.of()))).contains("rejected r1 CHARGE_NOT_FOUND");
            s.request("r2", part("20.00").charge("100.00"));
            assertThat(s.describedAs(new Description.Listed(List.of()))).contains("settle #3 r2 20.00");
        }
    }

    @Nested
    class ACorrection {
        private static Scenario wronglyBound(Capabilities capabilities) {
            Scenario s = Scenario.with(capabilities);
            s.request("r1", part("5.00").charge("10.00"));
            if (capabilities.describesCharges()) {
                s.describedAs(new Description.Listed(List.of()));
            }
            return s;
        }

        @Test
        void shouldHaveLaterRequestsTaken() {
            Scenario s = wronglyBound(CANNOT_DESCRIBE);
            s.answered(completed("p1", "5.00"));
            assertThat(s.request("r2", part("20.00").charge("100.00")))
                    .containsExactly("rejected r2 INVALID_REQUEST charge");
            assertThat(corrected(s, "100", "USD"))
                    .containsExactly("balance: refunded 5.00, pending 0.00, refundable 95.00");
            assertThat(s.request("r3", part("20.00").charge("100.00"))).contains("settle #2 r3 20.00");
        }

        @Test
        void shouldKeepWhatTheProviderListed() {
            Scenario s = wronglyBound(LISTS_REFUNDS);
            s.answered(completed("p1", "5.00"));
            assertThat(corrected(s, "100.00", "USD"))
                    .containsExactly("balance: refunded 5.00, pending 0.00, refundable 95.00");
            s.operator(new OperatorDecision.Refresh());
            s.describedAs(new Description.Listed(List.of(held("p1", "5.00", ProviderStatus.SUCCEEDED, s.id("r1")))));
            assertThat(s.balance().captured()).isEqualByComparingTo("100.00");
        }

        @Test
        void shouldBeRefusedWhereTheProviderTellsIt() {
            Scenario s = submitted(KEYED);
            assertThat(corrected(s, "200.00", "USD")).containsExactly("ignored: NOT_DECLARED");
        }

        @Test
        void shouldBeRefusedWhereNoRequestWasAccepted() {
            assertThat(corrected(Scenario.with(CANNOT_DESCRIBE), "200.00", "USD"))
                    .containsExactly("ignored: CANNOT_ASK");
            Scenario s = Scenario.with(LISTS_REFUNDS);
            s.request("r1", part("20.00").charge("10.00"));
            s.describedAs(new Description.Listed(List.of(held("dash", "5.00", ProviderStatus.SUCCEEDED, null))));
            assertThat(corrected(s, "200.00", "USD")).containsExactly("ignored: NOT_DECLARED");
        }

        @Test
        void shouldBeRefusedBelowWhatIsRefundedOrPending() {
            Scenario s = wronglyBound(CANNOT_DESCRIBE);
            assertThat(corrected(s, "4.99", "USD")).containsExactly("ignored: CANNOT_BE_CAPTURED");
            s.answered(pending("p1", "5.00"));
            assertThat(corrected(s, "4.99", "USD")).containsExactly("ignored: CANNOT_BE_CAPTURED");
            assertThat(corrected(s, "5.00", "USD"))
                    .containsExactly("balance: refunded 0.00, pending 5.00, refundable 0.00");
        }

        @Test
        void shouldCountWhatSucceededAndNotWhatFailed() {
            Scenario s = wronglyBound(CANNOT_DESCRIBE);
            s.answered(completed("p1", "5.00"));
            s.request("r2", part("3.00"));
            s.answered(declined());
            assertThat(s.refund("r2").isOpen()).isFalse();
            assertThat(corrected(s, "4.99", "USD")).containsExactly("ignored: CANNOT_BE_CAPTURED");
            assertThat(corrected(s, "5.00", "USD"))
                    .containsExactly("balance: refunded 5.00, pending 0.00, refundable 0.00");
        }

        @Test
        void shouldBeTakenWithAllDigitsOfItsCurrency() {
            Scenario s = wronglyBound(CANNOT_DESCRIBE);
            assertThat(corrected(s, "10.05", "USD"))
                    .containsExactly("balance: refunded 0.00, pending 5.00, refundable 5.05");
        }

        @Test
        void shouldBeRefusedInAFormThatCannotBeRefunded() {
            Scenario s = wronglyBound(CANNOT_DESCRIBE);
            for (Money money : List.of(Money.of("10.005", "USD"), Money.of("10.00", "EUR"), Money.of("10", "XXX"))) {
                assertThat(s.operator(new OperatorDecision.CorrectCharge(money)))
                        .containsExactly("ignored: CANNOT_BE_CAPTURED");
            }
            assertThat(corrected(s, "10", "USD")).containsExactly("ignored: NOTHING_NEW");
        }
    }
}
