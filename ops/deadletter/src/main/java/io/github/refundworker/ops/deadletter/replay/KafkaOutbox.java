package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.NotAllowedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Sends without transactions. An open transaction would hide the live requests behind it from all readers until it
 * ends.
 */
final class KafkaOutbox implements Outbox, AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** The largest record that a dead-letter topic of the worker can hold. */
    private static final int LARGEST = 2 * 1024 * 1024;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String bootstrap;

    KafkaOutbox(KafkaAccess access) {
        bootstrap = access.bootstrap();
        producer = access.writer(
                LIMIT,
                Map.of(
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST,
                        // The whole batch is sent at once and flushed.
                        ProducerConfig.LINGER_MS_CONFIG,
                        100,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 << 10));
    }

    @Override
    public Map<TopicPartition, Long> send(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        Map<TopicPartition, Long> last = new HashMap<>();
        try {
            records.forEach(record -> sent.add(producer.send(record)));
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                RecordMetadata place = one.get();
                last.merge(new TopicPartition(place.topic(), place.partition()), place.offset(), Math::max);
            }
            return last;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? translated(known) : new KafkaException(e);
        } catch (TimeoutException e) {
            throw translated(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private RuntimeException translated(KafkaException e) {
        return switch (e) {
            case TimeoutException late ->
                new BrokerUnreachableException("the broker at " + bootstrap + " did not take the letters in time");
            case TopicAuthorizationException denied ->
                NotAllowedException.named(denied, "write to topic " + String.join(" or ", denied.unauthorizedTopics()));
            default -> e;
        };
    }

    @Override
    public void close() {
        producer.close(LIMIT);
    }
}
