package io.github.refundworker.flow;

import static io.github.refundworker.tracing.RecordedSpans.attributes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.flow.Installation.Event;
import io.github.refundworker.tracing.SpanAttribute;
import io.github.refundworker.tracing.TracedStep;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a collector is sent of real refunds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingTest {
    private static final String REQUEST_SPAN = "b7ad6b7169203331";
    private static final Predicate<List<Event>> UPDATED =
            events -> events.stream().anyMatch(event -> event.type().equals("updated"));

    private final TestBroker broker = new TestBroker();
    private final ProviderDouble provider = new ProviderDouble();
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Installation worker =
            new Installation(broker.bootstrap(), "tracing-", provider.url()).withSpans(exporter);

    @BeforeAll
    void start() {
        worker.start().awaitReady();
    }

    @AfterAll
    void stop() {
        worker.close();
        provider.close();
        broker.close();
    }

    private static String traceparent(String traceId, String flags) {
        return "00-" + traceId + "-" + REQUEST_SPAN + "-" + flags;
    }

    private static String request(String chargeId, String requestId) {
        return """
                {"requestId": "%s", "chargeId": "%s", "amount": "25.00", "currencyCode": "USD", \
                "previouslyRefundedAmount": "0"}""".formatted(requestId, chargeId);
    }

    /** Of the trace, once its last step is among them. */
    private List<SpanData> spans(String traceId) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> exporter.getFinishedSpanItems().stream()
                                .filter(span -> span.getTraceId().equals(traceId))
                                .toList(),
                        spans -> spans.stream().anyMatch(span -> span.getName().equals("decide answer")));
    }

    private static SpanData named(List<SpanData> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> recordsOf(String topic, String chargeId) {
        return worker.records(topic).stream()
                .filter(record -> chargeId.equals(new String(record.key(), UTF_8)))
                .toList();
    }

    @Test
    void shouldTraceWhatIsAskedAndNoProbesOrScrapesAndNoFilters() {
        String traceId = "60000000000000000000000000000006";
        worker.get("/livez", "traceparent", traceparent("70000000000000000000000000000007", "01"));
        worker.get("/readyz", "traceparent", traceparent("80000000000000000000000000000008", "01"));
        worker.getManagement("/actuator/prometheus");
        worker.query("/v1/charges/ch_unknown", "traceparent", traceparent(traceId, "01"));

        Awaitility.await()
                .until(() -> exporter.getFinishedSpanItems().stream()
                        .anyMatch(span -> span.getTraceId().equals(traceId)));
        assertThat(exporter.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .contains("http get /v1/charges/{chargeId}")
                .noneMatch(name -> name.contains("livez")
                        || name.contains("readyz")
                        || name.contains("actuator")
                        || name.contains("security")
                        || name.contains("authorize"));
    }

    @Test
    void shouldShowEveryStepOfARefundBelowItsRequestAndTheCallsBelowTheirCommands() {
        String traceId = "10000000000000000000000000000001";
        provider.charge("ch_traced", "100.00");
        worker.request("ch_traced", request("ch_traced", "order-1"), traceparent(traceId, "01"));
        worker.events("ch_traced", UPDATED);

        List<SpanData> spans = spans(traceId);

        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrder(
                        "intake",
                        "decide request",
                        "provider describe",
                        "execute describe",
                        "decide description",
                        "provider settle",
                        "execute settle",
                        "decide answer");
        assertThat(spans)
                .filteredOn(span -> !span.getName().startsWith("provider"))
                .extracting(SpanData::getParentSpanId)
                .containsOnly(REQUEST_SPAN);
        SpanData settle = named(spans, "provider settle");
        assertThat(settle.getParentSpanId())
                .isEqualTo(named(spans, "execute settle").getSpanId());
        assertThat(named(spans, "provider describe").getParentSpanId())
                .isEqualTo(named(spans, "execute describe").getSpanId());
        assertThat(provider.traceOf("ch_traced")).isEqualTo("00-" + traceId + "-" + settle.getSpanId() + "-01");
    }

    @Test
    void shouldSayOfEveryStepWhatItIsAboutAndWhatCameOfIt() {
        String traceId = "20000000000000000000000000000002";
        provider.charge("ch_told", "100.00");
        worker.request("ch_told", request("ch_told", "order-2"), traceparent(traceId, "01"));
        String refundId = worker.events("ch_told", UPDATED)
                .getLast()
                .body()
                .at("/refund/id")
                .asString();

        List<SpanData> spans = spans(traceId);

        Map<String, String> outcomes = Map.of(
                "intake", "taken",
                "decide request", "decided",
                "provider describe", "described",
                "execute describe", "described",
                "decide description", "created",
                "provider settle", "found",
                "execute settle", "completed",
                "decide answer", "updated");
        assertThat(spans).allSatisfy(span -> {
            assertThat(attributes(span))
                    .containsEntry("charge_id", "ch_told")
                    .containsEntry("request_id", "order-2")
                    .containsEntry("outcome", outcomes.get(span.getName()));
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        });
        for (String name : List.of("decide description", "provider settle", "execute settle", "decide answer")) {
            assertThat(attributes(named(spans, name)))
                    .containsEntry("refund_id", refundId)
                    .containsEntry("account", "simulator");
        }
    }

    /** What the page says; the collector keeps what it is sent, so nothing else may be sent. */
    @Test
    void shouldSendNothingThatIsNotInTheListOfSpans() {
        String traceId = "30000000000000000000000000000003";
        provider.charge("ch_list", "100.00");
        worker.request("ch_list", request("ch_list", "order-3"), traceparent(traceId, "01"));

        assertThat(spans(traceId))
                .allSatisfy(span -> assertThat(TracedStep.values())
                        .filteredOn(step -> step.names().contains(span.getName()))
                        .singleElement()
                        .satisfies(step -> {
                            assertThat(span.getKind().name())
                                    .isEqualTo(step.kind().name());
                            assertThat(attributes(span).keySet())
                                    .isSubsetOf(step.attributes().stream()
                                            .map(SpanAttribute::key)
                                            .toList());
                            assertThat(step.outcomes().split(", "))
                                    .contains(attributes(span).get("outcome"));
                        }));
    }

    @Test
    void shouldMakeNoSpansForARequestWithoutATraceOrWithOneThatNobodyRecords() {
        String unsampled = traceparent("40000000000000000000000000000004", "00");
        String marker = "50000000000000000000000000000005";
        for (String charge : List.of("ch_unsampled", "ch_traceless", "ch_marker")) {
            provider.charge(charge, "100.00");
        }
        worker.request("ch_unsampled", request("ch_unsampled", "order-4"), unsampled);
        worker.request("ch_traceless", request("ch_traceless", "order-5"));
        worker.events("ch_unsampled", UPDATED);
        worker.events("ch_traceless", UPDATED);
        // Spans are sent in the order in which they end, so that with these all others would be there.
        worker.request("ch_marker", request("ch_marker", "order-6"), traceparent(marker, "01"));
        spans(marker);

        assertThat(exporter.getFinishedSpanItems())
                .extracting(span -> attributes(span).get("charge_id"))
                .contains("ch_marker")
                .doesNotContain("ch_unsampled", "ch_traceless");
        assertThat(provider.traceOf("ch_unsampled")).isEqualTo(unsampled);
        assertThat(provider.traceOf("ch_traceless")).isEqualTo("none");
    }

    @Test
    void shouldPutNoSpanOfItsOwnIntoRecords() {
        String traceparent = traceparent("60000000000000000000000000000006", "01");
        provider.charge("ch_bytes", "100.00");
        worker.request("ch_bytes", request("ch_bytes", "order-7"), traceparent);
        worker.events("ch_bytes", UPDATED);

        for (String topic : List.of("refund-inputs", "refund-commands-simulator", "refund-status", "charge-balances")) {
            assertThat(recordsOf(topic, "ch_bytes"))
                    .as(topic)
                    .isNotEmpty()
                    .allSatisfy(
                            record -> assertThat(header(record, "traceparent")).isEqualTo(traceparent));
        }
        assertThat(recordsOf("refund-commands-simulator", "ch_bytes"))
                .allSatisfy(record -> assertThat(header(record, "request-id")).isEqualTo("order-7"));
    }

    @Test
    void shouldRefundAllTheSameWhereNoCollectorListens() {
        provider.charge("ch_alone", "100.00");
        try (Installation alone = new Installation(broker.bootstrap(), "alone-", provider.url())
                .with(
                        "--management.tracing.export.enabled=true",
                        "--management.opentelemetry.tracing.export.schedule-delay=100ms",
                        "--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:1/v1/traces")) {
            alone.start().awaitReady();
            String traceparent = traceparent("80000000000000000000000000000008", "01");
            alone.request("ch_alone", request("ch_alone", "order-9"), traceparent);

            assertThat(alone.events("ch_alone", UPDATED).getLast().body().at("/refund/status"))
                    .hasToString("\"SUCCEEDED\"");
        }
    }

    @Test
    void shouldKeepADeadLettersReplayInItsTrace() {
        String traceId = "70000000000000000000000000000007";
        provider.charge("ch_dead", "100.00");
        worker.request("ch_wrong", request("ch_dead", "order-8"), traceparent(traceId, "01"));
        worker.deadLetters(1);
        worker.replay(recordsOf("refund-requests-dlt", "ch_wrong").getFirst(), "ch_dead");
        worker.events("ch_dead", UPDATED);

        List<SpanData> spans = spans(traceId);

        assertThat(spans)
                .filteredOn(span -> span.getName().equals("intake"))
                .extracting(span -> attributes(span).get("outcome"))
                .containsExactly("dead_lettered", "taken");
        assertThat(named(spans, "intake").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans).extracting(SpanData::getName).contains("decide request", "execute settle");
    }
}
