package io.github.refundworker.chargelog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Names what a person wrote to the log, so that the tool recognises what the worker says to it. It decides nothing. */
public final class InputId {
    private static final String HEADER = "input-id";
    private static final int LENGTH = 36;

    private InputId() {}

    public static void write(Headers headers, UUID id) {
        headers.add(HEADER, id.toString().getBytes(US_ASCII));
    }

    /** Absent if there is none of the right form: tools of earlier versions wrote none. */
    public static @Nullable UUID of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null || header.value().length != LENGTH) {
            return null;
        }
        try {
            return UUID.fromString(new String(header.value(), US_ASCII));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
