package io.github.refundworker.ops.audit;

import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.NotAllowedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Writes the audit log. Each entry is on the broker, on as many of its replicas as it asks for, when a method returns: an
 * action that follows its intent cannot be one that nobody knows of. An intent without an outcome is an action whose end
 * is not known.
 */
public final class AuditLog implements AutoCloseable {

    /** After the prefix of the installation. */
    public static final String TOPIC = "refund-audit";

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

    private final String bootstrap;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * Makes the topic if it is not there yet.
     *
     * @param prefix that the installation puts in front of its names
     * @throws BrokerUnreachableException if the broker does not answer
     * @throws AuditTopicException if the topic would forget entries
     */
    public AuditLog(KafkaAccess access, String prefix) {
        AuditTopic.prepare(access, prefix);
        this.topic = prefix + TOPIC;
        this.bootstrap = access.bootstrap();
        this.producer = access.writer(LIMIT, Map.of());
    }

    /** To be called before the action; if it throws, the action must not be taken. */
    public void intent(AuditedAction action, Map<String, Object> details) {
        append(AuditEntry.intent(action, details));
    }

    /** To be called when the action has ended, however it did. */
    public void outcome(AuditedAction action, AuditEntry.Result result, Map<String, Object> details) {
        append(AuditEntry.outcome(action, result, details));
    }

    private void append(AuditEntry entry) {
        byte[] key = entry.actionId().getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(topic, key, JsonHttp.MAPPER.writeValueAsBytes(entry)))
                    .get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof KafkaException denied && NotAllowedException.isDenial(denied)) {
                throw NotAllowedException.named(denied, "write to topic " + topic);
            }
            throw new BrokerUnreachableException("the broker at " + bootstrap + " did not take the audit entry: "
                    + (cause == null ? e : cause).getMessage());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        producer.close(CALL_LIMIT);
    }
}
