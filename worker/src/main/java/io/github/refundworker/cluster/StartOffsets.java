package io.github.refundworker.cluster;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.github.refundworker.lifecycle.NotReadyException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a consumer group its first offsets. The decide and execute steps have no fallback for lost offsets: from the
 * beginning, decide would process the past again; from the end, execute would skip commands. So a group without
 * offsets gets them only if it certainly never had any.
 */
final class StartOffsets {
    private static final Logger log = LoggerFactory.getLogger(StartOffsets.class);

    private final Brokers brokers;

    StartOffsets(Brokers brokers) {
        this.brokers = brokers;
    }

    /**
     * @param trace a topic that would hold records if the group had ever worked
     * @throws NotReadyException if offsets are missing although the group has worked
     */
    void prepare(String group, String topic, int partitions, String trace) {
        String what = "the offsets of group " + group;
        Map<TopicPartition, OffsetSpec> all = partitions(topic, partitions, OffsetSpec.earliest());
        Map<TopicPartition, OffsetAndMetadata> committed = brokers.await(
                what, brokers.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        List<TopicPartition> missing =
                all.keySet().stream().filter(p -> committed.get(p) == null).toList();
        if (missing.isEmpty()) {
            return;
        }
        if (missing.size() < partitions || !isEmpty(trace)) {
            throw new NotReadyException(
                    "a person: " + what + " for " + missing + " are gone, although it has worked before");
        }
        Map<TopicPartition, OffsetAndMetadata> first =
                brokers.await(what, brokers.admin().listOffsets(all).all()).entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey,
                                e -> new OffsetAndMetadata(e.getValue().offset())));
        brokers.await(
                what, brokers.admin().alterConsumerGroupOffsets(group, first).all());
        log.info("group {} starts at the beginning of {}", group, topic);
    }

    private boolean isEmpty(String topic) {
        TopicDescription found = brokers.awaitUnless(
                UnknownTopicOrPartitionException.class,
                "topic " + topic,
                requireNonNull(brokers.admin()
                        .describeTopics(List.of(topic))
                        .topicNameValues()
                        .get(topic)));
        if (found == null) {
            return true;
        }
        Map<TopicPartition, OffsetSpec> ends =
                partitions(topic, found.partitions().size(), OffsetSpec.latest());
        return brokers.await("topic " + topic, brokers.admin().listOffsets(ends).all()).values().stream()
                .allMatch(end -> end.offset() == 0);
    }

    private static Map<TopicPartition, OffsetSpec> partitions(String topic, int partitions, OffsetSpec spec) {
        return IntStream.range(0, partitions)
                .boxed()
                .collect(toMap(partition -> new TopicPartition(topic, partition), partition -> spec));
    }
}
