package io.github.refundworker.provider.http;

import io.github.refundworker.provider.ProviderConformance;
import io.github.refundworker.provider.StandIn;

class HttpConformanceTest extends ProviderConformance {
    @Override
    protected StandIn standIn() {
        return new HttpStandIn();
    }
}
