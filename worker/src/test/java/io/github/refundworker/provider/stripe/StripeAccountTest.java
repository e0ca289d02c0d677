package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.provider.Accounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StripeAccountTest {
    @Test
    void shouldTakeRequestsByChargeUnlessTheAccountSaysOtherwise() {
        Map<String, String> least = Map.of("type", "stripe", "token", "sk_test_123");
        Map<String, String> byIntent = Map.of("type", "stripe", "token", "sk_test_123", "charge-ids", "payment-intent");

        assertThat(Accounts.bind(StripeAccount.class, least).chargeIds()).isEqualTo(ChargeIds.CHARGE);
        assertThat(Accounts.bind(StripeAccount.class, byIntent).chargeIds()).isEqualTo(ChargeIds.PAYMENT_INTENT);
    }
}
