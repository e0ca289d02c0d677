package io.github.refundworker.webhook;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.chargelog.PartitionCountException;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes webhooks to the inputs topic. */
public final class NoticeWriter {
    /** Shorter than providers wait for an answer. */
    private static final long ACKNOWLEDGED_WITHIN_MS = 8_000;

    private final Producer<byte[], byte[]> producer;
    private final ChargeLog log;

    /**
     * @param producer as {@link io.github.refundworker.chargelog.LogProducer} has it
     */
    public NoticeWriter(Producer<byte[], byte[]> producer, ChargeLog log) {
        this.producer = producer;
        this.log = log;
    }

    /**
     * Writes a webhook, and returns when the brokers have it.
     *
     * @throws NotWrittenException if the acknowledgement does not come in time; the record may exist nevertheless
     */
    void write(ChargeId chargeId, Input.ProviderNotified notice) {
        try {
            log.require(producer);
            producer.send(log.record(chargeId, notice)).get(ACKNOWLEDGED_WITHIN_MS, TimeUnit.MILLISECONDS);
        } catch (PartitionCountException e) {
            throw new NotWrittenException(String.valueOf(e.getMessage()), null);
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
