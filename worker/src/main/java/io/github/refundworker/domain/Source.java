package io.github.refundworker.domain;

import java.time.Instant;

/**
 * Where a request first stood: the coordinates of its record on the requests topic. They travel along with every copy
 * that we make of it, so that a repeated delivery is told from a repeated request.
 *
 * @param timestamp when upstream wrote it, by upstream's record
 */
public record Source(String topic, int partition, long offset, Instant timestamp) {
    /** The coordinates as one name, unique per record. */
    public String coordinates() {
        return topic + "-" + partition + "-" + offset;
    }
}
