package io.github.refundworker.wire;

/** A record or state that one of us should have written is not what was expected. Its message holds nothing from outside. */
public final class UnreadableRecordException extends RuntimeException {
    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
