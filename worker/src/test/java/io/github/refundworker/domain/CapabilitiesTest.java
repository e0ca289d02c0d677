package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.declined;
import static io.github.refundworker.domain.Scenario.foundFailed;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.submitted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.RefundRequest.Asked;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What follows from what a provider can do. */
class CapabilitiesTest {
    /** No keys, compares and sets, tells the refunds of a charge and nothing of the charge itself. */
    private static final Capabilities LISTS_REFUNDS = new Capabilities(
            Duration.ZERO,
            false,
            Capabilities.Describes.REFUNDS,
            true,
            true,
            true,
            true,
            KEYED.digits(),
            new RequestForm(Pattern.compile("[a-z0-9_]+"), "lower case", 10));

    private static List<String> listed(Scenario s, ProviderRefund... refunds) {
        return s.describedAs(new Description.Listed(List.of(refunds)));
    }

    /** Somebody refunded $25 in the dashboard. No request for this charge was accepted yet. */
    private static Scenario refundedInTheDashboard() {
        Scenario s = Scenario.with(LISTS_REFUNDS);
        assertThat(s.request("r1", part("10.00").charge("100.00").guard("0"))).containsExactly("describe #1");
        assertThat(listed(s, held("dash", "25.00", ProviderStatus.SUCCEEDED, null)))
                .containsExactly(
                        "created provider's dash 25.00 SUCCEEDED rev 1",
                        "rejected r1 PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH expected 0 actual 25.00");
        return s;
    }

    /** The charge is $100 by the word of the first request that was accepted. */
    private static Scenario bound() {
        Scenario s = refundedInTheDashboard();
        assertThat(s.request("r2", part("5.00").charge("100").guard("25.00"))).contains("settle #2 r2 5.00");
        s.answered(Scenario.completed("p2", "5.00"));
        return s;
    }

    @Nested
    class WhereOnlyTheRefundsOfAChargeCanBeRead {
        @Test
        void shouldReadThemAndTakeTheFirstAcceptedRequestsWordForTheCharge() {
            Scenario s = refundedInTheDashboard();
            assertThat(s.request("r2", part("75.00").charge("100").guard("25.00")))
                    .contains("settle #2 r2 75.00", "balance: refunded 25.00, pending 75.00, refundable 0.00");
        }

        @Test
        void shouldNeedARequestThatSaysWhatTheChargeWas() {
            Scenario s = Scenario.with(LISTS_REFUNDS);
            assertThat(s.request("r1", part("10.00"))).containsExactly("rejected r1 CHARGE_NOT_FOUND");
        }

        @Test
        void shouldRefuseARequestThatSaysOtherwiseLater() {
            Scenario s = bound();
            assertThat(s.request("r3", part("70.00").charge("200.00")))
                    .containsExactly("rejected r3 INVALID_REQUEST charge");
        }

        @Test
        void shouldNotNeedItSaidAgain() {
            Scenario s = bound();
            assertThat(s.request("r3", part("70.00"))).contains("settle #3 r3 70.00");
        }

        @Test
        void shouldBindNothingByAReadingThatNobodyWaitsForAnyMore() {
            Scenario s = Scenario.with(LISTS_REFUNDS);
            s.request("r1", part("10.00").charge("100.00"));
            s.passes(Duration.ofMinutes(11));
            assertThat(listed(s)).isEmpty();
            assertThat(s.state.facts()).isEqualTo(new Facts.Listed(null));
        }

        @Test
        void shouldReadAgainOnAHint() {
            Scenario s = bound();
            assertThat(s.take(new Input.ProviderNotified(s.now, null, "dash2"))).containsExactly("describe #3");
            assertThat(listed(
                            s,
                            held("dash", "25.00", ProviderStatus.SUCCEEDED, null),
                            held("p2", "5.00", ProviderStatus.SUCCEEDED, s.id("r2")),
                            held("dash2", "5.00", ProviderStatus.SUCCEEDED, null)))
                    .containsExactly(
                            "created provider's dash2 5.00 SUCCEEDED rev 1",
                            "balance: refunded 35.00, pending 0.00, refundable 65.00");
        }
    }

    @Nested
    class WhenTheProviderRefuses {
        @Test
        void shouldReadTheChargeBeforeItDecidesAgain() {
            Scenario s = submitted(KEYED);
            s.answered(declined());
            assertThat(s.request("r2", part("25.00"))).containsExactly("describe #3");
        }

        @Test
        void shouldReadItAlsoWhereTheProviderComparesItself() {
            Scenario s = Scenario.with(LISTS_REFUNDS);
            s.request("r1", part("10.00").charge("100.00").guard("0"));
            listed(s);
            s.answered(declined());
            assertThat(s.waits()).containsExactly("look up #3 r1");
            assertThat(s.answered(new Outcome.NotFound())).contains("updated r1 10.00 FAILED rev 2 (CHARGE_DISPUTED)");
            assertThat(s.request("r2", part("10.00").guard("0"))).containsExactly("describe #4");
        }

        @Test
        void shouldTrustWhatItKnowsWhereTheRefundWasMadeAndFailed() {
            Scenario s = submitted(KEYED);
            s.answered(foundFailed("p1", "25.00"));
            assertThat(s.request("r2", part("25.00"))).contains("settle #3 r2 25.00");
        }
    }

    @Nested
    class FormOfARequest {
        @Test
        void shouldKnowOneNameOfACharge() {
            Scenario s = Scenario.with(LISTS_REFUNDS);
            ChargeId upper = new ChargeId("CH_1");
            Decision decision = Decider.decide(
                    s.policy,
                    upper,
                    ChargeState.NONE,
                    new Input.RefundRequested(
                            s.now,
                            s.source(0),
                            new RefundRequest(
                                    new RequestId("r1"), upper, new Asked.Whole(), null, null, null, Texts.NONE)));
            assertThat(told(s, decision)).containsExactly("rejected r1 INVALID_REQUEST chargeId");
        }

        @Test
        void shouldRefuseANoteThatWouldBeCut() {
            Scenario s = Scenario.with(LISTS_REFUNDS);
            assertThat(s.take(requestWithNote(s, "r1", "12345678901")))
                    .containsExactly("rejected r1 INVALID_REQUEST note");
            assertThat(s.take(requestWithNote(s, "r2", "1234567890"))).containsExactly("describe #1");
        }

        private static Input requestWithNote(Scenario s, String id, String note) {
            return new Input.RefundRequested(
                    s.now,
                    s.source(id.hashCode()),
                    new RefundRequest(
                            new RequestId(id),
                            Scenario.CHARGE,
                            new Asked.Part(new BigDecimal("1.00"), Scenario.USD),
                            null,
                            null,
                            Money.of("100.00", "USD"),
                            new Texts(null, note, null)));
        }

        private static List<String> told(Scenario s, Decision decision) {
            return ((Decision.Next) decision).effects().stream().map(s::tell).toList();
        }
    }

    @Test
    void shouldNotCallAChargeRefundedOfWhichNothingWasCaptured() {
        Scenario s = Scenario.with(KEYED);
        s.request("r1", part("1.00"));
        assertThat(s.described("0.00")).contains("rejected r1 CHARGE_UNPAID");
    }
}
