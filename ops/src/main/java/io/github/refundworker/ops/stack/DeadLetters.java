package io.github.refundworker.ops.stack;

import io.github.refundworker.ops.client.StatusEvents;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads the headers that a dead letter carries beside the bytes it arrived with. */
final class DeadLetters {

    static final String TOPIC = "refund-requests-dlt";

    private static final String PARTITION = "kafka_dlt-original-partition";
    private static final String OFFSET = "kafka_dlt-original-offset";
    private static final String MESSAGE = "kafka_dlt-exception-message";

    private DeadLetters() {}

    /** Where the record stood on the requests topic. */
    static Optional<Journal.Place> origin(ConsumerRecord<byte[], byte[]> letter) {
        Header partition = letter.headers().lastHeader(PARTITION);
        Header offset = letter.headers().lastHeader(OFFSET);
        if (partition == null
                || offset == null
                || partition.value().length != Integer.BYTES
                || offset.value().length != Long.BYTES) {
            return Optional.empty();
        }
        return Optional.of(new Journal.Place(
                ByteBuffer.wrap(partition.value()).getInt(),
                ByteBuffer.wrap(offset.value()).getLong()));
    }

    static @Nullable String reason(ConsumerRecord<byte[], byte[]> letter) {
        return StatusEvents.header(letter, MESSAGE);
    }
}
