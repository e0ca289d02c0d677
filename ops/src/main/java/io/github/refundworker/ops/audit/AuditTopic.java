package io.github.refundworker.ops.audit;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The topic of the audit log: one partition, so that entries stand in one order, and nothing is ever removed. It is as
 * safe as the status topic, whose replication the installation has chosen already.
 */
final class AuditTopic {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String FOREVER = "-1";

    private AuditTopic() {}

    static void prepare(String bootstrap) {
        Map<String, Object> config = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(LIMIT.toMillis()),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(LIMIT.toMillis()) / 2);
        try (Admin admin = Admin.create(config)) {
            if (describe(admin, bootstrap, AuditLog.TOPIC) == null) {
                create(admin, bootstrap);
            } else {
                check(configOf(admin, bootstrap, AuditLog.TOPIC));
            }
        }
    }

    private static void create(Admin admin, String bootstrap) {
        TopicDescription like = describe(admin, bootstrap, Topics.REFUND_STATUS);
        if (like == null) {
            throw new BrokerUnreachableException("the broker at " + bootstrap + " has no topic " + Topics.REFUND_STATUS
                    + ": is the worker running?");
        }
        short replicas = (short) like.partitions().stream()
                .mapToInt(p -> p.replicas().size())
                .min()
                .orElseThrow();
        String inSync = value(configOf(admin, bootstrap, Topics.REFUND_STATUS), MIN_IN_SYNC_REPLICAS_CONFIG);
        NewTopic topic = new NewTopic(AuditLog.TOPIC, 1, replicas)
                .configs(Map.of(
                        CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE,
                        RETENTION_MS_CONFIG, FOREVER,
                        RETENTION_BYTES_CONFIG, FOREVER,
                        MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
                        MIN_IN_SYNC_REPLICAS_CONFIG, inSync));
        try {
            await(bootstrap, admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException e) {
            check(configOf(admin, bootstrap, AuditLog.TOPIC));
        }
    }

    private static void check(Config config) {
        if (!value(config, CLEANUP_POLICY_CONFIG).equals(CLEANUP_POLICY_DELETE)
                || !value(config, RETENTION_MS_CONFIG).equals(FOREVER)
                || !value(config, RETENTION_BYTES_CONFIG).equals(FOREVER)) {
            throw new AuditTopicException("the topic " + AuditLog.TOPIC + " would forget entries: it needs "
                    + CLEANUP_POLICY_CONFIG + "=" + CLEANUP_POLICY_DELETE + ", " + RETENTION_MS_CONFIG + "=" + FOREVER
                    + " and " + RETENTION_BYTES_CONFIG + "=" + FOREVER);
        }
    }

    private static @Nullable TopicDescription describe(Admin admin, String bootstrap, String topic) {
        try {
            return await(bootstrap, admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic);
        } catch (UnknownTopicOrPartitionException e) {
            return null;
        }
    }

    private static Config configOf(Admin admin, String bootstrap, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Objects.requireNonNull(
                await(bootstrap, admin.describeConfigs(List.of(resource)).all()).get(resource));
    }

    private static String value(Config config, String key) {
        return Objects.requireNonNull(config.get(key), key).value();
    }

    private static <T> T await(String bootstrap, KafkaFuture<T> answer) {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
            }
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e);
        } catch (TimeoutException e) {
            throw new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
