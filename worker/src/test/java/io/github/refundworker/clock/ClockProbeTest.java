package io.github.refundworker.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockProbeTest {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<@Nullable KafkaException> refusal = new AtomicReference<>();
    private final ClockOffset offset =
            new ClockOffset(ClockOffset.LIMIT, () -> Instant.now().plus(ahead.get()), System::nanoTime);

    /** A broker whose clock is right. */
    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                    KafkaException refused = refusal.get();
                    if (refused != null) {
                        throw refused;
                    }
                    super.send(record);
                    return java.util.concurrent.CompletableFuture.completedFuture(new RecordMetadata(
                            new TopicPartition(record.topic(), 0),
                            0,
                            0,
                            Instant.now().toEpochMilli(),
                            0,
                            0));
                }
            };

    private final ClockProbe probe =
            new ClockProbe(offset, broker, "refund-clocks", new byte[] {'a'}, System::nanoTime);

    @AfterEach
    void stop() {
        probe.stop();
    }

    @Test
    void shouldMeasureAtOnceAndRecoverByItself() {
        ahead.set(Duration.ofDays(5));
        probe.start();
        await().untilAsserted(() -> assertThat(offset.trouble()).contains("ahead of the brokers'"));

        ahead.set(Duration.ofMillis(-20));

        assertThat(offset.isTrusted()).isTrue();
        assertThat(broker.history()).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo("refund-clocks");
            assertThat(record.value()).isEmpty();
        });
    }

    @Test
    void shouldGoOnWhereABrokerDoesNotAnswer() {
        refusal.set(new KafkaException("no leader"));
        probe.start();
        await().pollDelay(Duration.ofMillis(50)).until(() -> !offset.isTrusted());
        refusal.set(null);
        await().until(offset::isTrusted);
    }
}
