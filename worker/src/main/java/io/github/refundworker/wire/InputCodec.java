package io.github.refundworker.wire;

import io.github.refundworker.domain.Input;
import java.time.Instant;

/** The records of the inputs topic: JSON with {@code v} and {@code type}. */
public final class InputCodec {
    private InputCodec() {}

    /**
     * Everything but the input's time, which is the record's append time.
     *
     * @throws IllegalArgumentException for {@code DeadlinePassed}, which is never written
     */
    public static byte[] write(Input input) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param at the record's append time
     * @throws UnreadableRecordException if it is not such a record, or of an unknown version or type
     */
    public static Input read(byte[] value, Instant at) {
        throw new UnsupportedOperationException();
    }
}
