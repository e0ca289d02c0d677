package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.NotAllowedException;
import io.github.refundworker.ops.client.TopicAdmin;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Watches the dead-letter topic for letters that carry the job's name, from where the plan ends; and the progress of the
 * worker's two steps, which is how it is known that there will be no more of them: intake commits a request's offset when
 * it, or its dead letter, is acknowledged, and decide commits an input's offset together with all that follows from it.
 */
final class KafkaAftermath implements Aftermath, AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicAdmin admin;
    private final DeadLetterTopic topic;
    private final String job;
    private long redeaths;

    KafkaAftermath(KafkaAccess access, Plan plan, String job) {
        this.topic = plan.topic();
        this.job = job;
        this.admin = new TopicAdmin(access);
        this.consumer = access.reader();
        List<TopicPartition> partitions = partitions(topic.name());
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, plan.ends().getOrDefault(partition.partition(), 0L)));
    }

    private List<TopicPartition> partitions(String name) {
        try {
            return consumer.partitionsFor(name, KafkaAccess.READ_LIMIT).stream()
                    .map(info -> new TopicPartition(name, info.partition()))
                    .toList();
        } catch (AuthorizationException e) {
            throw NotAllowedException.named(e, "describe topic " + name);
        }
    }

    @Override
    public long redeaths() {
        read(Duration.ZERO);
        return redeaths;
    }

    private void read(Duration wait) {
        consumer.poll(wait).forEach(record -> {
            if (job.equals(DeadLetter.of(record).replays().job())) {
                redeaths++;
            }
        });
    }

    @Override
    public boolean settle(Map<TopicPartition, Long> sent, Duration patience, BooleanSupplier stop) {
        long until = System.nanoTime() + patience.toNanos();
        Map<TopicPartition, Long> requests = new HashMap<>(sent);
        requests.keySet().removeIf(partition -> !partition.topic().equals(topic.requests()));
        if (!awaitCommitted(topic.intakeGroup(), requests, until, stop)) {
            return false;
        }
        // What intake made of them stands before these ends, and so does what was sent to the inputs themselves.
        Map<TopicPartition, Long> inputs = new HashMap<>();
        if (!sent.isEmpty()) {
            consumer.endOffsets(partitions(topic.inputs())).forEach((partition, end) -> {
                if (end > 0) {
                    inputs.put(partition, end - 1);
                }
            });
        }
        if (!awaitCommitted(topic.decideGroup(), inputs, until, stop)) {
            return false;
        }
        readToTheEnd(until);
        return true;
    }

    private boolean awaitCommitted(String group, Map<TopicPartition, Long> last, long until, BooleanSupplier stop) {
        while (!last.isEmpty() && !hasCommitted(group, last)) {
            if (System.nanoTime() > until || stop.getAsBoolean()) {
                return false;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        return true;
    }

    private boolean hasCommitted(String group, Map<TopicPartition, Long> last) {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.committed(group);
        return last.entrySet().stream().allMatch(one -> {
            OffsetAndMetadata at = committed.get(one.getKey());
            return at != null && at.offset() > one.getValue();
        });
    }

    private void readToTheEnd(long until) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())
                && System.nanoTime() < until) {
            read(Duration.ofMillis(100));
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
