package io.github.refundworker.ops.client;

import io.github.refundworker.contracts.OutgoingRequest;
import io.github.refundworker.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends single requests, and anything else, to the requests topic, and waits until the broker has them. */
public final class RequestSender implements AutoCloseable {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String bootstrap;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * Makes a sender that keeps trying for a while.
     *
     * @param limit how long the broker may be away before {@link #send} gives up; at least 10 s
     * @throws BrokerUnreachableException if nothing listens there now
     */
    public RequestSender(Cluster cluster, Duration limit) {
        this.bootstrap = cluster.bootstrap();
        this.topic = cluster.name(Topics.REFUND_REQUESTS);
        Reachability.require(bootstrap);
        Map<String, Object> config = cluster.access().client();
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.toIntExact(limit.toMillis()));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(CALL_LIMIT.toMillis()));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** As {@link #send(byte[], byte[], Map)} does. */
    public RecordMetadata send(OutgoingRequest request) {
        return send(utf8(request.key()), utf8(request.json()), request.headers());
    }

    /**
     * Sends any bytes, as a client might that does not keep to the contract.
     *
     * @throws BrokerUnreachableException if the broker does not take it in time
     * @throws NotAllowedException if this client may not write to the topic
     */
    public RecordMetadata send(byte @Nullable [] key, byte @Nullable [] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> message.headers().add(name, utf8(text)));
        try {
            return producer.send(message).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException denied && NotAllowedException.isDenial(denied)) {
                throw NotAllowedException.named(denied, "write to topic " + topic);
            }
            throw new BrokerUnreachableException("the broker at " + bootstrap + " did not take the request: "
                    + (e.getCause() == null ? e : e.getCause()).getMessage());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
