package io.github.refundworker.ops.deadletter.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a tool writes on a dead letter where it came from and why it died. Spring's numbers are binary, a partition 4 bytes
 * and all others 8; the other two write everything as text. The worker uses Spring's names.
 */
enum HeaderFamily {
    SPRING(
            "kafka_dlt-",
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

    /** The family of a header, if it is of one. */
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

    /** Absent if the header holds no number. */
    @Nullable
    Long number(byte[] value) {
        try {
            return Long.valueOf(new String(value, UTF_8));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
