package io.github.refundworker.chargelog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.domain.RequestId;
import io.github.refundworker.wire.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Headers of a command's record: the partition for its answer, and the request that caused it. */
public final class CommandHeaders {
    private static final String INPUT_PARTITION = "input-partition";
    private static final String REQUEST_ID = "request-id";
    private static final int MAX_PARTITION_DIGITS = 6;
    private static final int MAX_CHARACTER_BYTES = 4;

    private CommandHeaders() {}

    /** @param requestId for the executor's logs; it decides nothing */
    public static void write(Headers headers, int inputPartition, @Nullable RequestId requestId) {
        headers.add(INPUT_PARTITION, Integer.toString(inputPartition).getBytes(US_ASCII));
        if (requestId != null) {
            headers.add(REQUEST_ID, requestId.value().getBytes(UTF_8));
        }
    }

    /** @throws UnreadableRecordException if the record does not say where its answer belongs */
    public static int inputPartition(Headers headers) {
        Header header = headers.lastHeader(INPUT_PARTITION);
        String text = header == null || header.value() == null ? "" : new String(header.value(), US_ASCII);
        if (text.isEmpty()
                || text.length() > MAX_PARTITION_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new UnreadableRecordException("its header " + INPUT_PARTITION + " is no partition");
        }
        return Integer.parseInt(text);
    }

    /** Absent if the header is missing or malformed, because no command may fail for it. */
    public static @Nullable RequestId requestId(Headers headers) {
        Header header = headers.lastHeader(REQUEST_ID);
        if (header == null
                || header.value() == null
                || header.value().length > RequestId.MAX_LENGTH * MAX_CHARACTER_BYTES) {
            return null;
        }
        try {
            String text =
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(header.value())).toString();
            return RequestId.isValid(text) ? new RequestId(text) : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
