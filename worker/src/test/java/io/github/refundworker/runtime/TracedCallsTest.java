package io.github.refundworker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.TraceContext;
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
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracedCallsTest {
    private static final AccountName MAIN = new AccountName("main");
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String REQUEST_SPAN = "b7ad6b7169203331";

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final TracedCalls calls = new TracedCalls(registry());

    private ObservationRegistry registry() {
        Tracer otel = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Collecting()))
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

    private final class Collecting implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private List<String> traceAtProvider(@Nullable String trace) {
        List<String> sent = new ArrayList<>();
        calls.observe(MAIN, "settle", trace, () -> {
            sent.add(String.valueOf(TraceContext.parent()));
            return new ProviderResponse.NotFound();
        });
        return sent;
    }

    @Test
    void shouldHangTheCallBelowItsRequestAndSendItsOwnSpan() {
        List<String> sent = traceAtProvider("00-" + TRACE_ID + "-" + REQUEST_SPAN + "-01");

        assertThat(spans).extracting(SpanData::getName).containsExactly("main settle", "execute settle");
        SpanData call = spans.getFirst();
        SpanData command = spans.getLast();
        assertThat(command.getTraceId()).isEqualTo(TRACE_ID);
        assertThat(command.getParentSpanId()).isEqualTo(REQUEST_SPAN);
        assertThat(call.getParentSpanId()).isEqualTo(command.getSpanId());
        assertThat(sent).containsExactly("00-" + TRACE_ID + "-" + call.getSpanId() + "-01");
    }

    @Test
    void shouldBeginATraceWhereTheRequestHadNone() {
        assertThat(traceAtProvider(null)).singleElement().asString().startsWith("00-");
        assertThat(spans).hasSize(2);
    }
}
