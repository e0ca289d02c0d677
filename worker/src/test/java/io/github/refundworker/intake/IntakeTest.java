package io.github.refundworker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.chargelog.PartitionCountException;
import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.deadletter.DeadLetterFlood.Settings;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.InvalidRequest;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.tracing.RecordedSpans;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.wire.InputCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
    private static final int PARTITIONS = 8;
    private static final Instant WRITTEN = Instant.parse("2026-11-01T12:00:00Z");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeadLetterFlood unreadable = flood();
    private final DeadLetterFlood undecidable = flood();

    private static MockProducer<byte[], byte[]> producer(int inputPartitions) {
        Node node = new Node(0, "localhost", 1);
        List<PartitionInfo> partitions = IntStream.range(0, inputPartitions)
                .mapToObj(i -> new PartitionInfo("refund-inputs", i, node, new Node[0], new Node[0]))
                .toList();
        Cluster cluster = new Cluster("test", List.of(node), partitions, Set.of(), Set.of());
        return new MockProducer<>(cluster, true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Intake intake(MockProducer<byte[], byte[]> producer) {
        return intake(producer, StepSpans.NONE);
    }

    private Intake intake(MockProducer<byte[], byte[]> producer, StepSpans spans) {
        return intake(producer, spans, false);
    }

    private Intake intake(MockProducer<byte[], byte[]> producer, StepSpans spans, boolean refuseCardNumbers) {
        IntakeSettings settings = new IntakeSettings(TopicNames.BARE, PARTITIONS, 1_100_000, "test", refuseCardNumbers);
        return new Intake(settings, "refund-requests", producer, unreadable, undecidable, spans, registry);
    }

    private static DeadLetterFlood flood() {
        Settings settings = new Settings(0.5, 4, Duration.ofMinutes(5));
        return new DeadLetterFlood("test", settings, Clock.fixed(WRITTEN, ZoneOffset.UTC));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            long offset, @Nullable String key, byte @Nullable [] value, String trace) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", trace.getBytes(UTF_8));
        return new ConsumerRecord<>(
                "refund-requests",
                2,
                offset,
                WRITTEN.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                value,
                headers,
                Optional.empty());
    }

    private static ConsumerRecord<byte[], byte[]> request(long offset, @Nullable String key, String chargeId) {
        String json = "{\"requestId\":\"r%d\",\"chargeId\":\"%s\"}".formatted(offset, chargeId);
        return record(offset, key, json.getBytes(UTF_8), TRACE);
    }

    private static ConsumerRecord<byte[], byte[]> replayed(long offset, String origin) {
        ConsumerRecord<byte[], byte[]> record = request(offset, "ch_1", "ch_1");
        record.headers().add("x-replay-count", "2".getBytes(UTF_8));
        record.headers().add("x-replay-job", "job-1".getBytes(UTF_8));
        record.headers().add("x-replay-actor", "alice".getBytes(UTF_8));
        record.headers().add("x-replay-origin", origin.getBytes(UTF_8));
        return record;
    }

    private Source sourceOf(ConsumerRecord<byte[], byte[]> record) {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);
        intake(producer).take(List.of(record));
        byte[] value = producer.history().getFirst().value();
        return ((Input.RefundRequested) InputCodec.read(value, WRITTEN)).source();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void shouldWriteARequestToItsChargesPartitionWithWhereItCameFrom() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);

        intake(producer).take(List.of(request(7, "ch_1", "ch_1")));

        ProducerRecord<byte[], byte[]> written = producer.history().getFirst();
        assertThat(written.topic()).isEqualTo("refund-inputs");
        assertThat(written.partition()).isEqualTo(PartitionHash.partition(new ChargeId("ch_1"), PARTITIONS));
        assertThat(written.key()).isEqualTo("ch_1".getBytes(UTF_8));
        assertThat(header(written, "traceparent")).isEqualTo(TRACE);
        Input.RefundRequested input = (Input.RefundRequested) InputCodec.read(written.value(), WRITTEN);
        assertThat(input.source()).isEqualTo(new Source("refund-requests", 2, 7, WRITTEN, TRACE));
    }

    /** None, none of old clients, in seconds, in microseconds, in nanoseconds, and two hours ahead. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1_790_000_000L, 1_790_000_000_000_000L, 1_790_000_000_000_000_000L, 7_200_000L})
    void shouldTakeTheTimeOfItsLogWhereARequestsOwnCannotBeBelieved(long stamp) {
        long timestamp = stamp == 7_200_000L ? WRITTEN.toEpochMilli() + stamp : stamp;

        assertThat(sourceOf(stamped(request(7, "ch_1", "ch_1"), timestamp)))
                .isEqualTo(new Source("refund-requests", 2, 7, WRITTEN, TRACE));
    }

    @Test
    void shouldBelieveARequestsOwnTimeWhereItCanBeRight() {
        long monthAgo = WRITTEN.minus(Duration.ofDays(31)).toEpochMilli();
        long ahead = WRITTEN.plus(Duration.ofMinutes(1)).toEpochMilli();

        assertThat(sourceOf(stamped(request(7, "ch_1", "ch_1"), monthAgo)).timestamp())
                .isEqualTo(Instant.ofEpochMilli(monthAgo));
        assertThat(sourceOf(stamped(request(8, "ch_1", "ch_1"), ahead)).timestamp())
                .isEqualTo(Instant.ofEpochMilli(ahead));
    }

    @Test
    void shouldKeepTheAgeOfAReplayThatWasWrittenWithoutATime() {
        Instant first = WRITTEN.minus(Duration.ofDays(3));
        var replay = replayed(9, "refund-requests/1/4/" + first.toEpochMilli());

        assertThat(sourceOf(stamped(replay, -1)).timestamp()).isEqualTo(first);
    }

    private static ConsumerRecord<byte[], byte[]> stamped(ConsumerRecord<byte[], byte[]> record, long timestamp) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    @Test
    void shouldPutTheUnreadableAndTheMiskeyedAside() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);

        intake(producer)
                .take(List.of(
                        record(1, "ch_1", new byte[] {(byte) 0xff}, TRACE),
                        request(2, "ch_2", "ch_1"),
                        request(3, null, "ch_1"),
                        request(4, "ch_1", "ch_1")));

        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("refund-requests-dlt", "refund-requests-dlt", "refund-requests-dlt", "refund-inputs");
        assertThat(producer.history().subList(0, 3))
                .extracting(record -> header(record, "refunds-dlt-reason"))
                .containsExactly("UNREADABLE", "MISKEYED", "MISKEYED");
        assertThat(registry.get("refunds.dead.lettered")
                        .tag("topic", "refund-requests-dlt")
                        .tag("reason", "miskeyed")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    /** An upstream system that sends an invalid id waits for an answer as well. */
    @Test
    void shouldAnswerARequestWhoseIdsBreakTheRulesUnderItsKey() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);
        String key = "ch \u00e4";

        intake(producer)
                .take(List.of(
                        record(1, "ch_1", "{\"requestId\":\"order\\t1\",\"chargeId\":\"ch_1\"}".getBytes(UTF_8), TRACE),
                        record(2, key, ("{\"requestId\":\"r2\",\"chargeId\":\"" + key + "\"}").getBytes(UTF_8), TRACE),
                        record(3, "k", "{\"requestId\":\"r\\ud800\",\"chargeId\":\"ch_1\"}".getBytes(UTF_8), TRACE),
                        record(4, null, "{\"requestId\":\"r\\ud800\",\"chargeId\":\"ch_1\"}".getBytes(UTF_8), TRACE)));

        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("refund-status", "refund-status", "refund-status", "refund-requests-dlt");
        assertThat(producer.history())
                .extracting(record -> record.key() == null ? null : new String(record.key(), UTF_8))
                .containsExactly("ch_1", key, "k", null);
        assertThat(producer.history().subList(0, 3))
                .extracting(record -> new String(record.value(), UTF_8))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .startsWith("{\"requestId\":\"order\\t1\",\"chargeId\":\"ch_1\"")
                                .contains(
                                        "\"code\":\"INVALID_REQUEST\"",
                                        "\"field\":\"requestId\"",
                                        "\"retryable\":false"),
                        two -> assertThat(two)
                                .startsWith("{\"requestId\":\"r2\",\"chargeId\":\"" + key + "\"")
                                .contains("\"field\":\"chargeId\""),
                        three -> assertThat(three).startsWith("{\"requestId\":\"r\ufffd\",\"chargeId\":\"ch_1\""));
        ProducerRecord<byte[], byte[]> answer = producer.history().get(1);
        assertThat(header(answer, "ce_id")).isEqualTo("refund-requests-2-2/rejected");
        assertThat(header(answer, "ce_type")).isEqualTo("io.github.refundworker.refund.rejected.v1");
        assertThat(header(answer, "ce_subject")).isEqualTo("ch+%C3%A4");
        assertThat(header(answer, "traceparent")).isEqualTo(TRACE);
        assertThat(registry.get("refunds.rejected")
                        .tag("code", "invalid_request")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void shouldNotCarryOnATraceThatIsNone() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);
        byte[] body = "{\"requestId\":\"r1\",\"chargeId\":\"ch_1\"}".getBytes(UTF_8);

        intake(producer).take(List.of(record(1, "ch_1", body, "x".repeat(100_000))));

        assertThat(producer.history().getFirst().headers()).isEmpty();
    }

    @Test
    void shouldFailTheBatchIfAnyOfItIsNotAcknowledged() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);
        Intake intake = intake(producer);
        producer.sendException = new TimeoutException("no broker");

        assertThatThrownBy(() -> intake.take(List.of(request(1, "ch_1", "ch_1"))))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldWriteNothingWhileTheTopicHasAnotherNumberOfPartitions() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS + 1);
        Intake intake = intake(producer);

        assertThatThrownBy(() -> intake.take(List.of(request(1, "ch_1", "ch_1"))))
                .isInstanceOf(PartitionCountException.class)
                .hasMessageContaining("has 9 partitions and 8 are configured");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldGiveAReplayedRequestItsFirstPlaceAndAge() {
        Instant first = WRITTEN.minusSeconds(3_600);

        assertThat(sourceOf(replayed(900, "refund-requests/5/42/" + first.toEpochMilli())))
                .isEqualTo(new Source("refund-requests", 5, 42, first, TRACE));
    }

    @Test
    void shouldNotLetAClaimedOriginMakeARequestNewer() {
        Instant future = WRITTEN.plusSeconds(1);

        assertThat(sourceOf(replayed(900, "refund-requests/5/42/" + future.toEpochMilli())))
                .isEqualTo(new Source("refund-requests", 5, 42, WRITTEN, TRACE));
    }

    @Test
    void shouldTakeOnlyTheAgeFromAnOriginElsewhere() {
        Instant first = WRITTEN.minusSeconds(3_600);

        assertThat(sourceOf(replayed(900, "somewhere-dlt/5/42/" + first.toEpochMilli())))
                .isEqualTo(new Source("refund-requests", 2, 900, first, TRACE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "refund-requests",
                "refund-requests/5/42",
                "refund-requests/-1/42/1",
                "refund-requests/5/x/1",
                "refund-requests/5/42/9999999999999999999999",
                "a/b/5/42/1"
            })
    void shouldPassOverAnOriginThatIsNone(String origin) {
        assertThat(sourceOf(replayed(900, origin))).isEqualTo(new Source("refund-requests", 2, 900, WRITTEN, TRACE));
    }

    @Test
    void shouldCarryOnThatARequestWasReplayedAndCountIt() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);
        ConsumerRecord<byte[], byte[]> miskeyed = request(8, "ch_2", "ch_1");
        miskeyed.headers().add("x-replay-count", "1".getBytes(UTF_8));

        intake(producer).take(List.of(replayed(7, "refund-requests/5/42/1"), miskeyed));

        assertThat(header(producer.history().getFirst(), "x-replay-count")).isEqualTo("2");
        assertThat(header(producer.history().getFirst(), "x-replay-job")).isEqualTo("job-1");
        assertThat(header(producer.history().getLast(), "x-replay-count")).isEqualTo("1");
        for (String result : List.of("taken", "dead_lettered")) {
            assertThat(registry.get("refunds.replayed")
                            .tag("result", result)
                            .counter()
                            .count())
                    .as(result)
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldTakeNoMoreOnceTheDeadLettersAreAFlood() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);
        Intake intake = intake(producer);
        List<ConsumerRecord<byte[], byte[]>> batch = List.of(
                request(1, "ch_1", "ch_1"),
                request(2, "ch_1", "ch_1"),
                request(3, "other", "ch_1"),
                request(4, "other", "ch_1"),
                request(5, "other", "ch_1"));

        assertThat(intake.take(batch)).isEqualTo(4);
        assertThat(intake.take(batch.subList(4, 5))).isZero();
        assertThat(producer.history()).hasSize(4);
        assertThat(intake.refusal()).contains("at least 50 % became dead letters");
        assertThat(registry.get("refunds.intake.stopped").gauge().value()).isEqualTo(1);
    }

    @Test
    void shouldTakeNothingWhileWhatItTookBecomesDeadLetters() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);
        for (int i = 0; i < 4; i++) {
            undecidable.record(true);
        }

        assertThat(intake(producer).take(List.of(request(1, "ch_1", "ch_1")))).isZero();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldBeASpanOfTheRequestsTraceThatSaysWhatBecameOfIt() {
        RecordedSpans recorded = new RecordedSpans();

        intake(producer(PARTITIONS), recorded.spans())
                .take(List.of(request(1, "ch_1", "ch_1"), request(2, "ch_2", "ch_1")));

        assertThat(recorded.ended()).extracting(SpanData::getTraceId).containsOnly(RecordedSpans.TRACE_ID);
        SpanData taken = recorded.ended().getFirst();
        assertThat(RecordedSpans.attributes(taken))
                .isEqualTo(Map.of("charge_id", "ch_1", "request_id", "r1", "outcome", "taken"));
        assertThat(taken.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        SpanData dead = recorded.ended().getLast();
        assertThat(RecordedSpans.attributes(dead))
                .isEqualTo(Map.of(
                        "charge_id", "ch_1", "request_id", "r2", "outcome", "dead_lettered", "reason", "miskeyed"));
        assertThat(dead.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void shouldWriteTheHeaderAsItCameAlsoWhereItMakesASpan() {
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);

        intake(producer, new RecordedSpans().spans()).take(List.of(request(1, "ch_1", "ch_1")));

        assertThat(header(producer.history().getFirst(), "traceparent")).isEqualTo(TRACE);
    }

    @Test
    void shouldShowAsAnErrorThatTheBrokerDidNotTakeIt() {
        RecordedSpans recorded = new RecordedSpans();
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);
        producer.sendException = new TimeoutException("no room");

        assertThatThrownBy(() -> intake(producer, recorded.spans()).take(List.of(request(1, "ch_1", "ch_1"))))
                .isSameAs(producer.sendException);

        assertThat(recorded.ended())
                .singleElement()
                .satisfies(span -> assertThat(span.getStatus().getDescription()).isEqualTo("TimeoutException"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reason | \"card 4111 1111 1111 1111\"",
                "note | \"4111-1111-1111-1111\"",
                "extendedFields | {\"a\":{\"b\":[4111111111111111]}}"
            })
    void shouldPassNoCardNumberOnWhereItIsToldTo(String field, String text) {
        byte[] json = "{\"requestId\":\"r1\",\"chargeId\":\"ch_1\",\"%s\":%s}"
                .formatted(field, text)
                .getBytes(UTF_8);
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);
        ConsumerRecord<byte[], byte[]> request = record(7, "ch_1", json, TRACE);

        intake(producer, StepSpans.NONE, true).take(List.of(request));
        intake(producer, StepSpans.NONE, false).take(List.of(request));

        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("refund-inputs", "refund-inputs");
        assertThat(requested(producer.history().getFirst()))
                .isEqualTo(new InvalidRequest(
                        new RequestId("r1"), new ChargeId("ch_1"), field, "must not hold what may be a card number"));
        assertThat(new String(producer.history().getFirst().value(), UTF_8)).doesNotContain("4111");
        assertThat(requested(producer.history().getLast())).isInstanceOf(RefundRequest.class);
    }

    @Test
    void shouldPassOnNumbersThatAreNoCards() {
        String json = "{\"requestId\":\"4111111111111111\",\"chargeId\":\"ch_1\",\"note\":\"order 4111111111111112\"}";
        MockProducer<byte[], byte[]> producer = producer(PARTITIONS);

        intake(producer, StepSpans.NONE, true).take(List.of(record(7, "ch_1", json.getBytes(UTF_8), TRACE)));

        assertThat(requested(producer.history().getFirst())).isInstanceOf(RefundRequest.class);
    }

    private static RequestBody requested(ProducerRecord<byte[], byte[]> written) {
        return ((Input.RefundRequested) InputCodec.read(written.value(), WRITTEN)).body();
    }
}
