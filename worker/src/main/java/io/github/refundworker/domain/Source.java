package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a request first stood: the coordinates of its record on the requests topic. They travel along with every copy
 * that we make of it, so that a repeated delivery is told from a repeated request.
 *
 * @param timestamp when upstream wrote it, by upstream's record
 * @param trace the W3C {@code traceparent} that it came with; goes on to everything that follows from it
 */
public record Source(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        @Nullable String trace) {
    public Source(String topic, int partition, long offset, Instant timestamp) {
        this(topic, partition, offset, timestamp, null);
    }

    public Trail trail() {
        return new Trail(timestamp, trace);
    }

    /** The coordinates as one name, unique per record. */
    public String coordinates() {
        return topic + "-" + partition + "-" + offset;
    }
}
