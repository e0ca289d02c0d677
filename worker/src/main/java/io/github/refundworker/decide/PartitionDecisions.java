package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.deadletter.DeadLetter;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import io.github.refundworker.decide.store.ChargeKey;
import io.github.refundworker.decide.store.OpenWork;
import io.github.refundworker.decide.store.StoreNames;
import io.github.refundworker.decide.store.StoredNamespace;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.tracing.SpanAttribute;
import io.github.refundworker.tracing.StepSpan;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.tracing.TraceParent;
import io.github.refundworker.tracing.TracedStep;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.LaterVersionException;
import io.github.refundworker.wire.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Makes the decisions of one partition. All outputs of an input are encoded and measured first. This may fail, and
 * then nothing was written. After that, the state is put and the records are forwarded, and no code of ours in
 * between can fail: under exactly-once, a failure that is caught there would commit half a decision.
 *
 * <p>Longer than 300 lines because this order, from the record to the forwarded outputs, is read in one piece.
 */
final class PartitionDecisions {
    private static final Logger log = LoggerFactory.getLogger(PartitionDecisions.class);

    /** The pause of a due charge that cannot be decided. This is a bug, which does not go away within a second. */
    private static final Duration UNDECIDABLE_PAUSE = Duration.ofMinutes(10);

    private final DecideSettings settings;
    private final ChargeLog chargeLog;
    private final DecisionFunction decider;
    private final DecideMetrics metrics;
    private final DeadLetterFlood flood;
    private final StepSpans spans;
    private final Standstills standstills;
    private final Changes changes;
    private final Encoder encoder;
    private final DeadLetters deadLetters;
    private final ProcessorContext<byte[], byte[]> context;
    private final int partition;
    private final KeyValueStore<byte[], byte[]> charges;
    private final OpenWork openWork;

    /**
     * The cause of a decision.
     *
     * @param record as on the inputs topic; a due time has no record and no value
     * @param requestId of the request; absent for other causes
     */
    private record Cause(
            ConsumerRecord<byte[], byte[]> record, @Nullable RequestId requestId, StepSpan span) {
        boolean isRequest() {
            return requestId != null;
        }
    }

    /** The result of an input. */
    private enum Result {
        DECIDED,
        /** Nothing was written, and the offset waits for the next commit. */
        IGNORED,
        /** Nothing was written, because the charge's state cannot be read. */
        UNDECIDED,
        DEAD_LETTERED
    }

    /** Is told of every charge before it is written. */
    interface Changes {
        /** @param stored the previous value */
        void changing(ChargeId chargeId, byte @Nullable [] stored);
    }

    PartitionDecisions(
            DecideSettings settings,
            DecisionFunction decider,
            DecideMetrics metrics,
            DeadLetterFlood flood,
            StepSpans spans,
            Standstills standstills,
            Changes changes,
            ProcessorContext<byte[], byte[]> context) {
        this.settings = settings;
        this.chargeLog = settings.log();
        this.decider = decider;
        this.metrics = metrics;
        this.flood = flood;
        this.spans = spans;
        this.standstills = standstills;
        this.changes = changes;
        this.encoder = new Encoder(settings);
        this.deadLetters = new DeadLetters(settings.deadLetterLimit());
        this.context = context;
        this.partition = context.taskId().partition();
        this.charges = context.getStateStore(StoreNames.CHARGES);
        this.openWork = new OpenWork(charges, context.getStateStore(StoreNames.DUE));
    }

    /** Updates the gauges of open work. */
    void show() {
        metrics.openCharges().show(partition, openWork.totals());
    }

    /** The partition moves to another instance, or its decisions were aborted. */
    void close() {
        metrics.openCharges().forget(partition);
    }

    /** @return whether there is something to commit */
    boolean decide(Record<byte[], byte[]> record) {
        StepSpan span = spans.begin(TracedStep.DECIDE, record.headers());
        try {
            return decide(record, span) != Result.IGNORED;
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass());
            throw e;
        } finally {
            span.end();
        }
    }

    private Result decide(Record<byte[], byte[]> record, StepSpan span) {
        long offset = context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
        ConsumerRecord<byte[], byte[]> raw =
                raw(record.key(), record.value(), record.headers(), record.timestamp(), offset);
        ChargeLog.Entry entry;
        try {
            entry = ChargeLog.read(raw);
        } catch (LaterVersionException e) {
            throw standstills.at(partition, offset, e.why());
        } catch (RuntimeException e) {
            return deadLetter(new Cause(raw, null, span), DeadLetterReason.UNREADABLE, e);
        }
        ChargeId chargeId = entry.chargeId();
        Input input = entry.input();
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
        int home = chargeLog.partition(chargeId);
        if (home != partition) {
            MisplacedInputException why = new MisplacedInputException("the charge belongs to partition " + home);
            return deadLetter(cause, DeadLetterReason.MISROUTED, why);
        } else if (input instanceof Input.RefundRequested request
                && !request.body().chargeId().equals(chargeId)) {
            return deadLetter(
                    cause, DeadLetterReason.MISKEYED, new MisplacedInputException("the key is another charge's"));
        } else {
            return decide(chargeId, input, cause);
        }
    }

    /** @return whether anything was written */
    boolean correctOpenWork() {
        return openWork.correctSome((chargeId, e) -> standstills.overdue(partition, chargeId, e.why()));
    }

    /**
     * Decides on charges whose due time has passed.
     *
     * @param now in epoch milliseconds
     * @return whether there is something to commit
     */
    boolean decideDue(long now) {
        boolean wrote = false;
        for (ChargeId chargeId : openWork.dueAt(now)) {
            Result result = decideDue(chargeId, now);
            boolean corrected = result == Result.IGNORED && openWork.correct(chargeId);
            // A charge that stays due would be among the first again in a second. Enough of them would block all
            // others.
            if (result != Result.DECIDED && !corrected) {
                openWork.postpone(chargeId, now + UNDECIDABLE_PAUSE.toMillis());
            }
            wrote |= corrected || result == Result.DECIDED || result == Result.DEAD_LETTERED;
        }
        return wrote;
    }

    private Result decideDue(ChargeId chargeId, long now) {
        byte[] key = ChargeLog.key(chargeId);
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

    /**
     * The span of a due time. A due time has no trace of its own, so it gets the trace of the request that is due.
     * The charge is read only for this.
     */
    private StepSpan spanOfDue(ChargeId chargeId, Input due) {
        byte[] stored = charges.get(ChargeKey.of(chargeId));
        AskedBy asked;
        try {
            asked = stored == null ? null : AskedBy.ofDue(ChargeStateCodec.read(stored), due.at());
        } catch (RuntimeException e) {
            // The decision meets the same failure and reports it.
            return StepSpan.NONE;
        }
        return spans.begin(TracedStep.DECIDE, asked == null ? null : TraceParent.of(asked.trace()))
                .doing(DecisionSpan.kind(due))
                .with(SpanAttribute.CHARGE_ID, chargeId);
    }

    /** @throws StandstillException if the input must not be consumed */
    private Result decide(ChargeId chargeId, Input input, Cause cause) {
        byte[] key = ChargeKey.of(chargeId);
        byte[] stored = charges.get(key);
        ChargeState state;
        try {
            state = stored == null ? ChargeState.NONE : ChargeStateCodec.read(stored);
        } catch (UnreadableRecordException e) {
            if (input instanceof Input.DeadlinePassed) {
                standstills.overdue(partition, chargeId, e.why());
                return Result.UNDECIDED;
            }
            throw standstill(cause, e, "the state of charge " + chargeId + " cannot be read; " + e.why());
        }
        if (cause.isRequest()) {
            checkNamespace(chargeId, state, cause);
        }
        Decision decision;
        Encoder.@Nullable Encoded encoded = null;
        Output answer = null;
        try {
            decision = decider.decide(settings.policy(), chargeId, state, input);
            if (decision instanceof Decision.Next next) {
                encoded = encoder.encode(
                        chargeId,
                        next,
                        cause.record.timestamp(),
                        partition,
                        cause.record.headers().lastHeader(TraceParent.HEADER));
            }
            if (input instanceof Input.OperatorDecided) {
                String refusal = decision instanceof Decision.Ignore(var why) ? why.name() : null;
                answer = encoder.answer(cause.record, refusal);
            }
        } catch (OutputTooLargeException e) {
            return deadLetter(cause, DeadLetterReason.OUTPUT_TOO_LARGE, e);
        } catch (RuntimeException e) {
            return deadLetter(cause, DeadLetterReason.UNDECIDABLE, e);
        }
        if (cause.span.isRecorded()) {
            DecisionSpan.tell(cause.span, settings.policy().namespace(), chargeId, input, state, decision);
        }
        if (encoded != null) {
            changes.changing(chargeId, stored);
            charges.put(key, encoded.state());
            write(chargeId, encoded);
        }
        forward(answer);
        if (cause.isRequest()) {
            flood.record(false);
        }
        switch (decision) {
            case Decision.Next next -> metrics.count(state, next);
            case Decision.Ignore(var why) -> {
                if (cause.isRequest()) {
                    metrics.countIgnoredRequest();
                }
                // A person waits for the result of an operator's decision. Any other ignored input is expected.
                (input instanceof Input.OperatorDecided ? log.atInfo() : log.atDebug())
                        .addKeyValue("charge_id", chargeId)
                        .addKeyValue("request_id", cause.requestId)
                        .addKeyValue("why", why)
                        .log("an input was ignored");
            }
        }
        // The operator's tool waits for the committed offset to know that the decision was read.
        return encoded == null && !(input instanceof Input.OperatorDecided) ? Result.IGNORED : Result.DECIDED;
    }

    private StandstillException standstill(Cause cause, UnreadableRecordException e, String why) {
        long offset = cause.record.offset();
        return e instanceof LaterVersionException
                ? standstills.at(partition, offset, why)
                : standstills.onceMoreAt(partition, offset, why);
    }

    /**
     * Stops the partition if the charge's refunds were made under another namespace. An answered request would get
     * another refund id here and be paid a second time.
     */
    private void checkNamespace(ChargeId chargeId, ChargeState state, Cause cause) {
        String difference = StoredNamespace.difference(settings.policy().namespace(), chargeId, state);
        if (difference != null) {
            throw standstills.at(partition, cause.record.offset(), difference);
        }
    }

    private void write(ChargeId chargeId, Encoder.Encoded encoded) {
        openWork.decided(chargeId, encoded.outstanding());
        encoded.outputs().forEach(this::forward);
    }

    private void forward(@Nullable Output output) {
        if (output != null) {
            context.forward(output.record(), output.sink());
        }
    }

    private Result deadLetter(Cause cause, DeadLetterReason reason, RuntimeException why) {
        String topic = cause.isRequest()
                ? settings.names().requestsDeadLetters()
                : settings.names().inputsDeadLetters();
        DeadLetter letter = deadLetters.of(cause.record, reason, why);
        // Without a key that can be read nobody can be answered.
        Output answer = reason == DeadLetterReason.UNREADABLE ? null : encoder.answer(cause.record, reason.name());
        context.forward(
                new Record<>(letter.key(), letter.value(), cause.record.timestamp(), letter.headers()),
                cause.isRequest() ? DecideTopology.REQUESTS_DLT : DecideTopology.INPUTS_DLT);
        forward(answer);
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
            // The exception may quote the unreadable input.
            line.log("an input cannot be read and was dead-lettered");
        } else {
            line.addKeyValue("charge_id", new String(cause.record.key(), US_ASCII))
                    .addKeyValue("request_id", cause.requestId)
                    .setCause(why)
                    .log("no decision can be made on an input, it was dead-lettered");
        }
        return Result.DEAD_LETTERED;
    }

    private ConsumerRecord<byte[], byte[]> raw(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestamp, long offset) {
        return new ConsumerRecord<>(
                chargeLog.topic(),
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
