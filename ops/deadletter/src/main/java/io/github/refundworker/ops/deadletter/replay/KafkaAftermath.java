package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.chargelog.ReadToEnd;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Watches two things. Behind the end of the plan, it watches the dead-letter topic for letters with the job's name.
 * And it watches the committed offsets of the worker's two steps, to know when no more letters can follow: intake
 * commits a request's offset when the request or its dead letter is acknowledged, and decide commits an input's
 * offset together with everything that follows from it.
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
        consumer.poll(wait).forEach(this::count);
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        if (job.equals(DeadLetter.of(record).replays().job())) {
            redeaths++;
        }
    }

    @Override
    public boolean settle(Map<TopicPartition, Long> sent, Duration patience, BooleanSupplier stop) {
        long until = System.nanoTime() + patience.toNanos();
        Map<String, Map<TopicPartition, Long>> requests = new HashMap<>();
        sent.forEach((partition, offset) -> {
            if (topic.names().isOfRequests(partition.topic())) {
                requests.computeIfAbsent(topic.names().intakeGroup(partition.topic()), group -> new HashMap<>())
                        .put(partition, offset);
            }
        });
        for (var ofGroup : requests.entrySet()) {
            if (!awaitCommitted(ofGroup.getKey(), ofGroup.getValue(), until, stop)) {
                return false;
            }
        }
        // The inputs that intake wrote for them are before these ends, and so are letters sent to the inputs topic
        // itself.
        Map<TopicPartition, Long> inputs = new HashMap<>();
        if (!sent.isEmpty()) {
            consumer.endOffsets(partitions(topic.names().inputs())).forEach((partition, end) -> {
                if (end > 0) {
                    inputs.put(partition, end - 1);
                }
            });
        }
        if (!awaitCommitted(topic.names().decideGroup(), inputs, until, stop)) {
            return false;
        }
        return readToTheEnd(until);
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

    private boolean readToTheEnd(long until) {
        Duration left = Duration.ofNanos(until - System.nanoTime());
        try {
            new ReadToEnd(consumer, consumer.endOffsets(consumer.assignment()), left).forEach(this::count);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
