package io.github.refundworker.ops.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers of the drill with short time limits, because a broker that does not answer in time is a
 * result too.
 */
final class ClusterAdmin implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long RETRY_MS = 250;

    private final Admin admin;

    ClusterAdmin(String bootstrap) {
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LIMIT.toMillis()),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(LIMIT.toMillis())));
    }

    /** The node whose controller leads; empty if nobody says. */
    OptionalInt controller() throws InterruptedException {
        try {
            int id = await(admin.describeMetadataQuorum().quorumInfo()).leaderId();
            return id < 0 ? OptionalInt.empty() : OptionalInt.of(id - ClusterLayout.nodeId(0));
        } catch (ExecutionException | TimeoutException e) {
            return OptionalInt.empty();
        }
    }

    boolean hasAllBrokers() throws InterruptedException {
        try {
            return await(admin.describeCluster().nodes()).size() == ClusterLayout.NODES;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Whether every partition has all of its replicas in sync. */
    boolean isWhole() throws InterruptedException {
        try {
            var names = await(
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
            return hasAllBrokers()
                    && await(admin.describeTopics(names).allTopicNames()).values().stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.leader() != null
                                    && partition.isr().size()
                                            == partition.replicas().size());
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Sets a topic's setting, or takes back what was set; tries until the brokers do it. */
    void set(List<String> topics, String key, @Nullable String value) throws InterruptedException {
        AlterConfigOp operation = new AlterConfigOp(
                new ConfigEntry(key, value), value == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        topics.forEach(topic -> changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(operation)));
        untilDone(
                "set " + key, () -> await(admin.incrementalAlterConfigs(changes).all()));
    }

    /** The worker's topics. */
    List<String> topics() throws InterruptedException {
        List<String> topics = new ArrayList<>();
        untilDone(
                "list the topics", () -> topics.addAll(await(admin.listTopics().names())));
        return topics;
    }

    /** Has a group begin again at the beginning of a topic; waits until its members are gone. */
    void toBeginning(String group, String topic) throws InterruptedException {
        untilDone("reset group " + group, () -> {
            Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
            await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .keySet()
                    .forEach(partition -> {
                        if (partition.topic().equals(topic)) {
                            beginning.put(partition, new OffsetAndMetadata(0));
                        }
                    });
            await(admin.alterConsumerGroupOffsets(group, beginning).all());
        });
    }

    private interface Change {
        void make() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static void untilDone(String what, Change change) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                change.make();
                return;
            } catch (ExecutionException | TimeoutException e) {
                if (System.nanoTime() > until) {
                    throw new KafkaException("the brokers would not " + what, e);
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            }
        }
    }

    private static <T> T await(KafkaFuture<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(LIMIT);
    }
}
