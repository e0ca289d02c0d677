package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.deadletter.DeadLetter;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outstanding;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.tracing.SpanAttribute;
import io.github.refundworker.tracing.StepSpan;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.tracing.TraceParent;
import io.github.refundworker.tracing.TracedStep;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.InputCodec;
import io.github.refundworker.wire.OutstandingCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The decisions of one partition. Everything that follows from an input is made and measured first; that may fail, and
 * then nothing was written. What is left is put and forwarded with nothing in between that fails of itself, because
 * under exactly-once a failure that is caught there would commit half a decision.
 */
final class PartitionDecisions {
    private static final Logger log = LoggerFactory.getLogger(PartitionDecisions.class);

    /** So many due charges at once keep the thread from its inputs for some milliseconds only. */
    private static final int DUE_AT_ONCE = 500;

    /** A due charge that cannot be decided is an error of ours, which does not go away within a second. */
    private static final Duration UNDECIDABLE_PAUSE = Duration.ofMinutes(10);

    private final DecideSettings settings;
    private final DecisionFunction decider;
    private final DecideMetrics metrics;
    private final DeadLetterFlood flood;
    private final StepSpans spans;
    private final Changes changes;
    private final Encoder encoder;
    private final DeadLetters deadLetters;
    private final ProcessorContext<byte[], byte[]> context;
    private final int partition;
    private final KeyValueStore<byte[], byte[]> charges;
    private final KeyValueStore<byte[], byte[]> due;
    private final OpenCharges openCharges = new OpenCharges();

    /**
     * What a decision is about to be made on.
     *
     * @param record as it lies on the inputs topic; a due time lies nowhere and has no value
     * @param requestId of the request that it is; absent where it is none
     */
    private record Cause(
            ConsumerRecord<byte[], byte[]> record, @Nullable RequestId requestId, StepSpan span) {
        boolean isRequest() {
            return requestId != null;
        }
    }

    /** Hears of every charge that is about to be written. */
    interface Changes {
        /** @param stored as it was */
        void changing(ChargeId chargeId, byte @Nullable [] stored);
    }

    PartitionDecisions(
            DecideSettings settings,
            DecisionFunction decider,
            DecideMetrics metrics,
            DeadLetterFlood flood,
            StepSpans spans,
            Changes changes,
            ProcessorContext<byte[], byte[]> context) {
        this.settings = settings;
        this.decider = decider;
        this.metrics = metrics;
        this.flood = flood;
        this.spans = spans;
        this.changes = changes;
        this.encoder = new Encoder(settings);
        this.deadLetters = new DeadLetters(settings.deadLetterLimit());
        this.context = context;
        this.partition = context.taskId().partition();
        this.charges = context.getStateStore(DecideTopology.CHARGES);
        this.due = context.getStateStore(DecideTopology.DUE);
        try (KeyValueIterator<byte[], byte[]> all = due.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> entry = all.next();
                openCharges.set(new String(entry.key, US_ASCII), OutstandingCodec.read(entry.value));
            }
        }
    }

    /** Has its meters say what its charges owe at the moment. */
    void show() {
        metrics.openCharges().show(partition, openCharges.totals());
    }

    /** The partition goes to another instance, or its decisions are taken back. */
    void close() {
        metrics.openCharges().forget(partition);
    }

    void decide(Record<byte[], byte[]> record) {
        StepSpan span = spans.begin(TracedStep.DECIDE, record.headers());
        try {
            decide(record, span);
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass());
            throw e;
        } finally {
            span.end();
        }
    }

    private void decide(Record<byte[], byte[]> record, StepSpan span) {
        long offset = context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
        ConsumerRecord<byte[], byte[]> raw =
                raw(record.key(), record.value(), record.headers(), record.timestamp(), offset);
        ChargeId chargeId;
        Input input;
        try {
            input = InputCodec.read(record.value(), Instant.ofEpochMilli(record.timestamp()));
            chargeId = new ChargeId(new String(record.key(), US_ASCII));
        } catch (RuntimeException e) {
            deadLetter(new Cause(raw, null, span), DeadLetterReason.UNREADABLE, e);
            return;
        }
        Cause cause = new Cause(
                raw,
                input instanceof Input.RefundRequested requested
                        ? requested.body().requestId()
                        : null,
                span);
        if (span.isRecorded()) {
            span.doing(DecisionSpan.kind(input));
        }
        span.with(SpanAttribute.CHARGE_ID, chargeId).with(SpanAttribute.REQUEST_ID, cause.requestId);
        int home = PartitionHash.partition(chargeId, settings.partitions());
        if (home != partition) {
            MisplacedInputException why = new MisplacedInputException("the charge belongs to partition " + home);
            deadLetter(cause, DeadLetterReason.MISROUTED, why);
        } else if (input instanceof Input.RefundRequested request
                && !request.body().chargeId().equals(chargeId)) {
            deadLetter(cause, DeadLetterReason.MISKEYED, new MisplacedInputException("the key is another charge's"));
        } else {
            decide(chargeId, input, cause);
        }
    }

    /**
     * Decides for what nothing was heard in time.
     *
     * @param now in epoch milliseconds
     * @return whether anything was due
     */
    boolean decideDue(long now) {
        var charges = openCharges.dueAt(now, DUE_AT_ONCE);
        for (String charge : charges) {
            if (!decideDue(new ChargeId(charge), now)) {
                openCharges.postpone(charge, now + UNDECIDABLE_PAUSE.toMillis());
            }
        }
        return !charges.isEmpty();
    }

    private boolean decideDue(ChargeId chargeId, long now) {
        byte[] key = chargeId.value().getBytes(US_ASCII);
        Input input = new Input.DeadlinePassed(Instant.ofEpochMilli(now));
        StepSpan span = spans.isOn() ? spanOfDue(chargeId, input) : StepSpan.NONE;
        try {
            return decide(chargeId, input, new Cause(raw(key, null, new RecordHeaders(), now, -1), null, span));
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass());
            throw e;
        } finally {
            span.end();
        }
    }

    /** A due time came with no trace; it has that of the request which is due. The charge is read for it alone. */
    private StepSpan spanOfDue(ChargeId chargeId, Input due) {
        byte[] stored = charges.get(ChargeKey.of(chargeId));
        AskedBy asked;
        try {
            asked = stored == null ? null : AskedBy.ofDue(ChargeStateCodec.read(stored), due.at());
        } catch (RuntimeException e) {
            // Said where it is decided, which comes upon the same.
            return StepSpan.NONE;
        }
        return spans.begin(TracedStep.DECIDE, asked == null ? null : TraceParent.of(asked.trace()))
                .doing(DecisionSpan.kind(due))
                .with(SpanAttribute.CHARGE_ID, chargeId);
    }

    /** @return false if no decision could be made and nothing was changed */
    private boolean decide(ChargeId chargeId, Input input, Cause cause) {
        byte[] key = ChargeKey.of(chargeId);
        byte[] stored = charges.get(key);
        ChargeState state;
        Decision decision;
        Encoder.@Nullable Encoded encoded = null;
        try {
            state = stored == null ? ChargeState.NONE : ChargeStateCodec.read(stored);
            decision = decider.decide(settings.policy(), chargeId, state, input);
            if (decision instanceof Decision.Next next) {
                encoded = encoder.encode(
                        chargeId,
                        next,
                        cause.record.timestamp(),
                        partition,
                        cause.record.headers().lastHeader(TraceParent.HEADER));
            }
        } catch (OutputTooLargeException e) {
            deadLetter(cause, DeadLetterReason.OUTPUT_TOO_LARGE, e);
            return false;
        } catch (RuntimeException e) {
            deadLetter(cause, DeadLetterReason.UNDECIDABLE, e);
            return false;
        }
        if (cause.span.isRecorded()) {
            DecisionSpan.tell(cause.span, settings.policy().namespace(), chargeId, input, state, decision);
        }
        if (encoded != null) {
            changes.changing(chargeId, stored);
            charges.put(key, encoded.state());
            write(chargeId, encoded);
        }
        if (cause.isRequest()) {
            flood.record(false);
        }
        switch (decision) {
            case Decision.Next next -> metrics.count(state, next);
            case Decision.Ignore(var why) -> {
                if (cause.isRequest()) {
                    metrics.countIgnoredRequest();
                }
                // A person waits for what comes of a decision; everything else that is ignored is expected.
                (input instanceof Input.OperatorDecided ? log.atInfo() : log.atDebug())
                        .addKeyValue("charge_id", chargeId)
                        .addKeyValue("request_id", cause.requestId)
                        .addKeyValue("why", why)
                        .log("an input was ignored");
            }
        }
        return true;
    }

    private void write(ChargeId chargeId, Encoder.Encoded encoded) {
        Outstanding before = openCharges.of(chargeId.value());
        Outstanding after = encoded.outstanding();
        if (!Objects.equals(before, after)) {
            due.put(chargeId.value().getBytes(US_ASCII), after == null ? null : OutstandingCodec.write(after));
        }
        openCharges.set(chargeId.value(), after);
        for (Output output : encoded.outputs()) {
            context.forward(output.record(), output.sink());
        }
    }

    private void deadLetter(Cause cause, DeadLetterReason reason, RuntimeException why) {
        String topic = cause.isRequest() ? settings.requestsDeadLetters() : settings.inputsDeadLetters();
        DeadLetter letter = deadLetters.of(cause.record, reason, why);
        context.forward(
                new Record<>(letter.key(), letter.value(), cause.record.timestamp(), letter.headers()),
                cause.isRequest() ? DecideTopology.REQUESTS_DLT : DecideTopology.INPUTS_DLT);
        metrics.countDeadLetter(topic, reason);
        cause.span
                .with(SpanAttribute.OUTCOME, "dead_lettered")
                .with(SpanAttribute.REASON, DecideMetrics.lower(reason))
                .failed(why.getClass());
        if (cause.isRequest()) {
            flood.record(true);
        }
        LoggingEventBuilder line = log.atError()
                .addKeyValue("topic", topic)
                .addKeyValue("reason", reason)
                .addKeyValue("partition", partition)
                .addKeyValue("offset", cause.record.offset())
                .addKeyValue("trace_id", Traces.id(cause.record.headers()));
        if (reason == DeadLetterReason.UNREADABLE) {
            // What went wrong may quote what could not be read.
            line.log("an input cannot be read and was dead-lettered");
        } else {
            line.addKeyValue("charge_id", new String(cause.record.key(), US_ASCII))
                    .addKeyValue("request_id", cause.requestId)
                    .setCause(why)
                    .log("no decision can be made on an input, it was dead-lettered");
        }
    }

    private ConsumerRecord<byte[], byte[]> raw(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestamp, long offset) {
        return new ConsumerRecord<>(
                settings.inputs(),
                partition,
                offset,
                timestamp,
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key,
                value,
                headers,
                Optional.empty());
    }
}
