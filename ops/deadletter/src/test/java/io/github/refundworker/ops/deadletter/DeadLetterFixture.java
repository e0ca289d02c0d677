package io.github.refundworker.ops.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.intake.Intake;
import io.github.refundworker.intake.IntakeSettings;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicScan;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one installation on the tests' broker, behind a prefix of their own, with the worker's real intake on
 * them if a test starts it. What intake takes is not decided: the group that would only says that it has.
 */
public final class DeadLetterFixture implements AutoCloseable {

    private static final int PARTITIONS = 4;

    public final DeadLetterTopic topic =
            new DeadLetterTopic("t" + ThreadLocalRandom.current().nextInt(1_000_000_000) + "-refund-requests-dlt");
    public final KafkaAccess access = KafkaAccess.of(TestBroker.address().bootstrap());

    private final KafkaProducer<byte[], byte[]> producer =
            access.writer(Duration.ofSeconds(10), Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2_000_000));
    private @Nullable StandIn worker;

    public DeadLetterFixture() {
        try (Admin admin = Admin.create(access.client())) {
            admin.createTopics(List.of(
                            topic(topic.names().requests()),
                            topic(topic.names().inputs()),
                            topic(topic.names().status()),
                            topic(topic.name()).configs(Map.of("max.message.bytes", "1114124"))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            // The broker hears of them a moment later.
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> admin.describeTopics(List.of(
                                            topic.name(),
                                            topic.names().requests(),
                                            topic.names().inputs()))
                                    .allTopicNames()
                                    .get(1, TimeUnit.SECONDS)
                                    .size()
                            == 3);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, PARTITIONS, (short) 1);
    }

    public void send(String to, @Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(UTF_8)));
        producer.send(new ProducerRecord<>(to, null, key == null ? null : key.getBytes(UTF_8), value, all));
    }

    public static byte[] request(String requestId, String chargeId) {
        return "{\"requestId\":\"%s\",\"chargeId\":\"%s\"}"
                .formatted(requestId, chargeId)
                .getBytes(UTF_8);
    }

    public void flush() {
        producer.flush();
    }

    /** Everything that a topic holds. */
    public List<ConsumerRecord<byte[], byte[]>> records(String name) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        TopicScan.read(access, name, records::add);
        return records;
    }

    /** From now on requests are taken. */
    public DeadLetterFixture work() {
        worker = new StandIn();
        return this;
    }

    public void stopWork() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }

    @Override
    public void close() {
        stopWork();
        producer.close();
    }

    private final class StandIn implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> requests =
                consumer(topic.names().intakeGroup(), topic.names().requests());
        private final KafkaConsumer<byte[], byte[]> inputs =
                consumer(topic.names().decideGroup(), topic.names().inputs());
        private final Thread thread = Thread.ofPlatform().name("stand-in").start(this::run);
        private volatile boolean closed;

        private KafkaConsumer<byte[], byte[]> consumer(String group, String name) {
            Map<String, Object> config = access.client();
            config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
            var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            // Assigned, so that no test waits for a group to form.
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(i -> new TopicPartition(name, i))
                    .toList());
            return consumer;
        }

        private void run() {
            DeadLetterFlood noFlood =
                    new DeadLetterFlood("test", new DeadLetterFlood.Settings(0, 1, Duration.ZERO), Clock.systemUTC());
            Intake intake = new Intake(
                    new IntakeSettings(topic.names(), PARTITIONS, 1_100_000, "test", false),
                    topic.names().requests(),
                    producer,
                    noFlood,
                    noFlood,
                    StepSpans.NONE,
                    new SimpleMeterRegistry());
            try (requests;
                    inputs) {
                while (!closed) {
                    List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
                    requests.poll(Duration.ofMillis(20)).forEach(batch::add);
                    if (!batch.isEmpty()) {
                        intake.take(batch);
                        requests.commitSync();
                    }
                    if (!inputs.poll(Duration.ofMillis(20)).isEmpty()) {
                        inputs.commitSync();
                    }
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
