package io.github.refundworker.decide;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.metrics.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are stopped before an input that must not be consumed. Kafka Streams cannot skip one record
 * and continue with the other partitions of a thread. So the thread that meets the input ends with a
 * {@link StandstillException}, and its open transaction is aborted. The replacement thread gets the records of that
 * partition only up to the input. So it does not meet the input again, and all other partitions continue.
 */
public final class Standstills {
    private static final Logger log = LoggerFactory.getLogger(Standstills.class);

    private final String inputs;
    private final Set<Integer> here = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Standstill> before = new ConcurrentHashMap<>();
    private final Map<Integer, Long> triedAgain = new ConcurrentHashMap<>();
    private final Map<Integer, String> overdue = new ConcurrentHashMap<>();

    private record Standstill(long offset, String why) {}

    /** @param inputs the topic */
    public Standstills(String inputs, MeterRegistry registry) {
        this.inputs = inputs;
        Metric.DECIDE_PARTITIONS_STOPPED.gauge(
                registry, this, all -> all.troubles().size());
    }

    // For the stream threads

    void opened(int partition) {
        here.add(partition);
    }

    void closed(int partition) {
        here.remove(partition);
        overdue.remove(partition);
    }

    /** The input at that offset must not be consumed. */
    StandstillException at(int partition, long offset, String why) {
        Standstill standstill = new Standstill(offset, why);
        before.put(partition, standstill);
        String text = text(partition, standstill);
        log.atError()
                .addKeyValue("partition", partition)
                .addKeyValue("offset", offset)
                .log(text);
        return new StandstillException(text);
    }

    /**
     * The input at that offset could not be decided on, but the stores may be the cause. The thread that ends with
     * this exception gets its stores restored from the changelog. Only a second failure is certain.
     */
    StandstillException onceMoreAt(int partition, long offset, String why) {
        Long last = triedAgain.put(partition, offset);
        return last != null && last == offset ? at(partition, offset, why) : new StandstillException(why);
    }

    /** A due time has no record behind it, so only its charge waits, and the rest of the partition continues. */
    void overdue(int partition, ChargeId chargeId, String why) {
        log.atError()
                .addKeyValue("charge_id", chargeId)
                .addKeyValue("partition", partition)
                .log("the open work of a charge waits: {}", why);
        overdue.put(partition, "in partition " + partition + " the open work of charge " + chargeId + " waits: " + why);
    }

    /** The polled records without those that must not reach the decider. */
    public <K, V> ConsumerRecords<K, V> keepBack(Consumer<?, ?> consumer, ConsumerRecords<K, V> polled) {
        if (before.isEmpty()) {
            return polled;
        }
        Map<TopicPartition, List<ConsumerRecord<K, V>>> kept = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        polled.partitions().forEach(partition -> kept.put(partition, polled.records(partition)));
        for (Map.Entry<Integer, Standstill> entry : before.entrySet()) {
            TopicPartition partition = new TopicPartition(inputs, entry.getKey());
            long offset = entry.getValue().offset;
            List<ConsumerRecord<K, V>> records = kept.getOrDefault(partition, List.of());
            if (records.isEmpty()
                    ? isPast(consumer, partition, offset)
                    : records.getFirst().offset() > offset) {
                log.atInfo().addKeyValue("partition", entry.getKey()).log("another instance has decided on the input");
                before.remove(entry.getKey(), entry.getValue());
            } else if (!records.isEmpty() && records.getLast().offset() >= offset) {
                consumer.seek(partition, offset);
                consumer.pause(List.of(partition));
                next.put(partition, new OffsetAndMetadata(offset));
                kept.put(
                        partition,
                        records.stream().filter(r -> r.offset() < offset).toList());
            }
        }
        kept.values().removeIf(List::isEmpty);
        return new ConsumerRecords<>(kept, next);
    }

    /** Whether the consumer is past the input. While the input is held back, the consumer's position stays at it. */
    private static boolean isPast(Consumer<?, ?> consumer, TopicPartition partition, long offset) {
        try {
            return consumer.assignment().contains(partition) && consumer.position(partition, Duration.ZERO) > offset;
        } catch (TimeoutException e) {
            return false;
        }
    }

    // For all others

    /** The reasons of the stopped partitions that are assigned here. Absent without one. */
    @Nullable
    public String trouble() {
        Map<Integer, String> all = troubles();
        return all.isEmpty() ? null : String.join("; ", all.values());
    }

    private Map<Integer, String> troubles() {
        Map<Integer, String> all = new TreeMap<>(overdue);
        before.forEach((partition, standstill) -> all.put(partition, text(partition, standstill)));
        all.keySet().retainAll(here);
        return all;
    }

    private String text(int partition, Standstill standstill) {
        return "partition " + partition + " stands still before " + inputs + "-" + partition + "-" + standstill.offset
                + ": " + standstill.why;
    }
}
