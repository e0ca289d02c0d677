package io.github.refundworker.provider;

import io.github.refundworker.domain.StatusInfo;

/** A wrong method to put in the place of one that calls over HTTP make. */
public final class PlantedInCalls {
    private PlantedInCalls() {}

    static ProviderResponse timeoutIsRefusal(Throwable failure) {
        ProviderResponse response = HttpCalls.ofFailure(failure);
        return response instanceof ProviderResponse.Unclear(String why)
                ? new ProviderResponse.Refused(new StatusInfo("TIMEOUT", why))
                : response;
    }
}
