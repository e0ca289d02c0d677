package io.github.refundworker.tracing;

import static io.github.refundworker.tracing.RecordedSpans.REQUEST_SPAN;
import static io.github.refundworker.tracing.RecordedSpans.SAMPLED;
import static io.github.refundworker.tracing.RecordedSpans.TRACE_ID;
import static io.github.refundworker.tracing.RecordedSpans.UNSAMPLED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class StepSpansTest {
    private final RecordedSpans recorded = new RecordedSpans();
    private final StepSpans spans = recorded.spans();

    private static Headers headers(String traceparent) {
        return new RecordHeaders().add(TraceParent.HEADER, traceparent.getBytes(US_ASCII));
    }

    @Test
    void shouldHangAStepDirectlyBelowItsRequest() {
        spans.begin(TracedStep.INTAKE, headers(SAMPLED)).end();
        spans.begin(TracedStep.DECIDE, TraceParent.of(SAMPLED)).doing("due").end();

        assertThat(recorded.ended()).extracting(SpanData::getName).containsExactly("intake", "decide due");
        assertThat(recorded.ended()).allSatisfy(span -> {
            assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
            assertThat(span.getParentSpanId()).isEqualTo(REQUEST_SPAN);
            assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        });
    }

    @Test
    void shouldHangACallBelowItsStepAndHaveItsOwnSpanSent() {
        StepSpan step = spans.begin(TracedStep.EXECUTE, SAMPLED.getBytes(US_ASCII));
        StepSpan call = step.call(TracedStep.PROVIDER).doing("settle");
        String sent = call.traceparent();
        call.end();
        step.end();

        SpanData inner = recorded.ended().getFirst();
        SpanData outer = recorded.ended().getLast();
        assertThat(inner.getName()).isEqualTo("provider settle");
        assertThat(inner.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(inner.getParentSpanId()).isEqualTo(outer.getSpanId());
        assertThat(sent).isEqualTo("00-" + TRACE_ID + "-" + inner.getSpanId() + "-01");
        assertThat(step.traceparent()).isNull();
    }

    @Test
    void shouldMakeNothingForARequestThatNobodyRecords() {
        for (Headers headers : new Headers[] {headers(UNSAMPLED), headers("garbage"), new RecordHeaders()}) {
            StepSpan step = spans.begin(TracedStep.INTAKE, headers);
            assertThat(step).isSameAs(StepSpan.NONE);
        }
        assertThat(spans.begin(TracedStep.EXECUTE, UNSAMPLED.getBytes(US_ASCII)))
                .isSameAs(StepSpan.NONE);
        assertThat(spans.begin(TracedStep.EXECUTE, (byte[]) null)).isSameAs(StepSpan.NONE);
        assertThat(spans.begin(TracedStep.DECIDE, TraceParent.of(UNSAMPLED))).isSameAs(StepSpan.NONE);
        assertThat(StepSpans.NONE.begin(TracedStep.INTAKE, headers(SAMPLED))).isSameAs(StepSpan.NONE);
        assertThat(StepSpans.NONE.begin(TracedStep.INTAKE, TraceParent.of(SAMPLED)))
                .isSameAs(StepSpan.NONE);

        StepSpan call = StepSpan.NONE.call(TracedStep.PROVIDER);
        call.doing("settle").with(SpanAttribute.OUTCOME, "found").failed(IllegalStateException.class);
        call.end();
        assertThat(call.isRecorded()).isFalse();
        assertThat(call.traceparent()).isNull();
        assertThat(recorded.ended()).isEmpty();
    }

    @Test
    void shouldMaskAndEscapeAsLogsAre() {
        spans.begin(TracedStep.INTAKE, headers(SAMPLED))
                .with(SpanAttribute.REQUEST_ID, "order\n4111 1111 1111 1111")
                .with(SpanAttribute.REASON, null)
                .end();

        assertThat(RecordedSpans.attributes(recorded.ended().getFirst()))
                .containsOnlyKeys("request_id")
                .containsEntry("request_id", "order\\n************1111");
    }

    @Test
    void shouldNameAnErrorAndNotQuoteIt() {
        StepSpan step = spans.begin(TracedStep.DECIDE, headers(SAMPLED));
        step.failed(IllegalStateException.class);
        step.end();

        SpanData span = recorded.ended().getFirst();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEqualTo("IllegalStateException");
        assertThat(span.getEvents()).hasSize(1);
    }
}
