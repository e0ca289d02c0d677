package io.github.refundworker.provider.stripe;

import io.github.refundworker.provider.ProviderConformance;
import io.github.refundworker.provider.StandIn;

class StripeByChargeConformanceTest extends ProviderConformance {
    @Override
    protected StandIn standIn() {
        return new StripeStandIn(ChargeIds.CHARGE);
    }
}
