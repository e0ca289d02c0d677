package io.github.refundworker.decide.commit;

import io.github.refundworker.decide.store.CommittedCharges;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer of a stream thread. It reports each phase of a commit to the pacer, to the readers of the stores and
 * to the meters. It skips a flush without records, and a commit of offsets that are committed already: Kafka Streams
 * flushes once for each task, and makes its regular commit even if there is nothing to commit.
 *
 * <p>Only one stream thread uses it, although another thread creates it.
 */
public final class PacedProducer extends KafkaProducer<byte[], byte[]> {
    private final Supplier<CommitPacer> pacer;
    private final CommittedCharges charges;
    private final CommitMeters meters;

    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    private boolean unflushed;
    private Transaction transaction = new Transaction();

    /** What the open transaction has so far. */
    private static final class Transaction {
        private final Map<String, BitSet> written = new HashMap<>();
        private Map<TopicPartition, OffsetAndMetadata> offsets = Map.of();
        private Duration flush = Duration.ZERO;
        private Duration sendingOffsets = Duration.ZERO;

        void write(ProducerRecord<?, ?> record) {
            Integer partition = record.partition();
            // The client chooses the partition of a dead letter.
            written.computeIfAbsent(record.topic(), topic -> new BitSet()).set(partition == null ? 0 : partition);
        }

        boolean hasRecords() {
            return !written.isEmpty();
        }

        int partitions() {
            return written.values().stream().mapToInt(BitSet::cardinality).sum();
        }
    }

    /** @param pacer the calling thread's */
    public PacedProducer(
            Map<String, Object> config, Supplier<CommitPacer> pacer, CommittedCharges charges, CommitMeters meters) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.pacer = pacer;
        this.charges = charges;
        this.meters = meters;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        unflushed = true;
        transaction.write(record);
        return super.send(record, callback);
    }

    @Override
    public void flush() {
        if (!unflushed) {
            return;
        }
        long start = System.nanoTime();
        super.flush();
        unflushed = false;
        Duration took = since(start);
        transaction.flush = transaction.flush.plus(took);
        pacer.get().flushed(took);
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        if (!transaction.hasRecords() && committed.entrySet().containsAll(offsets.entrySet())) {
            return;
        }
        long start = System.nanoTime();
        super.sendOffsetsToTransaction(offsets, groupMetadata);
        transaction.offsets = Map.copyOf(offsets);
        transaction.sendingOffsets = since(start);
    }

    @Override
    public void commitTransaction() {
        long start = System.nanoTime();
        charges.committing();
        // Without records and offsets the client ends the transaction by itself, and no request is made.
        super.commitTransaction();
        charges.committed();
        Transaction ended = transaction;
        transaction = new Transaction();
        if (ended.hasRecords() || !ended.offsets.isEmpty()) {
            committed.putAll(ended.offsets);
            pacer.get().committed();
            meters.committed(
                    ended.flush,
                    ended.sendingOffsets,
                    since(start),
                    ended.partitions(),
                    pacer.get().pause());
        }
    }

    @Override
    public void abortTransaction() {
        charges.aborted();
        transaction = new Transaction();
        committed.clear();
        super.abortTransaction();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
