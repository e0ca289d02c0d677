package io.github.refundworker.cluster;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.lifecycle.NotReadyException;
import io.github.refundworker.metrics.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Asks the brokers every few seconds how far each step is behind, and whether an open transaction hides records from
 * readers. The consumers' own figures are missing while a consumer is dead, and do not look past an open
 * transaction.
 */
public final class KafkaWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(KafkaWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Longer than any open transaction of the worker. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(15);

    private final Map<String, Object> clients;
    private final List<Watched> topics;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Standstill> standstills = new ConcurrentHashMap<>();
    private final Map<String, Long> lags = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile @Nullable String trouble = "not asked yet";

    /**
     * A topic between two steps.
     *
     * @param group the consumer group of its reader; absent if only other systems read it
     */
    public record Watched(String topic, @Nullable String group) {}

    /** A last stable offset with more records behind it, and since when it has not moved. */
    private record Standstill(long offset, long since) {}

    /** @param clients settings of every Kafka client */
    public KafkaWatch(
            Map<String, Object> clients, List<Watched> topics, MeterRegistry registry, LongSupplier nanoTime) {
        this.clients = Map.copyOf(clients);
        this.topics = List.copyOf(topics);
        this.nanoTime = nanoTime;
        for (Watched watched : topics) {
            String topic = watched.topic();
            if (watched.group() != null) {
                Metric.LAG.gauge(registry, lags, all -> all.getOrDefault(topic, 0L), topic);
            }
            Metric.STABLE_AGE.gauge(registry, this, watch -> watch.stableAge(topic), topic);
        }
    }

    /** Why the brokers cannot be asked. Absent if they can. */
    @Nullable
    public String trouble() {
        return trouble;
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().name("kafka-watch").daemon().start(this::run);
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                try (Brokers brokers = new Brokers(clients)) {
                    do {
                        look(brokers);
                    } while (!stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
                } catch (NotReadyException e) {
                    // The steps themselves log what keeps them from working.
                    log.debug("the brokers cannot be asked", e);
                    trouble = e.getMessage();
                    stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Brokers brokers) {
        Map<String, TopicDescription> found = brokers.await(
                "the topics",
                brokers.admin()
                        .describeTopics(topics.stream().map(Watched::topic).toList())
                        .allTopicNames());
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        for (Watched watched : topics) {
            List<TopicPartition> partitions = partitions(found, watched.topic());
            partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
            if (watched.group() != null) {
                groups.put(watched.group(), new ListConsumerGroupOffsetsSpec().topicPartitions(partitions));
            }
        }
        var ends = brokers.await(
                "the ends of the topics", brokers.admin().listOffsets(wanted).all());
        // Asked after the ends. Otherwise records written in between would look like an open transaction.
        var stable = brokers.await(
                "the ends of the topics",
                brokers.admin()
                        .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all());
        var committed = brokers.await(
                "the offsets of the groups",
                brokers.admin().listConsumerGroupOffsets(groups).all());
        long now = nanoTime.getAsLong();
        for (Watched watched : topics) {
            long lag = 0;
            for (TopicPartition partition : partitions(found, watched.topic())) {
                long end = requireNonNull(ends.get(partition)).offset();
                see(partition, requireNonNull(stable.get(partition)).offset(), end, now);
                if (watched.group() != null) {
                    OffsetAndMetadata offset =
                            requireNonNull(committed.get(watched.group())).get(partition);
                    lag += offset == null ? 0 : Math.max(0, end - offset.offset());
                }
            }
            lags.put(watched.topic(), lag);
        }
        trouble = null;
    }

    private static List<TopicPartition> partitions(Map<String, TopicDescription> found, String topic) {
        return requireNonNull(found.get(topic)).partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** @param stable the last stable offset, where readers stop; before the end while a transaction is open */
    void see(TopicPartition partition, long stable, long end, long now) {
        standstills.compute(partition, (key, before) -> {
            if (stable >= end) {
                return null;
            }
            return before != null && before.offset == stable ? before : new Standstill(stable, now);
        });
    }

    double stableAge(String topic) {
        long now = nanoTime.getAsLong();
        return standstills.entrySet().stream()
                        .filter(entry -> entry.getKey().topic().equals(topic))
                        .mapToLong(entry -> now - entry.getValue().since)
                        .max()
                        .orElse(0)
                / 1e9;
    }

    /** Topics on which an open transaction hides records from readers, and since when. Absent without one. */
    @Nullable
    public String heldBack() {
        long now = nanoTime.getAsLong();
        Map<String, String> held = new TreeMap<>();
        standstills.forEach((partition, standstill) -> {
            long seconds = Duration.ofNanos(now - standstill.since).toSeconds();
            if (seconds >= WORTH_TELLING.toSeconds()) {
                held.put(partition.toString(), partition + " at " + standstill.offset + " for " + seconds + " s");
            }
        });
        return held.isEmpty() ? null : "a transaction is open on " + String.join(", ", held.values());
    }

    @Override
    public void stop() {
        stopping.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
