package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.provider.OneCharge;
import io.github.refundworker.provider.StandIn;
import io.github.refundworker.provider.WebhookReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one refund costs at Stripe, with the events that Stripe sends about it. */
class StripeEventsTest {
    private StripeStandIn stripe = new StripeStandIn(ChargeIds.CHARGE);

    @AfterEach
    void close() throws Exception {
        stripe.close();
    }

    private OneCharge charge(ChargeId chargeId) {
        Money captured = Money.of("100.00", "USD");
        stripe.capture(chargeId, captured);
        return new OneCharge(chargeId, captured, stripe.client());
    }

    private void use(ChargeIds chargeIds) throws Exception {
        stripe.close();
        stripe = new StripeStandIn(chargeIds);
    }

    /** One call reads the charge, one lists its refunds, one makes the refund. */
    @ParameterizedTest
    @EnumSource(ChargeIds.class)
    void shouldCostThreeCallsAndOneForEachRefundAfterIt(ChargeIds chargeIds) throws Exception {
        use(chargeIds);
        ChargeId chargeId = stripe.newChargeId();
        OneCharge charge = charge(chargeId).request("r-1", "25.00", "0");
        for (WebhookReading event : stripe.eventsOfMaking(stripe.ledger().only(chargeId))) {
            charge.heard(event);
        }
        assertThat(stripe.calls).extracting(StandIn.Asked::method).containsExactly("GET", "GET", "POST");

        charge.request("r-2", "30.00");
        for (WebhookReading event :
                stripe.eventsOfMaking(stripe.ledger().of(chargeId).getLast())) {
            charge.heard(event);
        }
        assertThat(stripe.calls).extracting(StandIn.Asked::method).containsExactly("GET", "GET", "POST", "POST");
    }

    @ParameterizedTest
    @EnumSource(ChargeIds.class)
    void shouldCostOneMoreForEachChange(ChargeIds chargeIds) throws Exception {
        use(chargeIds);
        ChargeId chargeId = stripe.newChargeId();
        OneCharge charge = charge(chargeId).request("r-1", "25.00", "0");
        var refund = stripe.ledger().only(chargeId);
        refund.becomes(ProviderStatus.FAILED);
        charge.heard(stripe.webhook(refund)).heard(stripe.webhook(refund));

        assertThat(stripe.calls).extracting(StandIn.Asked::method).containsExactly("GET", "GET", "POST", "GET");
        assertThat(charge.told).last().asString().startsWith("updated 25.00 REVERSED");
    }
}
