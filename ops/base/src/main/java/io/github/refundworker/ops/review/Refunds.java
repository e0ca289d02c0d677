package io.github.refundworker.ops.review;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.PartitionReader;
import io.github.refundworker.ops.client.Reviews;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.client.TopicScan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads refunds from the status topic. The topic keeps every event, so it holds everything about a refund's status. */
public final class Refunds {

    private Refunds() {}

    /**
     * Those that wait for a person, the longest waiting first. Reads the whole topic and keeps only them.
     *
     * @throws BrokerUnreachableException if the broker does not answer, or there is no such topic
     */
    public static List<Refund> forPeople(Cluster cluster) {
        Map<String, Refund> waiting = new LinkedHashMap<>();
        String topic = cluster.names().status();
        boolean there = TopicScan.read(
                cluster.access(),
                topic,
                message -> refundOf(message).ifPresent(refund -> {
                    if (Reviews.needsAPerson(refund)) {
                        waiting.put(refund.id(), refund);
                    } else {
                        waiting.remove(refund.id());
                    }
                }));
        if (!there) {
            throw new BrokerUnreachableException(
                    "the broker at " + cluster.bootstrap() + " has no topic " + topic + ": is the worker running?");
        }
        return waiting.values().stream()
                .sorted((a, b) -> a.updatedDate().compareTo(b.updatedDate()))
                .toList();
    }

    /** All revisions of one refund, in order; none if the status topic does not know it. Its id leads to its partition. */
    public static List<Refund> find(Cluster cluster, RefundId id, int partitions) {
        List<Refund> revisions = new ArrayList<>();
        try (PartitionReader reader = new PartitionReader(
                cluster.access(), cluster.names().status(), PartitionHash.partition(id, partitions))) {
            reader.readToEnd(message -> refundOf(message)
                    .filter(refund -> refund.id().equals(id.toString()))
                    .ifPresent(revisions::add));
        }
        return revisions;
    }

    /**
     * The newest revision of a refund.
     *
     * @param seen an earlier one
     * @param from where its partition is read from
     */
    static Refund latest(Cluster cluster, Refund seen, int partition, long from) {
        AtomicReference<Refund> latest = new AtomicReference<>(seen);
        try (PartitionReader reader =
                new PartitionReader(cluster.access(), cluster.names().status(), partition)) {
            reader.seek(from);
            reader.readToEnd(message -> refundOf(message)
                    .filter(refund -> refund.id().equals(seen.id()))
                    .ifPresent(latest::set));
        }
        return latest.get();
    }

    /** The refund as one event says it; empty if the record brings no revision of a refund. */
    public static Optional<Refund> at(Cluster cluster, int partition, long offset) {
        AtomicReference<@Nullable Refund> found = new AtomicReference<>();
        try (PartitionReader reader =
                new PartitionReader(cluster.access(), cluster.names().status(), partition)) {
            reader.seek(offset);
            reader.readUntil(
                    message -> {
                        if (message.offset() == offset) {
                            found.set(refundOf(message).orElse(null));
                        }
                        return message.offset() >= offset;
                    },
                    KafkaAccess.READ_LIMIT);
        }
        return Optional.ofNullable(found.get());
    }

    /** The new revision that an event brings. */
    static Optional<Refund> refundOf(ConsumerRecord<byte[], byte[]> message) {
        return StatusEvents.read(message).flatMap(Refunds::refundOf);
    }

    private static Optional<Refund> refundOf(RefundEvent event) {
        return switch (event) {
            case RefundCreated created -> Optional.of(created.refund());
            case RefundUpdated updated -> Optional.of(updated.refund());
            case RefundRejected rejected -> Optional.empty();
            case RefundRepeated repeated -> Optional.empty();
        };
    }
}
