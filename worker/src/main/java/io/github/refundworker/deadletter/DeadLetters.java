package io.github.refundworker.deadletter;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Builds dead letters that always fit their topic. */
public final class DeadLetters {
    /** Maximum bytes for the record format, the lengths and our own headers. */
    private static final int OVERHEAD = 12 * 1024;

    private static final int MESSAGE_LIMIT = 1_000;
    private static final int STACKTRACE_LIMIT = 8 * 1024;
    private static final int CUT_KEY = 1_024;
    private static final int CUT_HEADERS = 16 * 1_024;

    private final int recordLimit;

    /** @param recordLimit the topic's {@code max.message.bytes} */
    public DeadLetters(int recordLimit) {
        if (recordLimit < 2 * (OVERHEAD + CUT_KEY + CUT_HEADERS)) {
            throw new IllegalArgumentException("a dead-letter topic takes records of more than " + recordLimit);
        }
        this.recordLimit = recordLimit;
    }

    /** The dead letter of a record whose processing threw an exception. */
    public DeadLetter of(ConsumerRecord<byte[], byte[]> record, DeadLetterReason reason, Throwable failure) {
        DeadLetter letter = of(record, reason, failure.getClass(), failure.getMessage());
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        letter.headers().add(DeadLetterHeaders.EXCEPTION_STACKTRACE, cut(text(trace.toString()), STACKTRACE_LIMIT));
        return letter;
    }

    /**
     * @param failure the kind of failure, as a class name
     * @param message for people; cut if it is long
     */
    public DeadLetter of(
            ConsumerRecord<byte[], byte[]> record,
            DeadLetterReason reason,
            Class<?> failure,
            @Nullable String message) {
        byte[] key = record.key();
        byte[] value = record.value();
        Headers headers = new RecordHeaders(record.headers());
        int headerBytes = size(headers);
        int room = recordLimit - OVERHEAD;
        if ((long) length(key) + length(value) + headerBytes > room) {
            if (headerBytes > CUT_HEADERS) {
                headers = new RecordHeaders();
            }
            headers.add(
                    DeadLetterHeaders.TRUNCATED,
                    text("key=" + length(key) + ",value=" + length(value) + ",headers=" + headerBytes));
            key = cutIfAny(key, CUT_KEY);
            value = cutIfAny(value, room - length(key) - size(headers));
        }
        headers.add(DeadLetterHeaders.ORIGINAL_TOPIC, text(record.topic()));
        headers.add(
                DeadLetterHeaders.ORIGINAL_PARTITION,
                ByteBuffer.allocate(Integer.BYTES).putInt(record.partition()).array());
        headers.add(DeadLetterHeaders.ORIGINAL_OFFSET, bytes(record.offset()));
        headers.add(DeadLetterHeaders.ORIGINAL_TIMESTAMP, bytes(record.timestamp()));
        headers.add(
                DeadLetterHeaders.ORIGINAL_TIMESTAMP_TYPE,
                text(record.timestampType().toString()));
        headers.add(DeadLetterHeaders.EXCEPTION_CLASS, text(failure.getName()));
        headers.add(DeadLetterHeaders.EXCEPTION_MESSAGE, text(cut(message == null ? "" : message)));
        headers.add(DeadLetterHeaders.REASON, text(reason.name()));
        return new DeadLetter(key, value, headers, reason);
    }

    private static byte @Nullable [] cutIfAny(byte @Nullable [] bytes, int length) {
        return bytes == null ? null : cut(bytes, length);
    }

    private static byte[] cut(byte[] bytes, int length) {
        return bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
    }

    private static String cut(String message) {
        return message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT) + "…";
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static int size(Headers headers) {
        int size = 0;
        for (Header header : headers) {
            size += 10 + 3 * header.key().length() + length(header.value());
        }
        return size;
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
