package io.github.refundworker.provider.wix;

import io.github.refundworker.provider.ProviderConformance;
import io.github.refundworker.provider.StandIn;

class WixByFieldConformanceTest extends ProviderConformance {
    @Override
    protected StandIn standIn() {
        return new WixStandIn(new ReferencePlace(new ReferencePlace.Field("@acme/refunds", "reference")));
    }
}
