package io.github.refundworker.ops.audit;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.RecordWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the audit log. When a method returns, the entry is on as many replicas as the topic asks for. So an action
 * that follows its intent cannot go unrecorded. An intent without an outcome is an action whose end is not known.
 */
public final class AuditLog implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String topic;
    private final RecordWriter writer;

    /**
     * Creates the topic if it does not exist.
     *
     * @param names of the installation
     * @throws BrokerUnreachableException if the broker does not answer
     * @throws AuditTopicException if the topic would delete entries
     */
    public AuditLog(KafkaAccess access, TopicNames names) {
        AuditTopic.prepare(access, names);
        this.topic = names.audit();
        this.writer = new RecordWriter(access, LIMIT, Map.of());
    }

    /**
     * Call this before the action. If it throws, the action must not be taken.
     *
     * @return the offset of the entry
     */
    public long intent(AuditedAction action, Map<String, Object> details) {
        return append(AuditEntry.intent(action, details));
    }

    /**
     * Call this when the action has ended, with any result.
     *
     * @return the offset of the entry
     */
    public long outcome(AuditedAction action, AuditEntry.Result result, Map<String, Object> details) {
        return append(AuditEntry.outcome(action, result, details));
    }

    private long append(AuditEntry entry) {
        byte[] key = entry.actionId().getBytes(StandardCharsets.UTF_8);
        return writer.write(new ProducerRecord<>(topic, key, JsonHttp.MAPPER.writeValueAsBytes(entry)), "audit entry")
                .offset();
    }

    @Override
    public void close() {
        writer.close();
    }
}
