package io.github.refundworker.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Creates a span for each step of a refund, as a direct child of the request's own span. Steps are not children of each
 * other, because the worker writes no span id into records or state, see {@link TraceParent}. No span is created if
 * tracing is off, or if upstream did not record a trace for the request. The worker starts no trace of its own.
 */
public final class StepSpans {
    public static final StepSpans NONE = new StepSpans(ObservationRegistry.NOOP);

    private final ObservationRegistry registry;
    private final boolean on;

    /** @param registry with handlers for spans and none for meters, because steps have their own metrics */
    public StepSpans(ObservationRegistry registry) {
        this.registry = registry;
        this.on = !registry.isNoop();
    }

    /** Whether tracing is on. */
    public boolean isOn() {
        return on;
    }

    /** @param headers of the processed record */
    public StepSpan begin(TracedStep step, Headers headers) {
        return on ? begun(step, TraceParent.sampled(TraceParent.value(headers))) : StepSpan.NONE;
    }

    /** @param traceparent as in the processed record */
    public StepSpan begin(TracedStep step, byte @Nullable [] traceparent) {
        return on ? begun(step, TraceParent.sampled(traceparent)) : StepSpan.NONE;
    }

    /** @param parent the trace of the request for which the step works */
    public StepSpan begin(TracedStep step, @Nullable TraceParent parent) {
        return on && parent != null && parent.isSampled() ? begun(step, parent) : StepSpan.NONE;
    }

    private StepSpan begun(TracedStep step, @Nullable TraceParent parent) {
        if (parent == null) {
            return StepSpan.NONE;
        }
        ReceiverContext<Map<String, String>> context = new ReceiverContext<>(Map::get, step.kind());
        context.setCarrier(Map.of(TraceParent.HEADER, parent.text()));
        Observation observation = Observation.createNotStarted("refunds." + step.title(), () -> context, registry);
        return new StepSpan(
                step.title(), observation.contextualName(step.title()).start(), registry, Map.of());
    }
}
