package io.github.refundworker.decide.store;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.chargelog.ReadToEnd;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the stored charges are as new as the offsets of decide. Decide commits a charge and the offset of its input
 * together, so a charge remembers every request before the offset. It does not if the changelog comes from an older
 * backup than the offsets.
 */
public final class ForgottenRequests {
    /** Inputs of each partition that are read for requests. */
    private static final int NEWEST = 200;

    /** So many requests without a trace are no accident. One that cannot be decided is a dead letter and leaves none. */
    private static final int ENOUGH = 3;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String inputs;
    private final String changelog;
    private final String namespace;
    private final Duration patience;

    private ForgottenRequests(
            KafkaConsumer<byte[], byte[]> consumer,
            String inputs,
            String changelog,
            String namespace,
            Duration patience) {
        this.consumer = consumer;
        this.inputs = inputs;
        this.changelog = changelog;
        this.namespace = namespace;
        this.patience = patience;
    }

    private record Decided(ChargeId chargeId, RequestId requestId, long timestamp) {}

    /**
     * The partitions whose newest decided requests left nothing in the changelog of the charges.
     *
     * @param clients settings of every Kafka client of the process
     * @param offsets of decide, by partition: inputs before them are decided
     * @return by partition, the newest of these requests
     * @throws org.apache.kafka.common.KafkaException if a topic cannot be read, or no record comes for that long
     */
    public static Map<Integer, String> find(
            Map<String, Object> clients,
            String inputs,
            String changelog,
            Map<Integer, Long> offsets,
            String namespace,
            Duration patience) {
        Map<String, Object> config = new HashMap<>(clients);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            ForgottenRequests search = new ForgottenRequests(consumer, inputs, changelog, namespace, patience);
            Map<Integer, String> found = new TreeMap<>();
            search.newest(offsets).forEach((partition, requests) -> {
                // A copy of a request is decided without a trace, so its charge may have been stored long before.
                if (requests.size() == ENOUGH
                        && search.knowsNone(partition, requests, false)
                        && search.knowsNone(partition, requests, true)) {
                    found.put(partition, requests.getLast().requestId().value());
                }
            });
            return found;
        }
    }

    /** The newest decided requests of each partition. */
    private Map<Integer, List<Decided>> newest(Map<Integer, Long> offsets) {
        Map<TopicPartition, Long> until = new HashMap<>();
        offsets.forEach((partition, offset) -> until.put(new TopicPartition(inputs, partition), offset));
        consumer.assign(until.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(until.keySet());
        consumer.beginningOffsets(until.keySet()).forEach((partition, beginning) -> {
            // A group's offset may be behind the end of a topic that was restored too.
            until.computeIfPresent(partition, (_, offset) -> Math.min(offset, ends.getOrDefault(partition, 0L)));
            long end = until.getOrDefault(partition, 0L);
            consumer.seek(partition, Math.min(end, Math.max(beginning, end - NEWEST)));
        });
        Map<Integer, List<Decided>> newest = new TreeMap<>();
        new ReadToEnd(consumer, until, patience).forEach(record -> {
            Decided request = record.offset() < until.getOrDefault(partition(record), 0L) ? request(record) : null;
            if (request != null) {
                List<Decided> requests = newest.computeIfAbsent(record.partition(), _ -> new ArrayList<>());
                requests.add(request);
                if (requests.size() > ENOUGH) {
                    requests.removeFirst();
                }
            }
        });
        return newest;
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static @Nullable Decided request(ConsumerRecord<byte[], byte[]> record) {
        try {
            ChargeLog.Entry entry = ChargeLog.read(record);
            return entry.input() instanceof Input.RefundRequested requested
                            && requested.body().chargeId().equals(entry.chargeId())
                    ? new Decided(entry.chargeId(), requested.body().requestId(), record.timestamp())
                    : null;
        } catch (RuntimeException e) {
            // Decide stops before it, or has made a dead letter of it.
            return null;
        }
    }

    /** @param all whether to read the whole partition, or only what was stored since these requests came */
    private boolean knowsNone(int partition, List<Decided> requests, boolean all) {
        TopicPartition stored = new TopicPartition(changelog, partition);
        consumer.assign(List.of(stored));
        Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(stored));
        if (all) {
            consumer.seekToBeginning(List.of(stored));
        } else {
            OffsetAndTimestamp since = consumer.offsetsForTimes(
                            Map.of(stored, requests.getFirst().timestamp()))
                    .get(stored);
            if (since == null) {
                return true;
            }
            consumer.seek(stored, since.offset());
        }
        Map<ChargeId, byte @Nullable []> states = new HashMap<>();
        requests.forEach(request -> states.put(request.chargeId(), null));
        new ReadToEnd(consumer, ends, patience)
                .forEach(record -> states.replace(ChargeKey.chargeId(record.key()), record.value()));
        return requests.stream().noneMatch(request -> isKnown(request, states.get(request.chargeId())));
    }

    private boolean isKnown(Decided request, byte @Nullable [] state) {
        if (state == null) {
            return false;
        }
        try {
            return ChargeStateCodec.read(state)
                    .remembers(request.requestId(), RefundId.of(namespace, request.chargeId(), request.requestId()));
        } catch (UnreadableRecordException e) {
            // The partition stops before the next input of that charge, and says why.
            return true;
        }
    }
}
