package io.github.refundworker.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.deadletter.DeadLetter;
import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.Source;
import io.github.refundworker.wire.InputCodec;
import io.github.refundworker.wire.RequestReader;
import io.github.refundworker.wire.RequestReading;
import io.github.refundworker.wire.UnreadableRecordException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every request its place in its charge's log. At least once is enough: a request carries the coordinates it came
 * from, by which the decider knows it again.
 */
public final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final String TRACE_PARENT = "traceparent";

    private final IntakeSettings settings;
    private final Producer<byte @Nullable [], byte @Nullable []> producer;
    private final InputPartitions partitions;
    private final DeadLetters deadLetters;
    private final MeterRegistry registry;

    /** @param producer idempotent, all in-sync replicas, without a transaction */
    public Intake(
            IntakeSettings settings,
            Producer<byte @Nullable [], byte @Nullable []> producer,
            MeterRegistry registry) {
        this.settings = settings;
        this.producer = producer;
        this.partitions = new InputPartitions(producer, settings.inputs(), settings.inputPartitions());
        this.deadLetters = new DeadLetters(settings.deadLetterLimit());
        this.registry = registry;
    }

    /**
     * Returns when all of the batch is acknowledged.
     *
     * @throws IntakeException if any of it is not; the whole batch is then to be given again
     */
    public void take(List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> batch) {
        partitions.check();
        List<Future<?>> sent = new ArrayList<>(batch.size());
        List<DeadLetterReason> dead = new ArrayList<>();
        try {
            for (var record : batch) {
                sent.add(producer.send(route(record, dead)));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IntakeException("not all of a batch was acknowledged", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IntakeException("interrupted while a batch was written", e);
        }
        for (DeadLetterReason reason : dead) {
            registry.counter(
                            "refunds.dead.lettered",
                            "topic",
                            settings.deadLetters(),
                            "reason",
                            reason.name().toLowerCase(Locale.ROOT))
                    .increment();
        }
    }

    /** Why nothing can be taken at the moment. */
    public @Nullable String refusal() {
        return partitions.refusal();
    }
}
