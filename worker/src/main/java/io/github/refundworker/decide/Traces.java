package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.tracing.TraceParent;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the trace of a record. It is the trace of the request that the record executes or answers, however late,
 * even if the decision was made on an answer about another refund or on a due time. A record without a request
 * belongs to the trace of its cause.
 */
final class Traces {
    private Traces() {}

    /**
     * @param asked the request that a command serves
     * @param cause the trace of the decision's input
     */
    static @Nullable Header of(Effect effect, @Nullable AskedBy asked, @Nullable Header cause) {
        String trace = switch (effect) {
            case Effect.SendCommand _ -> traceOf(asked);
            case Effect.PublishStatus(StatusEvent.Created(var refund, var _)) -> traceOf(AskedBy.of(refund));
            case Effect.PublishStatus(StatusEvent.Updated(var refund, var _)) -> traceOf(AskedBy.of(refund));
            case Effect.PublishStatus(StatusEvent.Rejected rejected) ->
                rejected.source().trace();
            case Effect.PublishStatus(StatusEvent.Repeated repeated) ->
                repeated.source().trace();
            case Effect.PublishBalance _ -> null;
        };
        return trace == null ? cause : new RecordHeader(TraceParent.HEADER, trace.getBytes(US_ASCII));
    }

    /** The {@code trace_id} in logs. Empty if the record has none. */
    static String id(Headers headers) {
        TraceParent parent = TraceParent.of(headers);
        return parent == null ? "" : parent.traceId();
    }

    private static @Nullable String traceOf(@Nullable AskedBy asked) {
        return asked == null ? null : asked.trace();
    }
}
