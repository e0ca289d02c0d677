package io.github.refundworker.ops.client;

import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks the brokers about topics and groups, with hard time limits, and makes the topics that the tools need. */
public final class TopicAdmin implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String bootstrap;
    private final Admin admin;

    /** @throws BrokerUnreachableException if nothing listens there */
    public TopicAdmin(KafkaAccess access) {
        Reachability.require(access.bootstrap());
        bootstrap = access.bootstrap();
        Map<String, Object> config = access.client();
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(LIMIT.toMillis()));
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LIMIT.toMillis()) / 2);
        admin = Admin.create(config);
    }

    /** Absent if there is no such topic. */
    public @Nullable TopicDescription describe(String topic) {
        try {
            return await(
                            "describe topic " + topic,
                            admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic);
        } catch (UnknownTopicOrPartitionException e) {
            return null;
        }
    }

    public String clusterId() {
        return await("describe the cluster", admin.describeCluster().clusterId());
    }

    /** What a group has committed, by partition; nothing of a group that does not exist. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return await(
                "describe group " + group, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    /** How many processes read for a group now; a process that died counts until its session ends. */
    public int members(String group) {
        try {
            return Objects.requireNonNull(await(
                                    "describe group " + group,
                                    admin.describeConsumerGroups(List.of(group)).all())
                            .get(group))
                    .members()
                    .size();
        } catch (GroupIdNotFoundException e) {
            return 0;
        }
    }

    /** Where a partition ends. */
    public long end(TopicPartition partition) {
        return Objects.requireNonNull(await(
                                "describe topic " + partition.topic(),
                                admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                        .all())
                        .get(partition))
                .offset();
    }

    /** Lets a group without members go on elsewhere. */
    public void move(String group, TopicPartition partition, long offset) {
        await(
                "read with group " + group,
                admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                        .all());
    }

    /** The value of an existing topic's setting, its default included. */
    public String setting(String topic, String key) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        long until = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                Config config = Objects.requireNonNull(await(
                                "describe the configuration of topic " + topic,
                                admin.describeConfigs(List.of(resource)).all())
                        .get(resource));
                return Objects.requireNonNull(config.get(key), key).value();
            } catch (UnknownTopicOrPartitionException e) {
                // Somebody has just made it, and this broker has not heard of it yet.
                if (System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /**
     * Makes a topic of one partition unless it is there: as safe as another one, whose replication the installation has
     * chosen already.
     *
     * @return whether it was there
     * @throws BrokerUnreachableException if the other one is missing
     */
    public boolean createUnlessThere(String topic, String like, Map<String, String> settings) {
        if (describe(topic) != null) {
            return true;
        }
        TopicDescription model = describe(like);
        if (model == null) {
            throw new BrokerUnreachableException(
                    "the broker at " + bootstrap + " has no topic " + like + ": is the worker running?");
        }
        short replicas = (short) model.partitions().stream()
                .mapToInt(p -> p.replicas().size())
                .min()
                .orElseThrow();
        Map<String, String> all = new HashMap<>(settings);
        all.put(MIN_IN_SYNC_REPLICAS_CONFIG, setting(like, MIN_IN_SYNC_REPLICAS_CONFIG));
        try {
            await(
                    "create topic " + topic,
                    admin.createTopics(List.of(new NewTopic(topic, 1, replicas).configs(all)))
                            .all());
            return false;
        } catch (TopicExistsException e) {
            return true;
        }
    }

    private <T> T await(String right, KafkaFuture<T> answer) {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
            }
            throw e.getCause() instanceof KafkaException refused
                    ? NotAllowedException.named(refused, right)
                    : new KafkaException(e);
        } catch (TimeoutException e) {
            throw new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(LIMIT);
    }
}
