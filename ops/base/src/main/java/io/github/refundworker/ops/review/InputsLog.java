package io.github.refundworker.ops.review;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.chargelog.InputId;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.RecordWriter;
import io.github.refundworker.ops.client.TopicAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** The log of the charges, as operators write to it. */
public final class InputsLog implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Cluster cluster;
    private final TopicAdmin admin;
    private final ChargeLog log;

    /** Where a record stands. */
    public record Place(int partition, long offset) {}

    /**
     * Looks at the topics.
     *
     * @throws BrokerUnreachableException if the broker does not answer, or has no such topics
     * @throws io.github.refundworker.chargelog.PartitionCountException if they have different numbers of partitions
     */
    public InputsLog(Cluster cluster) {
        this.cluster = cluster;
        admin = new TopicAdmin(cluster.access());
        try {
            log = ChargeLog.agreed(cluster.names(), partitionsFound());
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    private Map<String, Integer> partitionsFound() {
        Map<String, Integer> found = new TreeMap<>();
        for (String topic : List.of(
                cluster.names().inputs(),
                cluster.names().status(),
                cluster.names().balances())) {
            TopicDescription description = admin.describe(topic);
            if (description == null) {
                throw new BrokerUnreachableException("the broker at " + cluster.bootstrap()
                        + " lacks a topic of the worker: is the worker running?");
            }
            found.put(topic, description.partitions().size());
        }
        return found;
    }

    /** Whose log it is. */
    Cluster cluster() {
        return cluster;
    }

    /** Of every topic of the worker. */
    public int partitions() {
        return log.partitions();
    }

    public int partitionOf(ChargeId chargeId) {
        return log.partition(chargeId);
    }

    /**
     * @param id by which the worker's answer is recognised
     * @return when the broker and its in-sync replicas have it
     */
    public Place write(UUID id, ChargeId chargeId, OperatorDecision decision, String by, String why) {
        Input input = new Input.OperatorDecided(Instant.EPOCH, decision, by, why);
        ProducerRecord<byte[], byte[]> record = log.record(chargeId, input);
        InputId.write(record.headers(), id);
        try (RecordWriter writer = new RecordWriter(cluster.access(), LIMIT, Map.of())) {
            log.require(log.topic(), writer.partitions(log.topic()));
            RecordMetadata written = writer.write(record, "decision");
            return new Place(written.partition(), written.offset());
        }
    }

    /**
     * Waits until the worker has decided on a record, and on all before it; what follows from it is on its topics then.
     *
     * @return false if it has not, in that time
     */
    public boolean awaitDecided(Place place, Duration limit) throws InterruptedException {
        TopicPartition partition = new TopicPartition(log.topic(), place.partition());
        long end = System.nanoTime() + limit.toNanos();
        do {
            OffsetAndMetadata committed =
                    admin.committed(cluster.names().decideGroup()).get(partition);
            if (committed != null && committed.offset() > place.offset()) {
                return true;
            }
            Thread.sleep(PAUSE);
        } while (System.nanoTime() < end);
        return false;
    }

    @Override
    public void close() {
        admin.close();
    }
}
