package io.github.refundworker.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The W3C {@code traceparent} of a request: version, trace id, span id and flags, in lower-case hex. Everything that
 * follows from the request carries it byte for byte as upstream sent it, and never with a span of ours in it: a record
 * is delivered again, and a charge is read years later, when our span is long gone or was made twice.
 */
public final class TraceParent {
    public static final String HEADER = "traceparent";

    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;

    private final String text;

    private TraceParent(String text) {
        this.text = text;
    }

    /** Absent if there is none of the right form: upstream can put anything there, of any length. */
    public static @Nullable TraceParent of(Headers headers) {
        return of(value(headers));
    }

    public static @Nullable TraceParent of(byte @Nullable [] value) {
        return value != null && hasForm(value) ? new TraceParent(new String(value, US_ASCII)) : null;
    }

    public static @Nullable TraceParent of(@Nullable String text) {
        return text == null ? null : of(text.getBytes(US_ASCII));
    }

    /** Of the sampled only; looked at without making anything, because most records are not. */
    static @Nullable TraceParent sampled(byte @Nullable [] value) {
        return value != null && hasForm(value) && isSampled(value) ? of(value) : null;
    }

    /** As it came. */
    public String text() {
        return text;
    }

    /** As it came. */
    public byte[] bytes() {
        return text.getBytes(US_ASCII);
    }

    /** What logs call {@code trace_id}. */
    public String traceId() {
        return text.substring(TRACE_ID, SPAN_ID - 1);
    }

    /** Whether upstream records the trace, and it can be one: version ff and ids of zeros are none, says the standard. */
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
