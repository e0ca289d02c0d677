package io.github.refundworker.ops.deadletter.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.NotAllowedException;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Writes several records to the book in one transaction. The transactional id belongs to the topic, and the broker
 * lets only its newest owner write. So a new writer fences every earlier one, wherever it runs. These transactions
 * write nothing but the book, so no open one ever blocks a reader of requests.
 */
final class BookWriter implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final String bootstrap;

    private BookWriter(KafkaProducer<byte[], byte[]> producer, KafkaAccess access, DeadLetterTopic letters) {
        this.producer = producer;
        this.topic = letters.book();
        this.bootstrap = access.bootstrap();
    }

    /**
     * Creates a writer and fences every earlier one.
     *
     * @throws FencedException if another process created one at the same moment
     */
    static BookWriter make(KafkaAccess access, DeadLetterTopic letters) throws FencedException {
        KafkaProducer<byte[], byte[]> producer = access.writer(
                LIMIT,
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        transactionalId(letters),
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        Math.toIntExact(LIMIT.toMillis()),
                        // The commit flushes anyway.
                        ProducerConfig.LINGER_MS_CONFIG,
                        100,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 << 10));
        try {
            producer.initTransactions();
            return new BookWriter(producer, access, letters);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw translated(e, access.bootstrap(), "write under the transactional id " + transactionalId(letters));
        }
    }

    private static String transactionalId(DeadLetterTopic letters) {
        return TopicNames.deadLetterTransactions(letters.name());
    }

    /** A newer writer exists. */
    static final class FencedException extends Exception {
        FencedException(Throwable cause) {
            super(cause);
        }
    }

    /** @param values by key; null removes the key */
    void write(Map<String, @Nullable Object> values) throws FencedException {
        try {
            producer.beginTransaction();
            values.forEach((key, value) -> producer.send(new ProducerRecord<>(
                    topic, 0, key.getBytes(UTF_8), value == null ? null : JsonHttp.MAPPER.writeValueAsBytes(value))));
            producer.commitTransaction();
        } catch (RuntimeException e) {
            throw translated(e, bootstrap, "write to topic " + topic);
        }
    }

    private static RuntimeException translated(RuntimeException e, String bootstrap, String right)
            throws FencedException {
        return switch (e) {
            case ProducerFencedException fenced -> throw new FencedException(fenced);
            case InvalidProducerEpochException fenced -> throw new FencedException(fenced);
            // The broker's answer to a commit while it still aborts this transaction for a newer writer.
            case InvalidTxnStateException fenced -> throw new FencedException(fenced);
            case TimeoutException late ->
                new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
            default -> NotAllowedException.named(e, right);
        };
    }

    @Override
    public void close() {
        producer.close(LIMIT);
    }
}
