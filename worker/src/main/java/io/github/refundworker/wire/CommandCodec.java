package io.github.refundworker.wire;

import io.github.refundworker.domain.Command;

/** The records of the command topics: JSON with {@code v} and {@code type}. */
public final class CommandCodec {
    private CommandCodec() {}

    public static byte[] write(Command command) {
        throw new UnsupportedOperationException();
    }

    /** @throws UnreadableRecordException if it is not such a record, or of an unknown version or type */
    public static Command read(byte[] value) {
        throw new UnsupportedOperationException();
    }
}
