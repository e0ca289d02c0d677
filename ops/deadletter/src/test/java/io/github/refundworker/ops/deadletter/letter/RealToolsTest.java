package io.github.refundworker.ops.deadletter.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicScan;
import io.github.refundworker.ops.process.TestBroker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.errors.DeadLetterQueueReporter;
import org.apache.kafka.connect.runtime.errors.ErrorHandlingMetrics;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

/** Dead letters as the libraries themselves write them. */
@ExtendWith(TestBroker.class)
class RealToolsTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-01T12:00:00Z");
    private static final byte[] KEY = "ch_1".getBytes(UTF_8);
    private static final byte[] VALUE = {(byte) 0xff, 1};

    private static ConsumerRecord<byte[], byte[]> record(String topic, int partition, long offset, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                WRITTEN.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                KEY,
                VALUE,
                headers,
                Optional.empty());
    }

    private static DeadLetter read(ProducerRecord<byte[], byte[]> letter) {
        return DeadLetter.of(new ConsumerRecord<>(
                letter.topic(),
                0,
                7,
                WRITTEN.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                letter.key(),
                letter.value(),
                letter.headers(),
                Optional.empty()));
    }

    /** Code of the project, as the stack traces show it. */
    private static IllegalArgumentException thrownByTheProject() {
        return new IllegalArgumentException("no such charge");
    }

    private static void assertDiedHere(DeadLetter letter) {
        assertThat(letter.failure().exception()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(letter.failure().message()).contains("no such charge");
        assertThat(letter.cause().where())
                .isEqualTo("io.github.refundworker.ops.deadletter.letter.RealToolsTest.thrownByTheProject");
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(VALUE);
    }

    // Spring

    private static ProducerRecord<byte[], byte[]> recovered(ConsumerRecord<byte[], byte[]> record) {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        ProducerFactory<byte[], byte[]> factory = new ProducerFactory<>() {
            @Override
            public Producer<byte[], byte[]> createProducer() {
                return producer;
            }
        };
        DeadLetterPublishingRecoverer recoverer = new DeadLetterPublishingRecoverer(new KafkaTemplate<>(factory));
        recoverer.setVerifyPartition(false);
        recoverer.accept(
                record, null, new ListenerExecutionFailedException("Listener failed", "orders", thrownByTheProject()));
        return producer.history().getFirst();
    }

    @Test
    void shouldReadWhatSpringsRecovererWrote() {
        DeadLetter letter = read(recovered(record("orders", 3, 42, new RecordHeaders())));

        assertDiedHere(letter);
        assertThat(letter.origin()).isEqualTo(new Origin("orders", 3, 42, WRITTEN.toEpochMilli()));
        assertThat(letter.deaths().origins()).hasSize(1);
    }

    @Test
    void shouldTellTheFirstOriginFromTheLastWhenARecordDiesTwice() {
        ProducerRecord<byte[], byte[]> first = recovered(record("orders", 3, 42, new RecordHeaders()));
        DeadLetter letter = read(recovered(record("orders-retry", 1, 5, first.headers())));

        assertThat(letter.origin()).isEqualTo(new Origin("orders", 3, 42, WRITTEN.toEpochMilli()));
        assertThat(letter.lastOrigin()).isEqualTo(new Origin("orders-retry", 1, 5, WRITTEN.toEpochMilli()));
        assertThat(letter.cause().topic()).isEqualTo("orders-retry");
    }

    // Kafka Streams

    private static TestRecord<byte[], byte[]> diedInStreams(Headers headers) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "orders-dlq");
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("orders", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .foreach((key, value) -> {
                    throw thrownByTheProject();
                });
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config)) {
            TestInputTopic<byte[], byte[]> input =
                    driver.createInputTopic("orders", new ByteArraySerializer(), new ByteArraySerializer());
            input.pipeInput(new TestRecord<>(KEY, VALUE, headers, WRITTEN));
            return driver.createOutputTopic("orders-dlq", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecord();
        }
    }

    private static DeadLetter read(TestRecord<byte[], byte[]> letter) {
        return read(new ProducerRecord<>("orders-dlq", null, letter.key(), letter.value(), letter.headers()));
    }

    @Test
    void shouldReadWhatKafkaStreamsWrote() {
        DeadLetter letter = read(diedInStreams(new RecordHeaders()));

        assertDiedHere(letter);
        assertThat(letter.origin()).isEqualTo(new Origin("orders", 0, 0, null));
    }

    @Test
    void shouldReadARecordThatDiedInSpringAndThenInKafkaStreams() {
        DeadLetter letter = read(diedInStreams(
                recovered(record("requests", 3, 42, new RecordHeaders())).headers()));

        assertThat(letter.origin()).isEqualTo(new Origin("requests", 3, 42, WRITTEN.toEpochMilli()));
        assertThat(letter.lastOrigin()).isEqualTo(new Origin("orders", 0, 0, null));
        assertDiedHere(letter);
    }

    // Kafka Connect

    @Test
    void shouldReadWhatKafkaConnectWrote() throws Exception {
        KafkaAccess access = KafkaAccess.of(TestBroker.address().bootstrap());
        ConnectorTaskId task = new ConnectorTaskId("sink", 0);
        SinkConnectorConfig config = new SinkConnectorConfig(
                mock(Plugins.class),
                Map.of(
                        "name", "sink",
                        "connector.class", "Sink",
                        "topics", "orders",
                        "errors.deadletterqueue.topic.name", "connect-dlq",
                        "errors.deadletterqueue.topic.replication.factor", "1",
                        "errors.deadletterqueue.context.headers.enable", "true"));
        Map<String, Object> producer = access.client();
        producer.put("key.serializer", ByteArraySerializer.class);
        producer.put("value.serializer", ByteArraySerializer.class);
        try (DeadLetterQueueReporter reporter = DeadLetterQueueReporter.createAndSetup(
                access.client(), task, config, producer, mock(ErrorHandlingMetrics.class))) {
            ProcessingContext<ConsumerRecord<byte[], byte[]>> context =
                    new ProcessingContext<>(record("orders", 3, 42, new RecordHeaders()));
            context.currentContext(Stage.TASK_PUT, RealToolsTest.class);
            context.error(thrownByTheProject());
            reporter.report(context).get();
        }
        List<DeadLetter> letters = new ArrayList<>();
        TopicScan.read(access, "connect-dlq", record -> letters.add(DeadLetter.of(record)));

        DeadLetter letter = letters.getFirst();
        assertDiedHere(letter);
        Origin origin = Objects.requireNonNull(letter.origin());
        assertThat(origin).isEqualTo(new Origin("orders", 3, 42, null));
    }
}
