package io.github.refundworker.tracing;

import static java.util.stream.Collectors.toMap;

import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;

/** Spans as they would be exported. */
public final class RecordedSpans {
    public static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    public static final String REQUEST_SPAN = "b7ad6b7169203331";
    public static final String SAMPLED = "00-" + TRACE_ID + "-" + REQUEST_SPAN + "-01";
    public static final String UNSAMPLED = "00-" + TRACE_ID + "-" + REQUEST_SPAN + "-00";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final StepSpans spans = new StepSpans(registry());

    private ObservationRegistry registry() {
        Tracer otel = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()
                .get("test");
        OtelTracer tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), event -> {});
        OtelPropagator propagator =
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), otel);
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                        new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                        new DefaultTracingObservationHandler(tracer)));
        return registry;
    }

    public StepSpans spans() {
        return spans;
    }

    /** In the order in which they ended. */
    public List<SpanData> ended() {
        return exporter.getFinishedSpanItems();
    }

    public static Map<String, String> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(toMap(
                        attribute -> attribute.getKey().getKey(),
                        attribute -> attribute.getValue().toString()));
    }
}
