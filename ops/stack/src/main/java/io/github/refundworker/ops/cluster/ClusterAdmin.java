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
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
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

    /** Deletes a group, as soon as its members are gone. */
    void deleteGroup(String group) throws InterruptedException {
        untilDone(
                "delete group " + group,
                () -> await(admin.deleteConsumerGroups(List.of(group)).all()));
    }

    /** Gives a topic one more partition. */
    void addPartition(String topic) throws InterruptedException {
        List<Integer> before = new ArrayList<>();
        untilDone(
                "describe " + topic,
                () -> await(admin.describeTopics(List.of(topic)).allTopicNames())
                        .values()
                        .forEach(found -> before.add(found.partitions().size())));
        int wanted = before.getLast() + 1;
        untilDone("add a partition to " + topic, () -> {
            try {
                await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(wanted)))
                        .all());
            } catch (ExecutionException e) {
                // It is there: an earlier try was taken, and its answer was late.
                if (!(e.getCause() instanceof InvalidPartitionsException)) {
                    throw e;
                }
            }
        });
    }

    /** Forbids the workers' user an operation on each of these topics. */
    void forbid(List<String> topics, AclOperation operation) throws InterruptedException {
        untilDone(
                "forbid " + operation,
                () -> await(admin.createAcls(acls(topics, operation)).all()));
    }

    /** Takes {@link #forbid} back. */
    void allow(List<String> topics, AclOperation operation) throws InterruptedException {
        List<AclBindingFilter> filters =
                acls(topics, operation).stream().map(AclBinding::toFilter).toList();
        untilDone("allow " + operation, () -> await(admin.deleteAcls(filters).all()));
    }

    /** Where one binding names a topic, nobody may do anything that no binding allows. So two of them are needed. */
    private static List<AclBinding> acls(List<String> topics, AclOperation operation) {
        List<AclBinding> bindings = new ArrayList<>();
        for (String topic : topics) {
            ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
            String user = "User:" + ClusterLayout.USER;
            bindings.add(new AclBinding(
                    pattern, new AccessControlEntry(user, "*", AclOperation.ALL, AclPermissionType.ALLOW)));
            bindings.add(new AclBinding(pattern, new AccessControlEntry(user, "*", operation, AclPermissionType.DENY)));
        }
        return bindings;
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
