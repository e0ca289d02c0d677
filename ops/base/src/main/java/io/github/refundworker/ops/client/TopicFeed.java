package io.github.refundworker.ops.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Follows topics on a thread of its own, read_committed and without a consumer group, so that it disturbs nobody and
 * leaves nothing behind. It survives restarts of the broker, but not a missing permission or a handler that fails. A
 * caller that waits for records calls {@link #requireRecords} in the meantime.
 */
public final class TopicFeed implements AutoCloseable {

    public enum From {
        BEGINNING,
        END
    }

    private static final Duration API_LIMIT = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ConsumerRecord<byte[], byte[]>> handler;
    private final String right;
    private final Thread thread;

    private volatile boolean closed;
    private volatile @Nullable RuntimeException failed;

    /**
     * Returns when the feed's place in every partition is settled: nothing written from then on is missed.
     *
     * @param handler called for each record on the feed's thread, in order per partition
     * @throws BrokerUnreachableException if the broker does not answer or a topic is missing
     * @throws NotAllowedException if the topics may not even be described
     */
    public TopicFeed(
            String bootstrap, List<String> topics, From from, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        this(KafkaAccess.of(bootstrap), topics, from, Map.of(), handler);
    }

    /** @param fetching consumer settings that differ from the defaults */
    public TopicFeed(
            KafkaAccess access,
            List<String> topics,
            From from,
            Map<String, String> fetching,
            Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        this.handler = handler;
        this.right = "read topic " + String.join(" or ", topics);
        String bootstrap = access.bootstrap();
        Reachability.require(bootstrap);
        Map<String, Object> config = access.client();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(API_LIMIT.toMillis()));
        config.putAll(fetching);
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = partitions(bootstrap, topics);
            consumer.assign(partitions);
            if (from == From.BEGINNING) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            partitions.forEach(consumer::position);
        } catch (TimeoutException e) {
            consumer.close();
            throw new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
        } catch (RuntimeException e) {
            consumer.close();
            throw NotAllowedException.named(e, right);
        }
        this.thread = Thread.ofPlatform().daemon().name("feed").start(this::follow);
    }

    private List<TopicPartition> partitions(String bootstrap, List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> infos = consumer.partitionsFor(topic, API_LIMIT);
            if (infos == null || infos.isEmpty()) {
                throw new BrokerUnreachableException(
                        "the broker at " + bootstrap + " has no topic " + topic + ": is the worker running?");
            }
            infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    private void follow() {
        try (consumer) {
            while (!closed) {
                try {
                    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                    records.forEach(handler);
                } catch (WakeupException e) {
                    return;
                } catch (InterruptException e) {
                    throw e;
                } catch (AuthorizationException | AuthenticationException e) {
                    // Waiting does not help, and the caller must not take this for silence.
                    failed = NotAllowedException.named(e, right);
                    return;
                } catch (KafkaException e) {
                    // A broker that went away comes back; the consumer goes on where it was.
                    pause();
                } catch (RuntimeException e) {
                    failed = e;
                    return;
                }
            }
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns if records may still come.
     *
     * @throws AuthorizationException if the topics may not be read, mostly a {@link NotAllowedException}
     * @throws AuthenticationException if the brokers do not believe who this is
     * @throws RuntimeException that the handler has thrown
     */
    public void requireRecords() {
        RuntimeException found = failed;
        if (found != null) {
            throw found;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(API_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
