package io.github.refundworker.wire;

import io.github.refundworker.domain.ChargeState;

/** The stored form of a charge: compact binary behind one byte that says its version. */
public final class ChargeStateCodec {
    private ChargeStateCodec() {}

    public static byte[] write(ChargeState state) {
        throw new UnsupportedOperationException();
    }

    /** @throws UnreadableRecordException if it is of an unknown version or damaged */
    public static ChargeState read(byte[] value) {
        throw new UnsupportedOperationException();
    }
}
