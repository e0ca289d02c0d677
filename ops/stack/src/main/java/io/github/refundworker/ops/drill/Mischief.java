package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.stack.Chaos;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Injects faults into the provider during a drill, and removes them afterwards, however the drill ends. */
final class Mischief implements AutoCloseable {

    private final @Nullable Undo undo;

    private Mischief(@Nullable Undo undo) {
        this.undo = undo;
    }

    private interface Call {
        void make() throws IOException;
    }

    /** @throws IllegalArgumentException if the provider cannot */
    static Mischief begin(ProviderClient provider, LoadPlan plan) throws IOException {
        Long latency = plan.providerLatencyMillis();
        if (provider.isInProcess()) {
            if (plan.chaos()) {
                throw new IllegalArgumentException("--chaos needs the provider simulator");
            }
            return latency == null
                    ? new Mischief(null)
                    : begun(() -> provider.latency(latency), () -> provider.latency(0));
        }
        if (!plan.chaos() && latency == null) {
            return new Mischief(null);
        }
        JsonNode before = provider.faults();
        Map<String, Object> faults = plan.chaos() ? Chaos.faults() : new LinkedHashMap<>();
        if (latency != null) {
            faults.put("latencyMillis", latency);
        }
        return begun(() -> provider.misbehave(faults), () -> provider.misbehave(before));
    }

    /** Put right even where it is not known whether it has begun. */
    private static Mischief begun(Call begin, Call end) throws IOException {
        Mischief mischief = new Mischief(new Undo(() -> {
            try {
                end.make();
            } catch (IOException e) {
                Printer.say("the provider still misbehaves as the drill told it to: " + e.getMessage());
            }
        }));
        try {
            begin.make();
        } catch (IOException e) {
            mischief.close();
            throw e;
        }
        return mischief;
    }

    @Override
    public void close() {
        if (undo != null) {
            undo.close();
        }
    }
}
