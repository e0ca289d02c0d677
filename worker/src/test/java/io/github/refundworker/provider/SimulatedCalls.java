package io.github.refundworker.provider;

import java.net.http.HttpClient;

/** The real calls over a client that is none. */
public final class SimulatedCalls {
    private SimulatedCalls() {}

    public static HttpCalls over(HttpClient client) {
        return new HttpCalls(_ -> client);
    }
}
