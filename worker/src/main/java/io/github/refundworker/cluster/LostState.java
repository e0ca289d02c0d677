package io.github.refundworker.cluster;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.lifecycle.NotReadyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out whether the stored charges of a partition are gone: a topic was deleted, or comes from a backup that lacks it.
 * Decide would take every charge for a new one. It would number events from 1 again, and an accepted request that is sent
 * again would be a new one.
 */
final class LostState {
    private final Brokers brokers;

    LostState(Brokers brokers) {
        this.brokers = brokers;
    }

    /**
     * @param changelog of the charges. Every record of it has an offset, even if it is compacted away, so only a new one
     *     ends at 0
     * @param written topics to which decide writes nothing about a charge without storing the charge
     * @throws NotReadyException if the changelog of a partition is empty although decide has stored charges there
     */
    void requireNone(String group, String inputs, String changelog, Collection<String> written, int partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = brokers.await(
                "the offsets of group " + group,
                brokers.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> stored = ends(changelog, partitions);
        List<Map<TopicPartition, Long>> evidence =
                written.stream().map(topic -> ends(topic, partitions)).toList();
        List<Integer> lost = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            OffsetAndMetadata decided = committed.get(new TopicPartition(inputs, partition));
            boolean hasWritten = evidence.stream()
                    .flatMap(ends -> ends.entrySet().stream())
                    .anyMatch(end -> end.getKey().partition() == partition && end.getValue() > 0);
            if (decided != null
                    && decided.offset() > 0
                    && hasWritten
                    && requireNonNull(stored.get(new TopicPartition(changelog, partition))) == 0) {
                lost.add(partition);
            }
        }
        if (!lost.isEmpty()) {
            throw new NotReadyException("topic " + changelog + " to be restored: partitions " + lost
                    + " are empty, although the group " + group
                    + " has decided there. Runbook: RefundDecideStopped, stored charges are gone");
        }
    }

    /**
     * @param stored how far the stores of this process have followed their changelogs
     * @throws NotReadyException if a store has followed the changelog further than the changelog goes
     */
    void requireAsLongAs(Map<TopicPartition, Long> stored, String changelog, int partitions) {
        List<Integer> shorter = ends(changelog, partitions).entrySet().stream()
                .filter(end -> stored.getOrDefault(end.getKey(), 0L) > end.getValue())
                .map(end -> end.getKey().partition())
                .sorted()
                .toList();
        if (!shorter.isEmpty()) {
            throw new NotReadyException("a person: this process's stores of partitions " + shorter
                    + " are newer than topic " + changelog
                    + ", so the brokers were restored from an older copy. Runbook:"
                    + " RefundDecideStopped, stored charges are gone");
        }
    }

    /** The offsets of the group, by partition, where it has decided something. */
    Map<Integer, Long> decided(String group, String inputs, int partitions) {
        Map<Integer, Long> offsets = new HashMap<>();
        brokers.await(
                        "the offsets of group " + group,
                        brokers.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (partition.topic().equals(inputs)
                            && partition.partition() < partitions
                            && offset != null
                            && offset.offset() > 0) {
                        offsets.put(partition.partition(), offset.offset());
                    }
                });
        return offsets;
    }

    private Map<TopicPartition, Long> ends(String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, ListOffsetsResultInfo> found = brokers.await(
                "the end of topic " + topic, brokers.admin().listOffsets(latest).all());
        Map<TopicPartition, Long> ends = new HashMap<>();
        found.forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }
}
