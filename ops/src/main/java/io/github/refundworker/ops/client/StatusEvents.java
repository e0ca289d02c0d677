package io.github.refundworker.ops.client;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.RefundEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads records of the status topic. */
public final class StatusEvents {

    private StatusEvents() {}

    /** The event of a record; empty if it is of a type that this version does not know, or no event at all. */
    public static Optional<RefundEvent> read(ConsumerRecord<byte[], byte[]> message) {
        String type = header(message, EventHeaders.TYPE);
        byte[] value = message.value();
        if (type == null || value == null) {
            return Optional.empty();
        }
        try {
            return EventTypes.recordOf(type).map(shape -> JsonHttp.MAPPER.readValue(value, shape));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** A header as text, the last of that name. */
    public static @Nullable String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
