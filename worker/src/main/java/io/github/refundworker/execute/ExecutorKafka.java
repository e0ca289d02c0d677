package io.github.refundworker.execute;

import io.github.refundworker.chargelog.LogProducer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Settings of an executor's Kafka clients. The executor's guarantees depend on them. */
public final class ExecutorKafka {
    /**
     * A member learns from its next heartbeat that partitions move; until it has answered, nobody works on those. The
     * usual third of the session time-out would make each restart of an instance a stall of seconds.
     */
    public static final int HEARTBEAT_MS = 500;

    private ExecutorKafka() {}

    /**
     * @param common bootstrap servers, security and the like
     * @param group one a provider account
     * @param instanceId the same at every start of this instance and no other's, so that a restart moves no partitions
     * @param processName names the process to people, beside the group
     */
    public static Map<String, Object> consumer(
            Map<String, Object> common, String group, String instanceId, String processName) {
        Map<String, Object> config = new HashMap<>(common);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, group + "-" + processName);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        // A command counts only once the decision that made it is committed.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Offsets are made with the topics; where they have expired, a person must look before old commands run again.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }

    /**
     * One producer may serve every executor of a process. Answers come one at a time from many threads: waiting for a
     * millisecond makes batches of them.
     */
    public static Map<String, Object> producer(Map<String, Object> common) {
        return LogProducer.settings(common, 1);
    }
}
