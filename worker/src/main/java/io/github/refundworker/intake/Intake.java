package io.github.refundworker.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.deadletter.DeadLetter;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import io.github.refundworker.deadletter.ReplayHeaders;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.Source;
import io.github.refundworker.metrics.Metric;
import io.github.refundworker.tracing.SpanAttribute;
import io.github.refundworker.tracing.StepSpan;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.tracing.TraceParent;
import io.github.refundworker.tracing.TracedStep;
import io.github.refundworker.wire.InputCodec;
import io.github.refundworker.wire.RequestReader;
import io.github.refundworker.wire.RequestReading;
import io.github.refundworker.wire.UnreadableRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every request its place in its charge's log. At least once is enough: a request carries the coordinates it came
 * from, by which the decider knows it again.
 */
public final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final IntakeSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final InputPartitions partitions;
    private final DeadLetters deadLetters;
    private final DeadLetterFlood unreadable;
    private final DeadLetterFlood undecidable;
    private final StepSpans spans;
    private final MeterRegistry registry;
    private final Counter taken;

    /**
     * Takes nothing while one of the floods lasts.
     *
     * @param producer idempotent, waiting for all in-sync replicas, without transactions
     * @param unreadable is told what becomes of each request here
     * @param undecidable of what was taken
     * @param spans one a record, of those that have a trace
     */
    public Intake(
            IntakeSettings settings,
            Producer<byte[], byte[]> producer,
            DeadLetterFlood unreadable,
            DeadLetterFlood undecidable,
            StepSpans spans,
            MeterRegistry registry) {
        this.settings = settings;
        this.producer = producer;
        this.partitions = new InputPartitions(producer, settings.inputs(), settings.inputPartitions());
        this.deadLetters = new DeadLetters(settings.deadLetterLimit());
        this.unreadable = unreadable;
        this.undecidable = undecidable;
        this.spans = spans;
        this.registry = registry;
        this.taken = Metric.TAKEN.counter(registry);
        Metric.INTAKE_STOPPED.gauge(registry, this, intake -> intake.isStopped() ? 1 : 0);
        // A counter that is first seen with its first count has not increased since anybody looked.
        counter(DeadLetterReason.UNREADABLE);
        counter(DeadLetterReason.MISKEYED);
        replays(false);
        replays(true);
    }

    /**
     * Returns when all that was taken is acknowledged: the whole batch, or in a flood of dead letters the first part of
     * it. The rest is to be given again.
     *
     * @return how many were taken
     * @throws IntakeException if any of it is not acknowledged; the whole batch is then to be given again
     */
    public int take(List<ConsumerRecord<byte[], byte[]>> batch) {
        partitions.check();
        List<Future<?>> sent = new ArrayList<>(batch.size());
        List<DeadLetterReason> dead = new ArrayList<>();
        try {
            for (var record : batch) {
                if (isStopped()) {
                    break;
                }
                int before = dead.size();
                sent.add(send(record, dead));
                boolean died = dead.size() > before;
                unreadable.record(died);
                countReplay(record, died);
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
        taken.increment((double) sent.size() - dead.size());
        dead.forEach(reason -> counter(reason).increment());
        return sent.size();
    }

    private boolean isStopped() {
        return unreadable.isStopped() || undecidable.isStopped();
    }

    /** Why nothing is taken at the moment. */
    public @Nullable String refusal() {
        String flood = unreadable.refusal();
        return flood != null ? flood : undecidable.refusal();
    }

    private Future<?> send(ConsumerRecord<byte[], byte[]> record, List<DeadLetterReason> dead) {
        StepSpan span = spans.begin(TracedStep.INTAKE, record.headers());
        try {
            return producer.send(routed(record, dead, span), span.isRecorded() ? ending(span) : null);
        } catch (RuntimeException e) {
            span.failed(e.getClass());
            span.end();
            throw e;
        }
    }

    private static Callback ending(StepSpan span) {
        return (metadata, failure) -> {
            if (failure != null) {
                span.failed(failure.getClass());
            }
            span.end();
        };
    }

    private ProducerRecord<byte[], byte[]> routed(
            ConsumerRecord<byte[], byte[]> record, List<DeadLetterReason> dead, StepSpan span) {
        return switch (RequestReader.read(record.value())) {
            case RequestReading.Unreadable(String why) -> {
                dead.add(DeadLetterReason.UNREADABLE);
                yield deadLetter(record, DeadLetterReason.UNREADABLE, why, span);
            }
            case RequestReading.Readable(RequestBody body) -> {
                span.with(SpanAttribute.CHARGE_ID, body.chargeId()).with(SpanAttribute.REQUEST_ID, body.requestId());
                byte[] key = body.chargeId().value().getBytes(US_ASCII);
                if (!Arrays.equals(key, record.key())) {
                    dead.add(DeadLetterReason.MISKEYED);
                    String why = record.key() == null ? "the record has no key" : "the record's key is not its charge";
                    yield deadLetter(record, DeadLetterReason.MISKEYED, why, span);
                }
                span.with(SpanAttribute.OUTCOME, "taken");
                yield input(record, key, body);
            }
        };
    }

    private ProducerRecord<byte[], byte[]> input(ConsumerRecord<byte[], byte[]> record, byte[] key, RequestBody body) {
        // Upstream can put anything there, of any length, and it is copied onto every record that follows.
        TraceParent trace = TraceParent.of(record.headers());
        Source source = source(record, trace);
        // Its time is when it is appended, which only the broker knows; what stands here is not written.
        byte[] value = InputCodec.write(new Input.RefundRequested(source.timestamp(), source, body));
        ChargeId chargeId = body.chargeId();
        int partition = PartitionHash.partition(chargeId, settings.inputPartitions());
        return new ProducerRecord<>(settings.inputs(), partition, key, value, headers(record, trace));
    }

    /**
     * A replayed request is the one that it was: it has its first coordinates and its first age. Anybody can claim an
     * origin, so it is believed only where that gains nothing: coordinates only tell two deliveries of one request from
     * two requests of one id, which are one refund either way, and a time counts if it is older.
     */
    private static Source source(ConsumerRecord<?, ?> record, @Nullable TraceParent trace) {
        String traceParent = trace == null ? null : trace.text();
        Instant written = Instant.ofEpochMilli(record.timestamp());
        ReplayHeaders.Origin origin = ReplayHeaders.origin(record.headers());
        if (origin == null) {
            return new Source(record.topic(), record.partition(), record.offset(), written, traceParent);
        }
        Instant first = origin.timestamp().isBefore(written) ? origin.timestamp() : written;
        return origin.topic().equals(record.topic())
                ? new Source(origin.topic(), origin.partition(), origin.offset(), first, traceParent)
                : new Source(record.topic(), record.partition(), record.offset(), first, traceParent);
    }

    private static Headers headers(ConsumerRecord<?, ?> record, @Nullable TraceParent trace) {
        Headers headers = new RecordHeaders();
        ReplayHeaders.carry(record.headers(), headers);
        if (trace != null) {
            headers.add(TraceParent.HEADER, trace.bytes());
        }
        return headers;
    }

    private ProducerRecord<byte[], byte[]> deadLetter(
            ConsumerRecord<byte[], byte[]> record, DeadLetterReason reason, String why, StepSpan span) {
        TraceParent trace = TraceParent.of(record.headers());
        log.atInfo()
                .addKeyValue("trace_id", trace == null ? "" : trace.traceId())
                .log(
                        "dead-lettered: topic={} partition={} offset={} reason={} why=\"{}\"",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        reason,
                        why);
        span.with(SpanAttribute.OUTCOME, "dead_lettered")
                .with(SpanAttribute.REASON, lower(reason))
                .failed(UnreadableRecordException.class);
        DeadLetter letter = deadLetters.of(record, reason, UnreadableRecordException.class, why);
        return new ProducerRecord<>(settings.deadLetters(), null, letter.key(), letter.value(), letter.headers());
    }

    private void countReplay(ConsumerRecord<?, ?> record, boolean died) {
        if (ReplayHeaders.isReplay(record.headers())) {
            replays(died).increment();
        }
    }

    private Counter replays(boolean died) {
        return Metric.REPLAYED.counter(registry, died ? "dead_lettered" : "taken");
    }

    private Counter counter(DeadLetterReason reason) {
        return Metric.DEAD_LETTERED.counter(registry, settings.deadLetters(), lower(reason));
    }

    private static String lower(DeadLetterReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
