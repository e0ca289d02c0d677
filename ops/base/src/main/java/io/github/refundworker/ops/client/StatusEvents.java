package io.github.refundworker.ops.client;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.OperatorAnswered;
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
        return type == null ? Optional.empty() : EventTypes.recordOf(type).flatMap(shape -> as(shape, message));
    }

    /** What the worker said to a person's decision; empty if the record is anything else. */
    public static Optional<OperatorAnswered> readAnswer(ConsumerRecord<byte[], byte[]> message) {
        return EventTypes.OPERATOR_ANSWERED.equals(header(message, EventHeaders.TYPE))
                ? as(OperatorAnswered.class, message)
                : Optional.empty();
    }

    private static <T> Optional<T> as(Class<? extends T> shape, ConsumerRecord<byte[], byte[]> message) {
        byte[] value = message.value();
        try {
            return value == null ? Optional.empty() : Optional.of(JsonHttp.MAPPER.readValue(value, shape));
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
