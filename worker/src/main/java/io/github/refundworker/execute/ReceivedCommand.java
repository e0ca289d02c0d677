package io.github.refundworker.execute;

import io.github.refundworker.chargelog.CommandHeaders;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.tracing.TraceParent;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A command as read from its topic.
 *
 * @param inputPartition the partition for its answer
 * @param requestId of the request that caused it, for logs and spans; absent without a request, or if an older
 *     version issued it
 * @param traceparent as received; passed on to the answer
 */
record ReceivedCommand(
        Command command, int inputPartition, @Nullable RequestId requestId, byte @Nullable [] traceparent) {

    /** For longer the decider does not wait for the answer: it would be read in vain. */
    private static final Duration LONGEST_CREDIT = Duration.ofMinutes(1);

    /** @throws UnreadableRecordException if it is no command, or does not say where its answer belongs */
    static ReceivedCommand of(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new UnreadableRecordException("it has no value");
        }
        Header traceparent = record.headers().lastHeader(TraceParent.HEADER);
        return new ReceivedCommand(
                withItsWholeTime(CommandCodec.read(record.value()), Instant.ofEpochMilli(record.timestamp())),
                CommandHeaders.inputPartition(record.headers()),
                CommandHeaders.requestId(record.headers()),
                traceparent == null ? null : traceparent.value());
    }

    /**
     * The time of a command counts from its input. After an outage of the brokers or of the deciders, inputs have waited for
     * longer than a read may: every read would come too late at once, and be asked for again much later, as if the
     * executor had no time. So a command that reads gets the time back that passed before it stood on its topic. A command
     * that sends never does.
     */
    private static Command withItsWholeTime(Command command, Instant appended) {
        return switch (command) {
            case Command.Settle settle -> settle;
            case Command.LookUp(var number, var chargeId, var refundId, var providerId, var issuedAt, var sendBy) ->
                new Command.LookUp(
                        number, chargeId, refundId, providerId, issuedAt, sendBy.plus(credit(issuedAt, appended)));
            case Command.Describe(var number, var chargeId, var issuedAt, var sendBy) ->
                new Command.Describe(number, chargeId, issuedAt, sendBy.plus(credit(issuedAt, appended)));
        };
    }

    private static Duration credit(Instant issuedAt, Instant appended) {
        Duration late = Duration.between(issuedAt, appended);
        if (late.isNegative()) {
            return Duration.ZERO;
        }
        return late.compareTo(LONGEST_CREDIT) < 0 ? late : LONGEST_CREDIT;
    }

    /** What logs say about it. */
    Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>();
        keys.put("charge_id", command.chargeId().value());
        keys.put("command", Long.toString(command.number()));
        RefundId refundId = refundId();
        if (refundId != null) {
            keys.put("refund_id", refundId.toString());
        }
        if (requestId != null) {
            keys.put("request_id", requestId.value());
        }
        TraceParent trace = trace();
        if (trace != null) {
            keys.put("trace_id", trace.traceId());
        }
        return keys;
    }

    /** That it is about; absent where it is about the whole charge. */
    @Nullable
    RefundId refundId() {
        return switch (command) {
            case Command.Settle settle -> settle.refundId();
            case Command.LookUp lookUp -> lookUp.refundId();
            case Command.Describe _ -> null;
        };
    }

    /** That it belongs to. */
    @Nullable
    TraceParent trace() {
        return TraceParent.of(traceparent);
    }
}
