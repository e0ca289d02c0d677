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
 * The clients of the stream threads, with what the pacing of commits needs: the producer tells how long commits take,
 * and the consumer does not block past the moment of the next one.
 */
final class PacedClients implements KafkaClientSupplier {
    private final ThreadLocal<CommitPacer> pacers;

    PacedClients(Supplier<CommitPacer> pacers) {
        this.pacers = ThreadLocal.withInitial(pacers);
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
        return new TimedProducer(config);
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

    /** A commit begins with the first flush, one for each task, and ends with the transaction. */
    private final class TimedProducer extends KafkaProducer<byte[], byte[]> {
        private boolean committing;
        private long start;

        TimedProducer(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void flush() {
            if (!committing) {
                committing = true;
                start = System.nanoTime();
            }
            super.flush();
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            if (committing) {
                committing = false;
                pacer().committed(start);
            }
        }

        @Override
        public void abortTransaction() {
            committing = false;
            super.abortTransaction();
        }
    }

    private final class PunctualConsumer extends KafkaConsumer<byte[], byte[]> {
        PunctualConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            return super.poll(pacer().blockAtMost(timeout));
        }
    }
}
