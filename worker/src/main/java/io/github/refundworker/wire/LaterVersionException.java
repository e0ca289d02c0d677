package io.github.refundworker.wire;

/**
 * Only a later version of the worker can read this record or state. It is not damaged, so it must not be treated as
 * a bad record.
 */
public final class LaterVersionException extends UnreadableRecordException {
    LaterVersionException(String message) {
        super(message);
    }

    static LaterVersionException of(String what, int found, int known) {
        return new LaterVersionException("only a later version of the worker can read it: " + what + " is in format "
                + found + ", and this version reads formats up to " + known);
    }
}
