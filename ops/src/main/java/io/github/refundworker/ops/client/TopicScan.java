package io.github.refundworker.ops.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds, from its beginning to where it ended when the reading began; committed records only. */
public final class TopicScan {

    private static final Duration API_LIMIT = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Of silence: a broker that is read from answers much sooner. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    private TopicScan() {}

    /**
     * Leaves nothing behind: no consumer group, no topic.
     *
     * @param handler called for each record, in order per partition
     * @return whether there is such a topic
     * @throws BrokerUnreachableException if the broker does not answer
     */
    public static boolean read(String bootstrap, String topic, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        Reachability.require(bootstrap);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
            List<PartitionInfo> infos = consumer.partitionsFor(topic, API_LIMIT);
            if (infos == null || infos.isEmpty()) {
                return false;
            }
            List<TopicPartition> partitions = infos.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            readUpTo(consumer, consumer.endOffsets(partitions), handler);
            return true;
        } catch (TimeoutException e) {
            throw new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
        }
    }

    private static void readUpTo(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        long heard = System.nanoTime();
        // By position and not by record: a transaction's markers have offsets too.
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > SILENCE_LIMIT.toNanos()) {
                throw new TimeoutException("nothing came for " + SILENCE_LIMIT);
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end) {
                    handler.accept(record);
                }
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        // A fetch at the end of what there is would keep the close waiting.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(API_LIMIT.toMillis()));
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
