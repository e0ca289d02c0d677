package io.github.refundworker.ops.console.feed;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicAdmin;
import io.github.refundworker.ops.console.ConsoleProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Follows the topics with one thread, from where the database says that it has read them. A failure of the broker or of
 * the database is told on every page; the thread tries again.
 */
@Component
public final class Feed implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK_FOR_COPY = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR_TOPICS = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final KafkaAccess access;
    private final TopicNames names;
    private final boolean rebuild;
    private final Offsets offsets;
    private final TransactionTemplate transaction;
    private final Map<String, Supplier<Copier>> kinds = new LinkedHashMap<>();

    private volatile Freshness freshness = new Freshness(null, 0, Instant.now(), 0, null);
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> reading;
    private @Nullable Thread thread;

    private long copied;
    private long copiedBefore;
    private long perSecond;

    public Feed(
            KafkaAccess access,
            TopicNames names,
            ConsoleProperties properties,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions) {
        this.access = access;
        this.names = names;
        this.rebuild = properties.rebuild();
        this.offsets = new Offsets(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        kinds.put(names.status(), () -> new StatusCopier(jdbc));
        kinds.put(names.balances(), () -> new BalanceCopier(jdbc));
        kinds.put(names.audit(), () -> new AuditCopier(jdbc));
        for (String letters : List.of(names.requestsDeadLetters(), names.inputsDeadLetters())) {
            kinds.put(letters, () -> new LetterCopier(jdbc));
            kinds.put(TopicNames.deadLetterStates(letters), () -> new LetterStateCopier(jdbc, letters));
        }
    }

    public Freshness freshness() {
        return freshness;
    }

    /**
     * Waits until a record is copied, so that the next page shows it.
     *
     * @return false if it is not, in that time
     */
    public boolean awaitCopied(String topic, int partition, long offset, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        do {
            if (offsets.next().getOrDefault(new TopicPartition(topic, partition), 0L) > offset) {
                return true;
            }
            LockSupport.parkNanos(LOOK_FOR_COPY.toNanos());
        } while (System.nanoTime() < end);
        return false;
    }

    @Override
    public void start() {
        if (rebuild) {
            offsets.clear();
        }
        stopping = false;
        thread = Thread.ofPlatform().name("feed").start(this::run);
    }

    private void run() {
        while (!stopping) {
            try {
                follow();
            } catch (WakeupException e) {
                // It is to stop.
            } catch (RuntimeException e) {
                explain(e);
                pause();
            }
        }
    }

    private void explain(RuntimeException e) {
        String trouble = String.valueOf(e.getMessage());
        Freshness last = freshness;
        if (!trouble.equals(last.trouble())) {
            LOG.warn("the topics are not copied; trying again every {} s: {}", PAUSE.toSeconds(), trouble, e);
        }
        freshness = new Freshness(last.behind(), 0, last.asOf(), last.unreadable(), trouble);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (TopicAdmin admin = new TopicAdmin(access)) {
            offsets.requireSource(admin.clusterId(), names.prefix());
        }
        try (KafkaConsumer<byte[], byte[]> consumer = access.reader()) {
            reading = consumer;
            long looked = 0;
            long lookedForTopics = 0;
            while (!stopping) {
                long now = System.nanoTime();
                if (lookedForTopics == 0 || now - lookedForTopics > LOOK_FOR_TOPICS.toNanos()) {
                    assign(consumer);
                    lookedForTopics = now;
                }
                copy(consumer.poll(POLL));
                if (looked == 0 || now - looked > LOOK.toNanos()) {
                    look(consumer, looked == 0 ? LOOK.toNanos() : now - looked);
                    looked = now;
                }
            }
        } finally {
            reading = null;
        }
    }

    /** Some topics come with their first record, and partitions may be added. */
    private void assign(KafkaConsumer<byte[], byte[]> consumer) {
        Map<String, List<PartitionInfo>> topics = consumer.listTopics();
        List<TopicPartition> all = new ArrayList<>();
        kinds.keySet()
                .forEach(topic -> topics.getOrDefault(topic, List.of())
                        .forEach(info -> all.add(new TopicPartition(topic, info.partition()))));
        List<TopicPartition> added = new ArrayList<>(all);
        added.removeAll(consumer.assignment());
        if (added.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> next = offsets.next();
        Collection<TopicPartition> assigned = new ArrayList<>(consumer.assignment());
        assigned.addAll(added);
        Map<TopicPartition, Long> positions = new HashMap<>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        consumer.assign(assigned);
        positions.forEach(consumer::seek);
        added.forEach(partition -> {
            Long offset = next.get(partition);
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        });
    }

    private void copy(ConsumerRecords<byte[], byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            Map<String, Copier> copiers = new HashMap<>();
            for (TopicPartition partition : records.partitions()) {
                Copier copier = copiers.computeIfAbsent(
                        partition.topic(),
                        topic -> Objects.requireNonNull(kinds.get(topic)).get());
                List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
                long unreadable =
                        batch.stream().filter(record -> !add(copier, record)).count();
                offsets.copied(partition, batch.getLast().offset() + 1, unreadable);
            }
            copiers.values().forEach(Copier::write);
        });
        copied += records.count();
    }

    /** A record must never end the copy of those behind it. */
    private static boolean add(Copier copier, ConsumerRecord<byte[], byte[]> record) {
        try {
            if (copier.add(record)) {
                return true;
            }
            LOG.warn(
                    "not readable: topic={} partition={} offset={}",
                    record.topic(),
                    record.partition(),
                    record.offset());
        } catch (RuntimeException e) {
            LOG.warn(
                    "not readable: topic={} partition={} offset={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
        }
        return false;
    }

    private void look(KafkaConsumer<byte[], byte[]> consumer, long nanos) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long behind = ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
        long now = (long) ((copied - copiedBefore) * 1e9 / nanos);
        perSecond = perSecond == 0 ? now : (perSecond + now) / 2;
        copiedBefore = copied;
        String trouble =
                ends.isEmpty() ? "the cluster has no topic " + names.status() + ": is the worker running?" : null;
        freshness = new Freshness(behind, perSecond, Instant.now(), offsets.unreadable(), trouble);
    }

    @Override
    public void stop() {
        stopping = true;
        KafkaConsumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        Thread running = thread;
        if (running != null) {
            // No interrupt: it would close the file of the embedded database.
            try {
                running.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
