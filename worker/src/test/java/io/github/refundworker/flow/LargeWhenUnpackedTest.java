package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Records that are small on the wire and large when they are unpacked. A consumer needs memory for the whole record, and
 * again after every restart, so the brokers must refuse it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeWhenUnpackedTest {
    private final TestBroker broker = new TestBroker();
    private final ProviderDouble provider = new ProviderDouble();

    @AfterAll
    void stop() {
        provider.close();
        broker.close();
    }

    /** Sends records of zeros, which take next to nothing when they are packed. */
    private List<Future<RecordMetadata>> send(String topic, int records, int bytes) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (var producer = new KafkaProducer<byte[], byte[]>(Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class,
                "compression.type",
                "zstd",
                "max.request.size",
                1 << 28,
                "batch.size",
                1 << 20,
                "linger.ms",
                100))) {
            for (int i = 0; i < records; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, "ch_large".getBytes(UTF_8), new byte[bytes])));
            }
        }
        return sent;
    }

    @Test
    void shouldBeTakenByBrokersThatAreToldNothing() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic("told-nothing", 1, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }

        RecordMetadata taken = send("told-nothing", 1, 20_000_000).getFirst().get(10, TimeUnit.SECONDS);

        assertThat(taken.offset()).isZero();
    }

    @Test
    void shouldBeRefusedOnEveryTopicThatStepsReadAsALog() {
        try (Installation worker = new Installation(broker.bootstrap(), "large-", provider.url())) {
            worker.start().awaitReady();

            for (String topic : List.of("refund-requests", "refund-inputs", "refund-commands-simulator")) {
                assertRefused("large-" + topic, 1, 20_000_000);
            }
            // A consumer takes a thousand records at a time.
            assertRefused("large-refund-requests", 200, 200_000);
            assertThat(worker.records("refund-requests")).isEmpty();
        }
    }

    private void assertRefused(String topic, int records, int bytes) {
        for (Future<RecordMetadata> sent : send(topic, records, bytes)) {
            assertThatThrownBy(() -> sent.get(10, TimeUnit.SECONDS))
                    .as(topic)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InvalidRecordException.class);
        }
    }
}
