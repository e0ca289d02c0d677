package io.github.refundworker.wire;

import org.jspecify.annotations.Nullable;

/** Reads the bytes that upstream wrote, of which nothing is believed. */
public final class RequestReader {
    private RequestReader() {}

    /** Never throws, whatever the bytes are. */
    public static RequestReading read(byte @Nullable [] value) {
        throw new UnsupportedOperationException();
    }
}
