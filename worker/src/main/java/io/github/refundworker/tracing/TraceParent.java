package io.github.refundworker.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.contracts.EventHeaders;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The W3C {@code traceparent} of a request: version, trace id, span id and flags, in lower-case hex. Every record that
 * follows from the request carries it byte for byte as upstream sent it. It never holds a span id of the worker: records
 * are delivered again and charges are read years later, when that span is gone or exists twice.
 */
public final class TraceParent {
    public static final String HEADER = EventHeaders.TRACE_PARENT;

    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;

    private final String text;

    private TraceParent(String text) {
        this.text = text;
    }

    /** Absent if the header is missing or malformed. Upstream can send anything there, of any length. */
    public static @Nullable TraceParent of(Headers headers) {
        return of(value(headers));
    }

    public static @Nullable TraceParent of(byte @Nullable [] value) {
        return value != null && hasForm(value) ? new TraceParent(new String(value, US_ASCII)) : null;
    }

    public static @Nullable TraceParent of(@Nullable String text) {
        return text == null ? null : of(text.getBytes(US_ASCII));
    }

    /** Absent unless sampled. Checks the bytes without an allocation, because most records are not sampled. */
    static @Nullable TraceParent sampled(byte @Nullable [] value) {
        return value != null && hasForm(value) && isSampled(value) ? of(value) : null;
    }

    /** The value as upstream sent it. */
    public String text() {
        return text;
    }

    /** The value as upstream sent it. */
    public byte[] bytes() {
        return text.getBytes(US_ASCII);
    }

    /** The {@code trace_id} in logs. */
    public String traceId() {
        return text.substring(TRACE_ID, SPAN_ID - 1);
    }

    /** Whether upstream records the trace. Version ff and ids of zeros are invalid by the W3C standard. */
    public boolean isSampled() {
        return isSampled(bytes());
    }

    static byte @Nullable [] value(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null ? null : header.value();
    }

    private static boolean isSampled(byte[] value) {
        return (value[LENGTH - 1] <= '9' ? value[LENGTH - 1] - '0' : value[LENGTH - 1] - 'a' + 10) % 2 == 1
                && !(value[0] == 'f' && value[1] == 'f')
                && hasOtherThanZero(value, TRACE_ID, SPAN_ID - 1)
                && hasOtherThanZero(value, SPAN_ID, FLAGS - 1);
    }

    private static boolean hasForm(byte[] value) {
        if (value.length != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            byte sign = value[i];
            boolean right = i == TRACE_ID - 1 || i == SPAN_ID - 1 || i == FLAGS - 1
                    ? sign == '-'
                    : sign >= '0' && sign <= '9' || sign >= 'a' && sign <= 'f';
            if (!right) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasOtherThanZero(byte[] value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (value[i] != '0') {
                return true;
            }
        }
        return false;
    }
}
