package io.github.refundworker.ops.deadletter.letter;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One record of a dead-letter topic.
 *
 * @param at its timestamp: when it died, unless the tool that wrote it kept the time of the record
 * @param key as it was; may be missing
 * @param value as it was; may be missing, or anything at all
 * @param headers those it had, and those of its deaths
 */
public record DeadLetter(
        LetterId id,
        Instant at,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        Deaths deaths,
        Replays replays) {

    private static final String TRUNCATED = "refunds-dlt-truncated";

    /** Never throws, whatever the record is. */
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

    /** Where it came from, at the very first. */
    public @Nullable Origin origin() {
        if (replays.origin() != null) {
            return replays.origin();
        }
        return deaths.origins().isEmpty() ? null : deaths.origins().getFirst();
    }

    /** Where it died the last time. */
    public @Nullable Origin lastOrigin() {
        return deaths.origins().isEmpty() ? null : deaths.origins().getLast();
    }

    public Failure failure() {
        return deaths.failure();
    }

    /** Whether the record did not fit into the topic; then its bytes are not all here. */
    public boolean isTruncated() {
        return headers.lastHeader(TRUNCATED) != null;
    }

    public Cause cause() {
        return Cause.of(this);
    }

    public int size() {
        return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
