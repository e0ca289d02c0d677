package io.github.refundworker.tracing;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.logging.Redaction;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The span of a running step. It belongs to no thread, and its owner ends it once. An unrecorded span ignores all calls.
 * Callers compute costly attributes only if {@link #isRecorded} is true.
 */
public final class StepSpan {
    public static final StepSpan NONE = new StepSpan("", null, ObservationRegistry.NOOP, Map.of());

    private final String title;
    private final @Nullable Observation observation;
    private final ObservationRegistry registry;
    private final Map<String, String> sent;

    /**
     * @param title the beginning of its name
     * @param sent headers for the called system
     */
    StepSpan(String title, @Nullable Observation observation, ObservationRegistry registry, Map<String, String> sent) {
        this.title = title;
        this.observation = observation;
        this.registry = registry;
        this.sent = sent;
    }

    public boolean isRecorded() {
        return observation != null;
    }

    /** @param what the step does, in one word; appended to the name */
    public StepSpan doing(String what) {
        if (observation != null) {
            observation.contextualName(title + " " + what);
        }
        return this;
    }

    /** @param value as in logs; an absent value adds no attribute */
    public StepSpan with(SpanAttribute attribute, @Nullable Object value) {
        if (observation != null && value != null) {
            String text = Redaction.onOneLine(Redaction.masked(value.toString()));
            observation.highCardinalityKeyValue(attribute.key(), text);
        }
        return this;
    }

    /** @param failure recorded by its class name alone, because its message may quote input; the log has the message */
    public void failed(Class<? extends Throwable> failure) {
        if (observation != null) {
            observation.error(new Failure(failure.getSimpleName()));
        }
    }

    /** Begins a child span for a call to another system. */
    public StepSpan call(TracedStep called) {
        if (observation == null) {
            return NONE;
        }
        Map<String, String> headers = new HashMap<>();
        SenderContext<Map<String, String>> context = new SenderContext<>(
                (carrier, key, value) -> requireNonNull(carrier).put(key.toLowerCase(Locale.ROOT), value),
                called.kind());
        context.setCarrier(headers);
        Observation call = Observation.createNotStarted("refunds." + called.title(), () -> context, registry)
                .parentObservation(observation)
                .contextualName(called.title())
                .start();
        return new StepSpan(called.title(), call, registry, headers);
    }

    /** The parent for spans of the called system. Absent if this span is not recorded. */
    public @Nullable String traceparent() {
        return sent.get(TraceParent.HEADER);
    }

    public void end() {
        if (observation != null) {
            observation.stop();
        }
    }

    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        Failure(String name) {
            super(name, null, false, false);
        }
    }
}
