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
 * A step while it lasts. It belongs to no thread, and is ended once by whoever has it. Where none is recorded all of this
 * does nothing, so that what would be costly to find out is asked for behind {@link #isRecorded} only.
 */
public final class StepSpan {
    public static final StepSpan NONE = new StepSpan("", null, ObservationRegistry.NOOP, Map.of());

    private final String title;
    private final @Nullable Observation observation;
    private final ObservationRegistry registry;
    private final Map<String, String> sent;

    /**
     * @param title what its name begins with
     * @param sent headers for whoever is called
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

    /** @param what is done, in one word; stands behind the step's name */
    public StepSpan doing(String what) {
        if (observation != null) {
            observation.contextualName(title + " " + what);
        }
        return this;
    }

    /** @param value as it is in logs; left out if absent */
    public StepSpan with(SpanAttribute attribute, @Nullable Object value) {
        if (observation != null && value != null) {
            String text = Redaction.onOneLine(Redaction.masked(value.toString()));
            observation.highCardinalityKeyValue(attribute.key(), text);
        }
        return this;
    }

    /** @param failure by its name alone: what it says may quote what was read, and stands in the log where it may */
    public void failed(Class<? extends Throwable> failure) {
        if (observation != null) {
            observation.error(new Failure(failure.getSimpleName()));
        }
    }

    /** A call to somebody else that is a part of it. */
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

    /** What whoever is called gets as the parent of its own spans; absent where it is not recorded. */
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
