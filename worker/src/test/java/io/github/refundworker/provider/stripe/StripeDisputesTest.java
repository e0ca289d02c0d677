package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Money;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.StandIn;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A charge stays marked as disputed for ever, so only its disputes say how it stands. */
class StripeDisputesTest {
    private final StripeStandIn stripe = new StripeStandIn(ChargeIds.CHARGE);
    private final ChargeId chargeId = stripe.newChargeId();
    private ProviderClient client;

    @BeforeEach
    void start() {
        client = stripe.client();
        stripe.capture(chargeId, Money.of("100.00", "USD"));
        stripe.ledger.dispute(chargeId, new Disputes(true, new BigDecimal("30.00")));
    }

    @AfterEach
    void stop() {
        client.close();
        stripe.close();
    }

    private ProviderResponse described() {
        return client.describe(chargeId, Duration.ofSeconds(5));
    }

    private Disputes disputes() {
        return ((Description.Found) ((ProviderResponse.Described) described()).shown()).disputes();
    }

    @ParameterizedTest
    @CsvSource({
        "needs_response, true, 30.00",
        "under_review, true, 30.00",
        "won, false, 0",
        "lost, false, 30.00",
        "prevented, false, 30.00",
        "warning_needs_response, false, 0",
        "warning_under_review, false, 0",
        "warning_closed, false, 0",
        "of_a_later_version, true, 30.00"
    })
    void shouldSayWhoHasTheMoney(String status, boolean open, BigDecimal chargedBack) {
        stripe.disputeStatus = status;
        assertThat(disputes()).isEqualTo(new Disputes(open, chargedBack));
    }

    @Test
    void shouldCountTheWholeChargeWhereTheBankDisputesInAnotherCurrency() {
        stripe.disputeCurrency = "eur";
        assertThat(disputes()).isEqualTo(new Disputes(true, new BigDecimal("100.00")));
    }

    @Test
    void shouldKnowThatThereIsOneWhereTheKeyMayNotReadIt() {
        stripe.disputesRefused = StripeStandIn.error(403, "invalid_request_error", null, null, "Not with this key.");
        assertThat(disputes()).isEqualTo(new Disputes(true, BigDecimal.ZERO));
    }

    @Test
    void shouldNotTakeAListThatIsMissingForNone() {
        stripe.disputesRefused = StripeStandIn.error(500, "api_error", null, null, "An unknown error occurred");
        assertThat(described()).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void shouldCostNothingWhereThereIsNone() {
        stripe.ledger.dispute(chargeId, Disputes.NONE);
        assertThat(disputes()).isEqualTo(Disputes.NONE);
        assertThat(stripe.calls).extracting(StandIn.Asked::path).noneMatch(path -> path.contains("disputes"));
    }
}
