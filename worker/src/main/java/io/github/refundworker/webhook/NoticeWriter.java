package io.github.refundworker.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.wire.InputCodec;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes notices to the inputs topic. */
public final class NoticeWriter {
    /** Less than providers wait for an answer. */
    private static final long ACKNOWLEDGED_WITHIN_MS = 8_000;

    private final Producer<byte[], byte[]> producer;
    private final String inputs;
    private final int partitions;

    /**
     * @param producer idempotent, waiting for all in-sync replicas, without transactions
     * @param partitions that the topic must have
     */
    public NoticeWriter(Producer<byte[], byte[]> producer, String inputs, int partitions) {
        this.producer = producer;
        this.inputs = inputs;
        this.partitions = partitions;
    }

    /**
     * Returns when the brokers have it.
     *
     * @throws NotWrittenException if that is not known in time; it may be there nevertheless
     */
    void write(ChargeId chargeId, Input.ProviderNotified notice) {
        try {
            int found = producer.partitionsFor(inputs).size();
            if (found != partitions) {
                // A charge would live in two places.
                throw new NotWrittenException("the inputs topic has " + found + " partitions", null);
            }
            producer.send(new ProducerRecord<>(
                            inputs,
                            PartitionHash.partition(chargeId, partitions),
                            chargeId.value().getBytes(US_ASCII),
                            InputCodec.write(notice)))
                    .get(ACKNOWLEDGED_WITHIN_MS, TimeUnit.MILLISECONDS);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            throw new NotWrittenException("the brokers did not acknowledge it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotWrittenException("the worker is stopping", e);
        }
    }

    static final class NotWrittenException extends RuntimeException {
        NotWrittenException(String why, @Nullable Throwable cause) {
            super(why, cause);
        }
    }
}
