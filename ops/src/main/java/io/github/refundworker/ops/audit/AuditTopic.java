package io.github.refundworker.ops.audit;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicAdmin;
import java.util.Map;

/**
 * The topic of the audit log: one partition, so that entries stand in one order, and nothing is ever removed. It is as
 * safe as the status topic, whose replication the installation has chosen already.
 */
final class AuditTopic {

    private static final String FOREVER = "-1";

    private AuditTopic() {}

    static void prepare(KafkaAccess access, String prefix) {
        try (TopicAdmin admin = new TopicAdmin(access)) {
            boolean found = admin.createUnlessThere(
                    prefix + AuditLog.TOPIC,
                    prefix + Topics.REFUND_STATUS,
                    Map.of(
                            CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE,
                            RETENTION_MS_CONFIG, FOREVER,
                            RETENTION_BYTES_CONFIG, FOREVER,
                            MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
            if (found) {
                check(admin, prefix + AuditLog.TOPIC);
            }
        }
    }

    private static void check(TopicAdmin admin, String topic) {
        if (!admin.setting(topic, CLEANUP_POLICY_CONFIG).equals(CLEANUP_POLICY_DELETE)
                || !admin.setting(topic, RETENTION_MS_CONFIG).equals(FOREVER)
                || !admin.setting(topic, RETENTION_BYTES_CONFIG).equals(FOREVER)) {
            throw new AuditTopicException("the topic " + topic + " would forget entries: it needs "
                    + CLEANUP_POLICY_CONFIG + "=" + CLEANUP_POLICY_DELETE + ", " + RETENTION_MS_CONFIG + "=" + FOREVER
                    + " and " + RETENTION_BYTES_CONFIG + "=" + FOREVER);
        }
    }
}
