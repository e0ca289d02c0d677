package io.github.refundworker.runtime;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.execute.CallObserver;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.TraceContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives every call to a provider a span, and the command that it is made for another. They hang below the span of the
 * request, wherever and whenever that was; the provider gets the call's own as its parent.
 */
final class TracedCalls implements CallObserver {
    private final ObservationRegistry registry;

    /** @param registry with handlers that make spans, and none that make meters: calls are measured anyway */
    TracedCalls(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public ProviderResponse observe(
            AccountName account, String operation, @Nullable String trace, Supplier<ProviderResponse> call) {
        ReceiverContext<Map<String, String>> received = new ReceiverContext<>(Map::get, Kind.CONSUMER);
        received.setCarrier(trace == null ? Map.of() : Map.of(TraceContext.HEADER, trace));
        Map<String, String> headers = new HashMap<>();
        SenderContext<Map<String, String>> sent = new SenderContext<>(
                (carrier, key, value) -> headers.put(key.toLowerCase(Locale.ROOT), value), Kind.CLIENT);
        sent.setCarrier(headers);
        sent.setRemoteServiceName(account.value());
        return observation("refunds.execute", "execute " + operation, received, account, operation)
                .observe(() -> {
                    Observation client =
                            observation("refunds.provider.call", account + " " + operation, sent, account, operation);
                    return client.observe(() -> TraceContext.during(headers.get(TraceContext.HEADER), () -> {
                        ProviderResponse response = call.get();
                        client.lowCardinalityKeyValue(
                                "result", response.getClass().getSimpleName());
                        return response;
                    }));
                });
    }

    private Observation observation(
            String name, String title, Observation.Context context, AccountName account, String operation) {
        return Observation.createNotStarted(name, () -> context, registry)
                .contextualName(title)
                .lowCardinalityKeyValue("provider", account.value())
                .lowCardinalityKeyValue("operation", operation);
    }
}
