package io.github.refundworker.ops.client;

import io.github.refundworker.chargelog.ReadToEnd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the committed records of a topic from its beginning to its end at the start of the read. */
public final class TopicScan {

    private TopicScan() {}

    /**
     * Leaves nothing behind: no consumer group, no topic.
     *
     * @param handler called for each record, in order per partition
     * @return whether there is such a topic
     * @throws BrokerUnreachableException if the broker does not answer
     */
    public static boolean read(String bootstrap, String topic, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        return read(KafkaAccess.of(bootstrap), topic, handler);
    }

    /** Like {@link #read(String, String, Consumer)}, for a caller with a principal of its own. */
    public static boolean read(KafkaAccess access, String topic, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        return read(access, topic, UnaryOperator.identity(), record -> {
                    handler.accept(record);
                    return true;
                })
                != null;
    }

    /**
     * Reads a part of a topic.
     *
     * @param starts given where each partition begins, tells where to start; partitions left out are not read
     * @param handler called for each record, in order per partition, until it returns false
     * @return where each partition of the topic ended when the reading began; absent if there is no such topic
     * @throws BrokerUnreachableException if the broker does not answer
     * @throws NotAllowedException if this client may not read it
     */
    public static @Nullable Map<Integer, Long> read(
            KafkaAccess access,
            String topic,
            UnaryOperator<Map<Integer, Long>> starts,
            Predicate<ConsumerRecord<byte[], byte[]>> handler) {
        Reachability.require(access.bootstrap());
        try (KafkaConsumer<byte[], byte[]> consumer = access.reader()) {
            List<PartitionInfo> infos = consumer.partitionsFor(topic, KafkaAccess.READ_LIMIT);
            if (infos == null || infos.isEmpty()) {
                return null;
            }
            List<TopicPartition> partitions = infos.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<Integer, Long> ends = byNumber(consumer.endOffsets(partitions));
            Map<Integer, Long> from = starts.apply(byNumber(consumer.beginningOffsets(partitions)));
            Map<TopicPartition, Long> left = new HashMap<>();
            from.forEach((partition, start) -> {
                Long end = ends.get(partition);
                if (end != null && start < end) {
                    left.put(new TopicPartition(topic, partition), end);
                }
            });
            consumer.assign(left.keySet());
            left.keySet().forEach(partition -> consumer.seek(partition, from.getOrDefault(partition.partition(), 0L)));
            readUpTo(consumer, left, handler);
            return ends;
        } catch (TimeoutException e) {
            throw new BrokerUnreachableException("the broker at " + access.bootstrap() + " does not answer");
        } catch (AuthorizationException e) {
            throw NotAllowedException.named(e, "read topic " + topic);
        }
    }

    private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byNumber = new TreeMap<>();
        offsets.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
        return byNumber;
    }

    private static void readUpTo(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Predicate<ConsumerRecord<byte[], byte[]>> handler) {
        ReadToEnd reading = new ReadToEnd(consumer, ends, ReadToEnd.SILENCE);
        for (var records = reading.next(); !records.isEmpty(); records = reading.next()) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end && !handler.test(record)) {
                    return;
                }
            }
        }
    }
}
