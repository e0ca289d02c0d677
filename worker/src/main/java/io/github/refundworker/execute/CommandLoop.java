package io.github.refundworker.execute;

import io.github.refundworker.wire.LaterVersionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of the consumer: polls, passes commands to the dispatcher, and pauses, resumes and commits as the core
 * says.
 */
final class CommandLoop implements Runnable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLoop.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final Dispatcher dispatcher;
    private final ExecutorSettings settings;
    private final SteadyClock clock;
    private final String merchant;
    private final Map<Integer, String> stopped = new ConcurrentHashMap<>();
    private volatile @Nullable Duration drainWithin;
    private volatile @Nullable String waitingFor;
    private volatile @Nullable String failure;
    private volatile boolean ended;

    /** @param merchant stored beside each committed offset, for the check at the next start; may be empty */
    CommandLoop(
            String topic,
            Consumer<byte[], byte[]> consumer,
            Dispatcher dispatcher,
            ExecutorSettings settings,
            SteadyClock clock,
            String merchant) {
        this.topic = topic;
        this.merchant = merchant;
        this.consumer = consumer;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            consumer.subscribe(List.of(topic), this);
            Duration drain = drainWithin;
            while (drain == null) {
                pollOnce();
                drain = drainWithin;
            }
            dispatcher.drain();
            Instant deadline = clock.instant().plus(drain);
            while (!dispatcher.isDrained() && clock.instant().isBefore(deadline)) {
                pollOnce();
            }
        } catch (RuntimeException e) {
            LOG.error("the executor stops topic={}", topic, e);
            failure = e instanceof FencedInstanceIdException
                    ? "another process took its refunds.instance-id; stop one of the two, or give it another id"
                    : e.getClass().getSimpleName() + ": " + e.getMessage();
            dispatcher.drain();
            awaitDrained();
        } finally {
            end();
        }
    }

    /** Ends the loop. Running calls may take the given time; then they are interrupted. */
    void drain(Duration within) {
        drainWithin = within;
    }

    ExecutorHealth health() {
        String failed = failure;
        if (failed != null) {
            return new ExecutorHealth(ExecutorHealth.State.FAILED, failed);
        }
        if (ended) {
            return new ExecutorHealth(ExecutorHealth.State.STOPPED, "");
        }
        String problems = Stream.concat(Stream.of(waitingFor, dispatcher.trouble()), stopped.values().stream())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        return new ExecutorHealth(
                problems.isEmpty() ? ExecutorHealth.State.RUNNING : ExecutorHealth.State.IMPAIRED, problems);
    }

    int stoppedPartitions() {
        return stopped.size();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        dispatcher.assigned(numbers(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        for (var action : dispatcher.revoked(numbers(partitions))) {
            if (action instanceof Action.Commit(Map<Integer, Long> offsets)) {
                commitNow(offsets);
            }
        }
        stopped.keySet().removeAll(numbers(partitions));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        dispatcher.lost(numbers(partitions));
        stopped.keySet().removeAll(numbers(partitions));
    }

    private void pollOnce() {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (RetriableException e) {
            if (waitingFor == null) {
                LOG.warn("commands cannot be read now, waiting topic={}", topic, e);
            }
            waitingFor = "commands cannot be read: " + e.getClass().getSimpleName();
            LockSupport.parkNanos(RETRY.toNanos());
            return;
        }
        if (waitingFor != null) {
            waitingFor = null;
            LOG.info("commands can be read again topic={}", topic);
        }
        dispatcher.letFlow();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            take(record);
        }
        records.nextOffsets().forEach((partition, next) -> dispatcher.readUpTo(partition.partition(), next.offset()));
        dispatcher.tick().forEach(this::perform);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (stopped.containsKey(record.partition())) {
            return;
        }
        ReceivedCommand command;
        try {
            command = ReceivedCommand.of(record);
        } catch (RuntimeException e) {
            // Catches every exception, because a bug in the reader must not lose a command either.
            LOG.error(
                    "a command is unreadable, its partition stands still topic={} partition={} offset={}",
                    topic,
                    record.partition(),
                    record.offset(),
                    e);
            stopped.put(
                    record.partition(),
                    "unreadable command at " + topic + "-" + record.partition() + "-" + record.offset()
                            + (e instanceof LaterVersionException ? ": " + e.getMessage() : ""));
            dispatcher.unreadable(record.partition(), record.offset());
            return;
        }
        dispatcher.polled(record.partition(), record.offset(), command);
    }

    private void perform(Action.OfLoop<ReceivedCommand, ProducerRecord<byte[], byte[]>> action) {
        switch (action) {
            case Action.Pause(Set<Integer> partitions) -> consumer.pause(partitions(partitions));
            case Action.Resume(Set<Integer> partitions) -> consumer.resume(partitions(partitions));
            case Action.Commit(Map<Integer, Long> offsets) ->
                consumer.commitAsync(offsets(offsets), (committed, failed) -> {
                    if (failed != null) {
                        LOG.debug("a commit failed and will be made again topic={}", topic, failed);
                        dispatcher.commitFailed(offsets.keySet());
                    }
                });
        }
    }

    private void commitNow(Map<Integer, Long> offsets) {
        try {
            consumer.commitSync(offsets(offsets), LAST_WORD);
        } catch (KafkaException e) {
            LOG.warn("offsets could not be committed, some commands will be executed again topic={}", topic, e);
        }
    }

    /** After a failure the loop polls no more, but running calls still end and are answered. */
    private void awaitDrained() {
        Instant deadline =
                clock.instant().plus(settings.callTimeout().multipliedBy(2)).plus(settings.patience());
        while (!dispatcher.isDrained() && clock.instant().isBefore(deadline)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    void end() {
        dispatcher.stop();
        try {
            onPartitionsRevoked(consumer.assignment());
            // It has no state that another process would have to restore, so others need not wait for the end of its
            // session.
            consumer.close(CloseOptions.timeout(LAST_WORD)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        } catch (RuntimeException e) {
            LOG.warn("the consumer did not close well topic={}", topic, e);
        }
        ended = true;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> byPartition = new HashMap<>();
        offsets.forEach((partition, offset) ->
                byPartition.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset, merchant)));
        return byPartition;
    }

    private List<TopicPartition> partitions(Set<Integer> numbers) {
        return numbers.stream().map(n -> new TopicPartition(topic, n)).toList();
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
