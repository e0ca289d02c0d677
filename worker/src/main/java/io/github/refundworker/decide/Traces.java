package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusEvent;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Which trace a record belongs to: that of the request which it carries out or answers, however late and whatever the
 * decision was made on, an answer about another refund or a due time. What no request asked for belongs to its cause.
 */
final class Traces {
    static final String PARENT = "traceparent";

    private static final int TRACE_LENGTH = 55;

    private Traces() {}

    /** @param cause the trace of what was decided on */
    static @Nullable Header of(Effect effect, ChargeState charge, @Nullable Header cause) {
        String trace = switch (effect) {
            case Effect.SendCommand(var _, Command.Settle settle) -> of(charge, settle.refundId());
            case Effect.SendCommand(var _, Command.LookUp lookUp) -> of(charge, lookUp.refundId());
            case Effect.SendCommand(var _, Command.Describe _) -> ofFirstWaiting(charge);
            case Effect.PublishStatus(StatusEvent.Created(Refund refund, var _)) -> of(refund);
            case Effect.PublishStatus(StatusEvent.Updated(Refund refund, var _)) -> of(refund);
            case Effect.PublishStatus(StatusEvent.Rejected rejected) ->
                rejected.source().trace();
            case Effect.PublishStatus(StatusEvent.Repeated repeated) ->
                repeated.source().trace();
            case Effect.PublishBalance _ -> null;
        };
        return trace == null ? cause : new RecordHeader(PARENT, trace.getBytes(US_ASCII));
    }

    /** What logs call {@code trace_id}; empty where a record has none. */
    static String id(Headers headers) {
        Header parent = headers.lastHeader(PARENT);
        String text = parent == null || parent.value() == null ? "" : new String(parent.value(), US_ASCII);
        return text.length() == TRACE_LENGTH ? text.substring(3, 35) : "";
    }

    private static @Nullable String of(ChargeState charge, RefundId id) {
        Refund refund = charge.refund(id);
        return refund == null ? null : of(refund);
    }

    private static @Nullable String of(Refund refund) {
        return refund.origin() instanceof Origin.Requested requested
                ? requested.trail().trace()
                : null;
    }

    private static @Nullable String ofFirstWaiting(ChargeState charge) {
        return charge.waiting().isEmpty()
                ? null
                : charge.waiting().getFirst().source().trace();
    }
}
