package io.github.refundworker.ops.deadletter.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.deadletter.DeadLetterHeaders;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The header format in which a tool records origin and cause of a dead letter. Spring's numbers are binary: 4 bytes
 * for the partition and 8 bytes for the others. The other two tools write text only. The worker uses Spring's names.
 */
enum HeaderFamily {
    SPRING(
            DeadLetterHeaders.SPRING,
            "original-",
            "exception-cause-fqcn",
            "exception-fqcn",
            "exception-message",
            "exception-stacktrace") {
        @Override
        @Nullable
        Long number(byte[] value) {
            return switch (value.length) {
                case Integer.BYTES -> (long) ByteBuffer.wrap(value).getInt();
                case Long.BYTES -> ByteBuffer.wrap(value).getLong();
                default -> null;
            };
        }
    },
    STREAMS("__streams.errors.", "", "exception", "exception", "message", "stacktrace"),
    CONNECT(
            "__connect.errors.",
            "",
            "exception.class.name",
            "exception.class.name",
            "exception.message",
            "exception.stacktrace");

    private final String prefix;
    final String topic;
    final String partition;
    final String offset;
    final String timestamp;
    final String cause;
    final String exception;
    final String message;
    final String stacktrace;

    HeaderFamily(String prefix, String origin, String cause, String exception, String message, String stacktrace) {
        this.prefix = prefix;
        this.topic = prefix + origin + "topic";
        this.partition = prefix + origin + "partition";
        this.offset = prefix + origin + "offset";
        this.timestamp = prefix + origin + "timestamp";
        this.cause = prefix + cause;
        this.exception = prefix + exception;
        this.message = prefix + message;
        this.stacktrace = prefix + stacktrace;
    }

    /** The family of a header. Absent for other headers. */
    static @Nullable HeaderFamily of(String header) {
        for (HeaderFamily family : values()) {
            if (header.startsWith(family.prefix)) {
                return family;
            }
        }
        return null;
    }

    boolean isNumber(String header) {
        return header.equals(partition) || header.equals(offset) || header.equals(timestamp);
    }

    /** The number in a header. Absent if it holds none. */
    @Nullable
    Long number(byte[] value) {
        try {
            return Long.valueOf(new String(value, UTF_8));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
