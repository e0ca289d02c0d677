package io.github.refundworker.ops.audit;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicAdmin;
import java.util.Map;

/**
 * The topic of the audit log. It has one partition, so that entries are in one order, and nothing is ever deleted.
 * Its replication is that of the status topic, which the installation has already chosen.
 */
final class AuditTopic {

    private static final String FOREVER = "-1";

    private AuditTopic() {}

    static void prepare(KafkaAccess access, TopicNames names) {
        try (TopicAdmin admin = new TopicAdmin(access)) {
            boolean found = admin.createUnlessThere(
                    names.audit(),
                    names.status(),
                    Map.of(
                            CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE,
                            RETENTION_MS_CONFIG, FOREVER,
                            RETENTION_BYTES_CONFIG, FOREVER,
                            MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
            if (found) {
                check(admin, names.audit());
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
