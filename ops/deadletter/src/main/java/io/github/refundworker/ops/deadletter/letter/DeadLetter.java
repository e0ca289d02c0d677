package io.github.refundworker.ops.deadletter.letter;

import io.github.refundworker.deadletter.DeadLetterHeaders;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One record of a dead-letter topic.
 *
 * @param at its timestamp: when it died, unless the writing tool kept the original record's time
 * @param key as received; may be missing
 * @param value as received; may be missing or unreadable
 * @param headers those of the record, and those of its deaths
 */
public record DeadLetter(
        LetterId id,
        Instant at,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        Deaths deaths,
        Replays replays) {

    /** Reads a record. Never throws. */
    public static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                new LetterId(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.value(),
                record.headers(),
                Deaths.of(record.headers()),
                Replays.of(record.headers()));
    }

    /** Where it first came from. */
    public @Nullable Origin origin() {
        if (replays.origin() != null) {
            return replays.origin();
        }
        return deaths.origins().isEmpty() ? null : deaths.origins().getFirst();
    }

    /** Where it died last. */
    public @Nullable Origin lastOrigin() {
        return deaths.origins().isEmpty() ? null : deaths.origins().getLast();
    }

    public Failure failure() {
        return deaths.failure();
    }

    /** Whether the record was cut because it did not fit into the topic. */
    public boolean isTruncated() {
        return headers.lastHeader(DeadLetterHeaders.TRUNCATED) != null;
    }

    public Cause cause() {
        return Cause.of(this);
    }

    public int size() {
        return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
