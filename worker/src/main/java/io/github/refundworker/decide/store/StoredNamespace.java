package io.github.refundworker.decide.store;

import io.github.refundworker.chargelog.ReadToEnd;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.UnreadableRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the configured namespace is the one under which the stored refunds were made. A refund id follows from
 * the namespace, the charge and the request. Under another namespace each replayed request would be a new refund.
 */
public final class StoredNamespace {
    /** Charges of each partition to check: enough to include some with a refund of ours, if any exist. */
    private static final int NEWEST = 200;

    private StoredNamespace() {}

    /** The difference, as a message. Absent if all refunds of the charge have ids of this namespace. */
    public static @Nullable String difference(String namespace, ChargeId chargeId, ChargeState state) {
        for (Refund refund : state.refunds()) {
            if (refund.origin() instanceof Origin.Requested requested
                    && !refund.id().equals(RefundId.of(namespace, chargeId, requested.requestId()))) {
                return "refunds.namespace is " + namespace + ", and refund " + refund.id() + " of charge " + chargeId
                        + " was made under another; a replayed request would be paid a second time. Set"
                        + " refunds.namespace as it was: ce_source of the events on the status topic ends with it";
            }
        }
        return null;
    }

    /**
     * Checks the newest stored charges of each partition.
     *
     * @param clients settings of every Kafka client of the process
     * @param changelog of the store of charges
     * @param partitions number of its partitions
     * @return the difference; absent if these charges have none
     * @throws org.apache.kafka.common.KafkaException if they cannot be read, or no record comes for that long
     */
    public static @Nullable String difference(
            Map<String, Object> clients, String changelog, int partitions, String namespace, Duration patience) {
        Map<String, Object> config = new HashMap<>(clients);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(changelog, partition))
                    .toList();
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            consumer.beginningOffsets(all).forEach((partition, beginning) -> {
                long end = ends.getOrDefault(partition, 0L);
                consumer.seek(partition, Math.max(beginning, end - NEWEST));
            });
            ReadToEnd reading = new ReadToEnd(consumer, ends, patience);
            for (var records = reading.next(); !records.isEmpty(); records = reading.next()) {
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    String difference = difference(namespace, record);
                    if (difference != null) {
                        return difference;
                    }
                }
            }
            return null;
        }
    }

    private static @Nullable String difference(String namespace, ConsumerRecord<byte[], byte[]> stored) {
        if (stored.value() == null) {
            return null;
        }
        try {
            return difference(namespace, ChargeKey.chargeId(stored.key()), ChargeStateCodec.read(stored.value()));
        } catch (UnreadableRecordException e) {
            // The partition will stop before the next input of that charge, and say why.
            return null;
        }
    }
}
