package io.github.refundworker.ops.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.deadletter.ReplayHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Moves a consumer group past records that end every process that reads them. This class does not read these records
 * either. If the group has not committed the records before them, it writes those to the end of their topic again. A header
 * names their first position, so that the worker recognises a record that it has already taken.
 */
public final class StepOver {
    /** More than a consumer takes at a time. */
    private static final int MOST_BEFORE = 2_000;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Cluster cluster;
    private final String group;
    private final TopicPartition partition;
    private final long first;
    private final int count;

    /** @param count number of records to step over. It must cover the whole batch, whose end this class cannot see */
    public StepOver(Cluster cluster, String group, TopicPartition partition, long first, int count) {
        this.cluster = cluster;
        this.group = group;
        this.partition = partition;
        this.first = first;
        this.count = count;
    }

    /**
     * What would be done.
     *
     * @param before written again, as the group has not committed them
     * @param next where the group goes on
     */
    public record Plan(List<ConsumerRecord<byte[], byte[]>> before, long next) {
        public Plan {
            before = List.copyOf(before);
        }
    }

    /** It cannot be done, and why. */
    public static final class ImpossibleException extends RuntimeException {
        ImpossibleException(String why) {
            super(why);
        }
    }

    /** @throws ImpossibleException if the group reads now, or does not stand before these records */
    public Plan plan() {
        try (TopicAdmin admin = new TopicAdmin(cluster.access())) {
            requireStopped(admin);
            OffsetAndMetadata committed = admin.committed(group).get(partition);
            if (committed == null) {
                throw new ImpossibleException("group " + group + " has never read " + partition);
            }
            long from = committed.offset();
            if (first < from) {
                throw new ImpossibleException("group " + group + " is behind it already: it goes on at " + from);
            }
            if (first + count > admin.end(partition)) {
                throw new ImpossibleException(partition + " ends before, at " + admin.end(partition));
            }
            if (first - from > MOST_BEFORE) {
                throw new ImpossibleException("group " + group + " goes on at " + from + ", more than " + MOST_BEFORE
                        + " records before it: no reader takes so many at a time, so it is another record");
            }
            return new Plan(first == from ? List.of() : read(from), first + count);
        }
    }

    private void requireStopped(TopicAdmin admin) {
        int members = admin.members(group);
        if (members > 0) {
            throw new ImpossibleException("group " + group + " has " + members
                    + " members: stop every process with the role intake, and wait 10 s if one died");
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(long from) {
        Map<String, Object> config = new HashMap<>(cluster.access().client());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // The next record is unpacked only when it is asked for.
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        List<ConsumerRecord<byte[], byte[]>> before = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long end = System.nanoTime() + LIMIT.toNanos();
            while (consumer.position(partition) < first) {
                if (System.nanoTime() > end) {
                    throw new BrokerUnreachableException("the broker at " + cluster.bootstrap() + " does not answer");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < first) {
                        before.add(record);
                    }
                }
            }
        } catch (TimeoutException e) {
            throw new BrokerUnreachableException("the broker at " + cluster.bootstrap() + " does not answer");
        } catch (AuthorizationException e) {
            throw NotAllowedException.named(e, "read topic " + partition.topic());
        }
        return before;
    }

    /** Does what was planned. If it fails, it can be planned and done again. */
    public void carryOut(Plan plan, String actor) {
        try (RecordWriter writer = new RecordWriter(cluster.access(), LIMIT, Map.of())) {
            for (ConsumerRecord<byte[], byte[]> record : plan.before()) {
                writer.write(again(record, actor), "record");
            }
        }
        try (TopicAdmin admin = new TopicAdmin(cluster.access())) {
            requireStopped(admin);
            admin.move(group, partition, plan.next());
        }
    }

    private static ProducerRecord<byte[], byte[]> again(ConsumerRecord<byte[], byte[]> record, String actor) {
        RecordHeaders headers = new RecordHeaders(record.headers());
        // A record that was replayed before has its first place already.
        if (ReplayHeaders.origin(headers) == null) {
            String place = record.topic() + "/" + record.partition() + "/" + record.offset() + "/" + record.timestamp();
            headers.remove(ReplayHeaders.ORIGIN);
            headers.add(ReplayHeaders.ORIGIN, place.getBytes(UTF_8));
        }
        headers.remove(ReplayHeaders.ACTOR);
        headers.add(ReplayHeaders.ACTOR, actor.getBytes(UTF_8));
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), headers);
    }
}
