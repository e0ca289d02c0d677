package io.github.refundworker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.contracts.RequestLimits;
import io.github.refundworker.deadletter.DeadLetter;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import io.github.refundworker.deadletter.ReplayHeaders;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.Source;
import io.github.refundworker.metrics.Metric;
import io.github.refundworker.tracing.SpanAttribute;
import io.github.refundworker.tracing.StepSpan;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.tracing.TraceParent;
import io.github.refundworker.tracing.TracedStep;
import io.github.refundworker.wire.RequestReader;
import io.github.refundworker.wire.RequestReading;
import io.github.refundworker.wire.StatusWriter;
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
 * Writes every request to the log of its charge. At least once is enough: a request carries its source coordinates,
 * by which the decider recognises a repeated delivery.
 */
public final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /** Longer than any id in UTF-8. A larger key is not copied. */
    private static final int MOST_KEY_BYTES = 4 * RequestLimits.STRING_CHARACTERS;

    private final IntakeSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final ChargeLog chargeLog;
    private final String deadLetterTopic;
    private final DeadLetters deadLetters;
    private final DeadLetterFlood unreadable;
    private final DeadLetterFlood undecidable;
    private final StepSpans spans;
    private final MeterRegistry registry;
    private final StatusWriter statusWriter;
    private final Counter taken;
    private final Counter rejected;
    private final Counter invalid;

    /**
     * Creates an intake. It takes nothing while one of the floods lasts.
     *
     * @param topic where the requests come from
     * @param producer idempotent, waiting for all in-sync replicas, without transactions
     * @param unreadable is told the result of each request here
     * @param undecidable the results of requests in the decide step
     * @param spans a span for each record with a trace
     */
    public Intake(
            IntakeSettings settings,
            String topic,
            Producer<byte[], byte[]> producer,
            DeadLetterFlood unreadable,
            DeadLetterFlood undecidable,
            StepSpans spans,
            MeterRegistry registry) {
        this.settings = settings;
        this.producer = producer;
        this.chargeLog = settings.log();
        this.deadLetterTopic = settings.names().requestsDeadLetters();
        this.deadLetters = new DeadLetters(settings.deadLetterLimit());
        this.unreadable = unreadable;
        this.undecidable = undecidable;
        this.spans = spans;
        this.registry = registry;
        this.statusWriter = new StatusWriter(settings.namespace());
        this.taken = Metric.TAKEN.counter(registry);
        this.rejected = Metric.REQUESTS.counter(registry, "rejected");
        this.invalid = Metric.REJECTED.counter(registry, lower(ErrorCode.INVALID_REQUEST));
        Metric.INTAKE_STOPPED.gauge(registry, this, intake -> intake.isStopped() ? 1 : 0, topic);
        // Registered at zero, because Prometheus sees no increase in a counter whose first sample is its first count.
        counter(DeadLetterReason.UNREADABLE);
        counter(DeadLetterReason.MISKEYED);
        replays(false);
        replays(true);
    }

    /**
     * Writes a batch, and returns when everything that was taken is acknowledged: the whole batch, or its first part
     * in a flood of dead letters. The caller passes the rest in again.
     *
     * @return number of records taken
     * @throws IntakeException if any of it is not acknowledged; the caller then passes the whole batch in again
     * @throws io.github.refundworker.chargelog.PartitionCountException while the log has a wrong number of
     *     partitions
     */
    public int take(List<ConsumerRecord<byte[], byte[]>> batch) {
        chargeLog.require(producer);
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

    /** Why intake takes nothing now. Absent while it takes requests. */
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
            case RequestReading.Refused refused
            when canAnswer(record.key()) -> {
                span.with(SpanAttribute.OUTCOME, "rejected");
                yield answer(record, refused);
            }
            case RequestReading.Refused refused -> {
                dead.add(DeadLetterReason.UNREADABLE);
                yield deadLetter(
                        record,
                        DeadLetterReason.UNREADABLE,
                        refused.field() + " " + refused.problem() + ", and the record has no key to answer under",
                        span);
            }
            case RequestReading.Readable(RequestBody read) -> {
                RequestBody body = settings.refuseCardNumbers() ? CardNumbers.refused(read) : read;
                span.with(SpanAttribute.CHARGE_ID, body.chargeId()).with(SpanAttribute.REQUEST_ID, body.requestId());
                if (!Arrays.equals(ChargeLog.key(body.chargeId()), record.key())) {
                    dead.add(DeadLetterReason.MISKEYED);
                    String why = record.key() == null ? "the record has no key" : "the record's key is not its charge";
                    yield deadLetter(record, DeadLetterReason.MISKEYED, why, span);
                }
                span.with(SpanAttribute.OUTCOME, "taken");
                yield input(record, body);
            }
        };
    }

    /**
     * Whether the request can be answered: an answer has its request's key, whether or not a charge could have that
     * key.
     */
    private static boolean canAnswer(byte @Nullable [] key) {
        return key != null && key.length > 0 && key.length <= MOST_KEY_BYTES;
    }

    /**
     * Answers a request that no charge can decide. It writes at least once, as intake always does: a second copy has
     * the same {@code ce_id}.
     */
    private ProducerRecord<byte[], byte[]> answer(
            ConsumerRecord<byte[], byte[]> record, RequestReading.Refused refused) {
        TraceParent trace = TraceParent.of(record.headers());
        Source source = RequestSource.of(record, trace);
        Headers headers = new RecordHeaders();
        statusWriter
                .headers(refused, source, Instant.ofEpochMilli(record.timestamp()))
                .forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
        if (trace != null) {
            headers.add(TraceParent.HEADER, trace.bytes());
        }
        rejected.increment();
        invalid.increment();
        return new ProducerRecord<>(
                settings.names().status(), null, record.key(), StatusWriter.value(refused), headers);
    }

    private ProducerRecord<byte[], byte[]> input(ConsumerRecord<byte[], byte[]> record, RequestBody body) {
        // Upstream can send anything there, of any length, and every record that follows would copy it.
        TraceParent trace = TraceParent.of(record.headers());
        Source source = RequestSource.of(record, trace);
        var input = chargeLog.record(body.chargeId(), new Input.RefundRequested(source.timestamp(), source, body));
        ReplayHeaders.carry(record.headers(), input.headers());
        if (trace != null) {
            input.headers().add(TraceParent.HEADER, trace.bytes());
        }
        return input;
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
        return new ProducerRecord<>(deadLetterTopic, null, letter.key(), letter.value(), letter.headers());
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
        return Metric.DEAD_LETTERED.counter(registry, deadLetterTopic, lower(reason));
    }

    private static String lower(Enum<?> tag) {
        return tag.name().toLowerCase(Locale.ROOT);
    }
}
