package io.github.refundworker.decide;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of the stream threads, with what the pacing of commits needs: the producer tells when a commit has ended,
 * the consumer how long there was nothing to do, and it does not block past the moment of the next commit. The producer
 * tells readers of the stores, too, what becomes of its transaction.
 */
final class PacedClients implements KafkaClientSupplier {
    private final ThreadLocal<CommitPacer> pacers;
    private final CommittedCharges committed;

    PacedClients(Supplier<CommitPacer> pacers, CommittedCharges committed) {
        this.pacers = ThreadLocal.withInitial(pacers);
        this.committed = committed;
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
        return new PacingProducer(config);
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

    private final class PacingProducer extends KafkaProducer<byte[], byte[]> {
        PacingProducer(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            committed.committing();
            super.commitTransaction();
            committed.committed();
            pacer().committed();
        }

        @Override
        public void abortTransaction() {
            committed.aborted();
            super.abortTransaction();
        }
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
            return records;
        }
    }
}
