package io.github.refundworker.execute;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.tracing.TraceParent;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A command as it stood on its topic.
 *
 * @param inputPartition where its answer belongs
 * @param requestId of the request that it goes back to, for logs and spans; absent where there is none, or an older
 *     version issued it
 * @param traceparent as it came; goes on to the answer
 */
record ReceivedCommand(
        Command command, int inputPartition, @Nullable RequestId requestId, byte @Nullable [] traceparent) {
    static final String INPUT_PARTITION = "input-partition";
    static final String REQUEST_ID = "request-id";
    private static final int MAX_PARTITION_DIGITS = 6;
    private static final int MAX_CHARACTER_BYTES = 4;

    /** @throws UnreadableRecordException if it is no command, or does not say where its answer belongs */
    static ReceivedCommand of(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new UnreadableRecordException("it has no value");
        }
        Header traceparent = record.headers().lastHeader(TraceParent.HEADER);
        return new ReceivedCommand(
                CommandCodec.read(record.value()),
                inputPartition(record.headers().lastHeader(INPUT_PARTITION)),
                requestId(record.headers().lastHeader(REQUEST_ID)),
                traceparent == null ? null : traceparent.value());
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

    /** It decides nothing, so that nothing fails for it. */
    private static @Nullable RequestId requestId(@Nullable Header header) {
        if (header == null
                || header.value() == null
                || header.value().length > RequestId.MAX_LENGTH * MAX_CHARACTER_BYTES) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.value()))
                    .toString();
            return RequestId.isValid(text) ? new RequestId(text) : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int inputPartition(@Nullable Header header) {
        String text =
                header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.US_ASCII);
        if (text.isEmpty()
                || text.length() > MAX_PARTITION_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new UnreadableRecordException("its header " + INPUT_PARTITION + " is no partition");
        }
        return Integer.parseInt(text);
    }
}
