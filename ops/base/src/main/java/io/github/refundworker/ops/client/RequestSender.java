package io.github.refundworker.ops.client;

import io.github.refundworker.contracts.OutgoingRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends single records to the requests topic, and waits for their acknowledgement. */
public final class RequestSender implements AutoCloseable {

    private static final int CALL_LIMIT_MS = 5_000;

    private final String topic;
    private final RecordWriter writer;

    /**
     * Makes a sender that keeps trying for a while.
     *
     * @param limit how long the broker may be away before {@link #send} gives up; at least 10 s
     * @throws BrokerUnreachableException if nothing listens there now
     */
    public RequestSender(Cluster cluster, Duration limit) {
        Reachability.require(cluster.bootstrap());
        topic = cluster.names().requests();
        writer = new RecordWriter(
                cluster.access(), limit, Map.of(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_LIMIT_MS));
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
        return writer.write(message, "request");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        writer.close();
    }
}
