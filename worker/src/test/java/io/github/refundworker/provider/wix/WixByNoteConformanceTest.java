package io.github.refundworker.provider.wix;

import io.github.refundworker.provider.ProviderConformance;
import io.github.refundworker.provider.StandIn;

class WixByNoteConformanceTest extends ProviderConformance {
    @Override
    protected StandIn standIn() {
        return new WixStandIn(ReferencePlace.NOTE);
    }
}
