package io.github.refundworker.ops.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Writes one record at a time. */
public final class RecordWriter implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final KafkaAccess access;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * @param limit how long the broker may be away before {@link #write} gives up
     * @param more settings of the producer
     */
    public RecordWriter(KafkaAccess access, Duration limit, Map<String, Object> more) {
        this.access = access;
        this.producer = access.writer(limit, more);
    }

    /** How many a topic has. */
    public int partitions(String topic) {
        try {
            return producer.partitionsFor(topic).size();
        } catch (KafkaException e) {
            throw failed(e, topic, "topic " + topic);
        }
    }

    /**
     * Returns when the broker and its in-sync replicas have it.
     *
     * @param what it is, for people
     * @throws BrokerUnreachableException if the broker does not take it in time
     * @throws NotAllowedException if this client may not write to the topic
     */
    public RecordMetadata write(ProducerRecord<byte[], byte[]> record, String what) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause(), record.topic(), what);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // A producer that the brokers denied something before takes no record any more.
            throw failed(e, record.topic(), what);
        }
    }

    private RuntimeException failed(Throwable e, String topic, String what) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaException denied && NotAllowedException.isDenial(denied)) {
                return NotAllowedException.named(denied, "write to topic " + topic);
            }
        }
        return new BrokerUnreachableException(
                "the broker at " + access.bootstrap() + " did not take the " + what + ": " + e.getMessage());
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
