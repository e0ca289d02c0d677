package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.client.ProviderClient;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a drill has the provider do besides its work; afterwards the provider is as it was. */
final class Mischief {

    private final ProviderClient provider;
    private final @Nullable JsonNode before;
    private final boolean slowed;

    private Mischief(ProviderClient provider, @Nullable JsonNode before, boolean slowed) {
        this.provider = provider;
        this.before = before;
        this.slowed = slowed;
    }

    /** @throws IllegalArgumentException if the provider cannot */
    static Mischief begin(ProviderClient provider, LoadPlan plan) throws IOException {
        Long latency = plan.providerLatencyMillis();
        if (provider.isInProcess()) {
            if (plan.chaos()) {
                throw new IllegalArgumentException("--chaos needs the provider simulator");
            }
            if (latency != null) {
                provider.latency(latency);
            }
            return new Mischief(provider, null, latency != null);
        }
        if (!plan.chaos() && latency == null) {
            return new Mischief(provider, null, false);
        }
        JsonNode before = provider.faults();
        Map<String, Object> faults = plan.chaos() ? Chaos.faults() : new LinkedHashMap<>();
        if (latency != null) {
            faults.put("latencyMillis", latency);
        }
        provider.misbehave(faults);
        return new Mischief(provider, before, false);
    }

    void end() throws IOException {
        if (before != null) {
            provider.misbehave(before);
        } else if (slowed) {
            provider.latency(0);
        }
    }
}
