package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.COMPARING;
import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.chargeOf100;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.notSent;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.unknown;
import static io.github.refundworker.domain.Scenario.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A bank that takes the money back pays the customer, so a refund of the same money would pay twice. */
class DisputesTest {
    private static final Disputes OPEN = dispute(true, "30.00");
    private static final Disputes LOST = dispute(false, "30.00");

    private static Disputes dispute(boolean open, String chargedBack) {
        return new Disputes(open, new BigDecimal(chargedBack));
    }

    private static Scenario asking(Capabilities capabilities, String id, Scenario.Ask ask) {
        Scenario s = Scenario.with(capabilities);
        s.request(id, ask);
        return s;
    }

    @Nested
    class Accepting {
        @Test
        void shouldRefuseWhileADisputeIsOpen() {
            assertThat(asking(KEYED, "r1", part("25.00")).describedDisputed("100.00", OPEN))
                    .containsExactly(
                            "rejected r1 CHARGE_DISPUTED",
                            "balance: refunded 0.00, pending 0.00, charged back 30.00, disputed, refundable 0.00");
        }

        @Test
        void shouldRefuseOnANewReadingOnly() {
            Scenario s = asking(KEYED, "r1", part("25.00"));
            s.describedDisputed("100.00", OPEN);
            s.now = s.now.plus(Duration.ofHours(1));
            assertThat(s.request("r2", part("25.00"))).containsExactly("describe #2");
            assertThat(s.described("100.00"))
                    .as("the dispute was won meanwhile")
                    .contains("created r2 25.00 PENDING rev 1");
        }

        @Test
        void shouldSayThatThePageIsOutdatedBeforeItSaysThatTheChargeIsDisputed() {
            assertThat(asking(KEYED, "r1", part("25.00").guard("5"))
                            .describedDisputed("100.00", OPEN, held("dash", "10.00", ProviderStatus.SUCCEEDED, null)))
                    .contains("rejected r1 PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH expected 5 actual 10.00");
        }

        @Test
        void shouldRefundNoMoreThanWhatALostDisputeLeft() {
            assertThat(asking(KEYED, "r1", part("70.01")).describedDisputed("100.00", LOST))
                    .contains(
                            "rejected r1 REFUND_AMOUNT_OUT_OF_BOUNDS amount min 0.01 max 70.00",
                            "balance: refunded 0.00, pending 0.00, charged back 30.00, refundable 70.00");
            assertThat(asking(KEYED, "r1", part("70.00")).describedDisputed("100.00", LOST))
                    .contains("created r1 70.00 PENDING rev 1");
        }

        @Test
        void shouldNotRefundTheWholeOfAChargeThatIsPartlyChargedBack() {
            assertThat(asking(KEYED, "r1", whole()).describedDisputed("100.00", LOST))
                    .contains("rejected r1 CHARGE_DISPUTED");
        }

        @Test
        void shouldSayWhyNothingIsLeft() {
            assertThat(asking(KEYED, "r1", part("1.00")).describedDisputed("100.00", dispute(false, "100.00")))
                    .contains("rejected r1 CHARGE_DISPUTED");
            assertThat(asking(KEYED, "r1", part("1.00"))
                            .describedDisputed("100.00", LOST, held("dash", "100.00", ProviderStatus.SUCCEEDED, null)))
                    .contains("rejected r1 CHARGE_REFUNDED");
        }
    }

    @Nested
    class Allowed {
        private static Scenario asking(Scenario.Ask ask) {
            Scenario s = Scenario.refundingDisputed(KEYED);
            s.request("r1", ask);
            return s;
        }

        @Test
        void shouldRefundTheRest() {
            assertThat(asking(part("70.00")).describedDisputed("100.00", OPEN))
                    .contains(
                            "created r1 70.00 PENDING rev 1",
                            "balance: refunded 0.00, pending 70.00, charged back 30.00, disputed, refundable 0.00");
        }

        @Test
        void shouldNotRefundWhatTheDisputeIsAbout() {
            assertThat(asking(part("70.01")).describedDisputed("100.00", OPEN))
                    .contains("rejected r1 REFUND_AMOUNT_OUT_OF_BOUNDS amount min 0.01 max 70.00");
        }
    }

    @Nested
    class Attempting {
        private static Scenario notSentAndReadAgain(Capabilities capabilities) {
            Scenario s = chargeOf100(capabilities);
            s.request("r1", part("25.00"));
            s.answered(notSent());
            s.passes(Duration.ofMinutes(4));
            return s;
        }

        @Test
        void shouldNotSendWhatADisputeOvertook() {
            Scenario s = notSentAndReadAgain(KEYED);
            assertThat(s.describedDisputed("100.00", OPEN))
                    .containsExactly(
                            "updated r1 25.00 FAILED rev 2 (CHARGE_DISPUTED)",
                            "balance: refunded 0.00, pending 0.00, charged back 30.00, disputed, refundable 0.00");
        }

        @Test
        void shouldSendWhatALostDisputeLeaves() {
            Scenario s = notSentAndReadAgain(KEYED);
            assertThat(s.describedDisputed("100.00", LOST)).contains("settle #4 r1 25.00");
        }

        @Test
        void shouldNotSendWhatWasChargedBackMeanwhile() {
            Scenario s = notSentAndReadAgain(KEYED);
            assertThat(s.describedDisputed("100.00", dispute(false, "75.01")))
                    .contains("updated r1 25.00 FAILED rev 2 (CHARGE_DISPUTED)");
        }

        @Test
        void shouldLeaveToAPersonWhatMayBePaid() {
            Scenario s = chargeOf100();
            s.request("r1", part("25.00"));
            s.answered(unknown());
            s.passes(Duration.ofMinutes(4));
            assertThat(s.describedDisputed("100.00", OPEN)).contains("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00")))
                    .contains("updated r1 25.00 SUCCEEDED rev 3");
        }

        /** It compares sums, which a dispute does not change. */
        @Test
        void shouldHoldBackAlsoWhereTheProviderComparesTheSum() {
            Scenario s = chargeOf100(COMPARING);
            s.request("r1", part("25.00"));
            s.take(new Input.ProviderNotified(s.now, null, null));
            s.answered(notSent());
            s.describedDisputed("100.00", OPEN);
            s.passes(Duration.ofMinutes(5));
            assertThat(s.describedDisputed("100.00", OPEN)).contains("updated r1 25.00 FAILED rev 2 (CHARGE_DISPUTED)");
        }
    }

    @Nested
    class Publishing {
        @Test
        void shouldPublishADisputeThatAWebhookHintsAtAndItsEnd() {
            Scenario s = chargeOf100();
            assertThat(s.take(new Input.ProviderNotified(s.now, null, null))).containsExactly("describe #2");
            assertThat(s.describedDisputed("100.00", OPEN))
                    .containsExactly(
                            "balance: refunded 0.00, pending 0.00, charged back 30.00, disputed, refundable 0.00");
            s.take(new Input.ProviderNotified(s.now, null, null));
            assertThat(s.described("100.00"))
                    .containsExactly("balance: refunded 0.00, pending 0.00, refundable 100.00");
        }

        @Test
        void shouldNeverPublishLessThanNothing() {
            Scenario s = asking(KEYED, "r1", part("25.00"));
            assertThat(s.describedDisputed(
                            "100.00", dispute(false, "120.00"), held("dash", "10.00", ProviderStatus.SUCCEEDED, null)))
                    .contains("balance: refunded 10.00, pending 0.00, charged back 120.00, refundable 0.00");
        }
    }
}
