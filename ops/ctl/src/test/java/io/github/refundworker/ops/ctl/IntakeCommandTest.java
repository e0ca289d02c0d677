package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.deadletter.ReplayHeaders;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A record that no intake survives is stepped over, and nothing else is lost. */
@ExtendWith(TestBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntakeCommandTest {
    private static final TopicPartition PLACE = new TopicPartition("step-refund-requests", 0);
    private static final String GROUP = "step-refund-intake";
    private static final int LETHAL = 3;
    private static final int SENT = 5;

    private Admin admin;
    private Cluster cluster;

    @BeforeAll
    void start() throws Exception {
        String bootstrap = TestBroker.address().bootstrap();
        cluster = new Cluster(Cluster.of(bootstrap).access(), "step-");
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        admin.createTopics(List.of(
                        new NewTopic(PLACE.topic(), 1, (short) 1), new NewTopic("step-refund-status", 1, (short) 1)))
                .all()
                .get(10, TimeUnit.SECONDS);
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < SENT; i++) {
                producer.send(new ProducerRecord<>(PLACE.topic(), 0, ("ch_" + i).getBytes(UTF_8), new byte[] {1}))
                        .get(10, TimeUnit.SECONDS);
            }
        }
        admin.alterConsumerGroupOffsets(GROUP, Map.of(PLACE, new OffsetAndMetadata(1)))
                .all()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterAll
    void stop() {
        admin.close();
    }

    private Run stepOver(long offset, String... more) {
        return Cli.run(Stream.of(
                        Stream.of("intake", "step-over", "--partition", "0", "--offset", Long.toString(offset)),
                        Stream.of("--why", "ends intake", "--actor", "ann", "--prefix", "step-"),
                        Stream.of("--bootstrap", cluster.bootstrap()),
                        Stream.of(more))
                .flatMap(option -> option)
                .toArray(String[]::new));
    }

    private long committed() throws Exception {
        return requireNonNull(admin.listConsumerGroupOffsets(GROUP)
                        .partitionsToOffsetAndMetadata()
                        .get(10, TimeUnit.SECONDS)
                        .get(PLACE))
                .offset();
    }

    private List<ConsumerRecord<byte[], byte[]>> from(long offset) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.access().reader()) {
            consumer.assign(List.of(PLACE));
            consumer.seek(PLACE, offset);
            long end = requireNonNull(consumer.endOffsets(List.of(PLACE)).get(PLACE));
            while (consumer.position(PLACE) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    @Test
    void shouldGoOnBehindTheRecordAndWriteTheOnesBeforeItAgain() throws Exception {
        assertThat(stepOver(0).err()).contains("is behind it already: it goes on at 1");
        assertThat(stepOver(SENT).exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(stepOver(LETHAL, "--confirm", "step-refund-inputs").exit()).isEqualTo(ExitCodes.REFUSED);

        Run told = stepOver(LETHAL);
        assertThat(told.out()).as(told.err()).contains("would let intake go on", "would write 2 records");
        assertThat(committed()).isEqualTo(1);
        assertThat(from(SENT)).isEmpty();

        try (var reading = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrap(), "group.id", GROUP),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            reading.subscribe(List.of(PLACE.topic()));
            while (reading.assignment().isEmpty()) {
                reading.poll(Duration.ofMillis(100));
            }
            Run refused = stepOver(LETHAL, "--confirm", PLACE.topic());
            assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
            assertThat(refused.err()).contains("stop every process with the role intake");
        }
        admin.alterConsumerGroupOffsets(GROUP, Map.of(PLACE, new OffsetAndMetadata(1)))
                .all()
                .get(10, TimeUnit.SECONDS);

        Run done = stepOver(LETHAL, "--confirm", PLACE.topic());

        assertThat(done.exit()).as(done.err()).isEqualTo(ExitCodes.OK);
        assertThat(committed()).isEqualTo(LETHAL + 1);
        assertThat(from(SENT))
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactly("ch_1", "ch_2");
        assertThat(from(SENT))
                .extracting(record ->
                        requireNonNull(ReplayHeaders.origin(record.headers())).offset())
                .containsExactly(1L, 2L);
        List<AuditEntry> audited = new ArrayList<>();
        AuditReader.read(cluster.access(), cluster.names(), line -> audited.add(requireNonNull(line.entry())));
        assertThat(audited).extracting(AuditEntry::action).containsExactly("intake.step-over", "intake.step-over");
    }
}
