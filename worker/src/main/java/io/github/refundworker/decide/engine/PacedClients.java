package io.github.refundworker.decide.engine;

import io.github.refundworker.decide.Standstills;
import io.github.refundworker.decide.commit.CommitMeters;
import io.github.refundworker.decide.commit.CommitPacer;
import io.github.refundworker.decide.commit.PacedProducer;
import io.github.refundworker.decide.store.CommittedCharges;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The Kafka clients of the stream threads, extended for the pacer. The producer reports when a commit has ended. The
 * consumer reports its idle time, and does not block past the time of the next commit.
 */
final class PacedClients implements KafkaClientSupplier {
    private final ThreadLocal<CommitPacer> pacers;
    private final CommittedCharges committed;
    private final Standstills standstills;
    private final CommitMeters meters;

    PacedClients(
            Supplier<CommitPacer> pacers, CommittedCharges committed, Standstills standstills, CommitMeters meters) {
        this.pacers = ThreadLocal.withInitial(pacers);
        this.committed = committed;
        this.standstills = standstills;
        this.meters = meters;
    }

    /** The calling stream thread's. */
    CommitPacer pacer() {
        return pacers.get();
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new PacedProducer(config, this::pacer, committed, meters);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new PunctualConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        throw new UnsupportedOperationException("the topology has no global store");
    }

    private final class PunctualConsumer extends KafkaConsumer<byte[], byte[]> {
        PunctualConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            CommitPacer pacer = pacer();
            long start = System.nanoTime();
            ConsumerRecords<byte[], byte[]> records = super.poll(pacer.blockAtMost(timeout));
            pacer.idled(Duration.ofNanos(System.nanoTime() - start));
            return standstills.keepBack(this, records);
        }
    }
}
