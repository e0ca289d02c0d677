package io.github.refundworker.wire;

import java.util.Objects;

/**
 * A record or state that the worker itself should have written has an unexpected form. The message holds no outside
 * text.
 */
public sealed class UnreadableRecordException extends RuntimeException permits LaterVersionException {
    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The reason, which is its message. */
    public String why() {
        return Objects.requireNonNull(getMessage());
    }
}
