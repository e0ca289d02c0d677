package io.github.refundworker.ops.review;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.NotAllowedException;
import io.github.refundworker.ops.client.Reachability;
import io.github.refundworker.wire.InputCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The one log of what the world tells about a charge, to which operators write too. A charge's records go to its own
 * partition, so nothing is written unless the topics agree on how many partitions there are.
 */
public final class InputsLog implements AutoCloseable {

    public static final String TOPIC = "refund-inputs";

    private static final String DECIDE_GROUP = "refund-decide";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Cluster cluster;
    private final String topic;
    private final Admin admin;
    private final int partitions;

    /** Where a record stands. */
    public record Place(int partition, long offset) {}

    /**
     * Looks at the topics.
     *
     * @throws BrokerUnreachableException if the broker does not answer, or has no such topics
     * @throws PartitionCountsException if they have different numbers of partitions
     */
    public InputsLog(Cluster cluster) {
        Reachability.require(cluster.bootstrap());
        this.cluster = cluster;
        this.topic = cluster.name(TOPIC);
        Map<String, Object> config = cluster.access().client();
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LIMIT.toMillis()) / 2);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(LIMIT.toMillis()));
        admin = Admin.create(config);
        try {
            partitions = agreedPartitions();
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private int agreedPartitions() {
        List<String> topics = List.of(topic, cluster.name(Topics.REFUND_STATUS), cluster.name(Topics.CHARGE_BALANCES));
        Map<String, Integer> counts = new TreeMap<>();
        admin.describeTopics(topics)
                .topicNameValues()
                .forEach((name, answer) -> counts.put(
                        name,
                        await("describe topic " + name, answer).partitions().size()));
        if (counts.values().stream().distinct().count() > 1) {
            throw new PartitionCountsException(
                    "nothing is written, as topics have different numbers of partitions and nobody can tell where a charge"
                            + " lives: " + counts);
        }
        return counts.values().iterator().next();
    }

    /** Whose log it is. */
    Cluster cluster() {
        return cluster;
    }

    /** Of every topic of the worker. */
    public int partitions() {
        return partitions;
    }

    public int partitionOf(ChargeId chargeId) {
        return PartitionHash.partition(chargeId, partitions);
    }

    /** @return when the broker and its in-sync replicas have it */
    public Place write(ChargeId chargeId, OperatorDecision decision, String by, String why) {
        byte[] value = InputCodec.write(new Input.OperatorDecided(Instant.EPOCH, decision, by, why));
        byte[] key = chargeId.value().getBytes(StandardCharsets.US_ASCII);
        try (KafkaProducer<byte[], byte[]> producer = cluster.access().writer(LIMIT, Map.of())) {
            RecordMetadata written = producer.send(new ProducerRecord<>(topic, partitionOf(chargeId), key, value))
                    .get();
            return new Place(written.partition(), written.offset());
        } catch (ExecutionException e) {
            throw failed("write to topic " + topic, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /**
     * Waits until the worker has decided on a record, and on all before it; what follows from it is on its topics then.
     *
     * @return false if it has not, in that time
     */
    public boolean awaitDecided(Place place, Duration limit) throws InterruptedException {
        TopicPartition partition = new TopicPartition(topic, place.partition());
        long end = System.nanoTime() + limit.toNanos();
        String group = cluster.name(DECIDE_GROUP);
        do {
            OffsetAndMetadata committed = await(
                            "describe group " + group,
                            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .get(partition);
            if (committed != null && committed.offset() > place.offset()) {
                return true;
            }
            Thread.sleep(PAUSE);
        } while (System.nanoTime() < end);
        return false;
    }

    private <T> T await(String right, KafkaFuture<T> answer) {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(right, e);
        } catch (TimeoutException e) {
            throw new BrokerUnreachableException("the broker at " + cluster.bootstrap() + " does not answer");
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private RuntimeException failed(String right, ExecutionException e) {
        return switch (e.getCause()) {
            case UnknownTopicOrPartitionException missing ->
                new BrokerUnreachableException("the broker at " + cluster.bootstrap()
                        + " lacks a topic of the worker: is the worker running?");
            case org.apache.kafka.common.errors.TimeoutException late ->
                new BrokerUnreachableException("the broker at " + cluster.bootstrap() + " does not answer");
            case KafkaException refused -> NotAllowedException.named(refused, right);
            case null, default -> new KafkaException(e);
        };
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
