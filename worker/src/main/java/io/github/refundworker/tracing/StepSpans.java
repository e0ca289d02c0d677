package io.github.refundworker.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Puts the steps of a refund into its request's trace, each directly below the request's own span. They do not hang below
 * each other, because nothing of ours goes into records or state, see {@link TraceParent}. Where nobody collects spans,
 * and for requests that have no trace or one that upstream does not record, nothing is made: no trace begins here.
 */
public final class StepSpans {
    public static final StepSpans NONE = new StepSpans(ObservationRegistry.NOOP);

    private final ObservationRegistry registry;
    private final boolean on;

    /** @param registry with handlers that make spans, and none that make meters: steps are measured anyway */
    public StepSpans(ObservationRegistry registry) {
        this.registry = registry;
        this.on = !registry.isNoop();
    }

    /** Whether spans are made at all. */
    public boolean isOn() {
        return on;
    }

    /** @param headers of the record that is worked on */
    public StepSpan begin(TracedStep step, Headers headers) {
        return on ? begun(step, TraceParent.sampled(TraceParent.value(headers))) : StepSpan.NONE;
    }

    /** @param traceparent as the record that is worked on has it */
    public StepSpan begin(TracedStep step, byte @Nullable [] traceparent) {
        return on ? begun(step, TraceParent.sampled(traceparent)) : StepSpan.NONE;
    }

    /** @param parent of the request that it is done for */
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
