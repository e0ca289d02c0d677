package io.github.refundworker.execute;

import io.github.refundworker.domain.Command;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.UnreadableRecordException;
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
 * @param traceparent as it came; goes on to the answer
 */
record ReceivedCommand(Command command, int inputPartition, byte @Nullable [] traceparent) {
    static final String INPUT_PARTITION = "input-partition";
    static final String TRACEPARENT = "traceparent";
    private static final int MAX_PARTITION_DIGITS = 6;
    private static final int TRACE_LENGTH = 55;

    /** @throws UnreadableRecordException if it is no command, or does not say where its answer belongs */
    static ReceivedCommand of(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new UnreadableRecordException("it has no value");
        }
        Header traceparent = record.headers().lastHeader(TRACEPARENT);
        return new ReceivedCommand(
                CommandCodec.read(record.value()),
                inputPartition(record.headers().lastHeader(INPUT_PARTITION)),
                traceparent == null ? null : traceparent.value());
    }

    /** What logs say about it. */
    Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>();
        keys.put("charge_id", command.chargeId().value());
        keys.put("command", Long.toString(command.number()));
        switch (command) {
            case Command.Settle settle ->
                keys.put("refund_id", settle.refundId().toString());
            case Command.LookUp lookUp ->
                keys.put("refund_id", lookUp.refundId().toString());
            case Command.Describe _ -> {}
        }
        String trace = trace();
        if (trace != null) {
            keys.put("trace_id", trace.substring(3, 35));
        }
        return keys;
    }

    /** The W3C {@code traceparent} that it belongs to. */
    @Nullable
    String trace() {
        return traceparent == null || traceparent.length != TRACE_LENGTH
                ? null
                : new String(traceparent, StandardCharsets.US_ASCII);
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
