package io.github.refundworker.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a request: the coordinates of its record on the requests topic. Every copy that the worker makes
 * carries them, so that a repeated delivery differs from a repeated request.
 *
 * @param timestamp when it was written, by its record: the broker's time on a topic with {@code LogAppendTime}, else
 *     its producer's
 * @param trace the W3C {@code traceparent} of the request, passed on to every record that follows
 */
public record Source(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        @Nullable String trace) {
    /** Before Kafka's first release nothing was written to it. */
    private static final Instant EARLIEST = Instant.parse("2011-01-01T00:00:00Z");

    /** As far as brokers, too, let a producer's clock be ahead. */
    private static final Duration AHEAD = Duration.ofHours(1);

    public Source(String topic, int partition, long offset, Instant timestamp) {
        this(topic, partition, offset, timestamp, null);
    }

    /**
     * The same, with a time that can be believed. A producer may stamp nothing, seconds or nanoseconds, or have a clock
     * that is far off; then its request is as old as our log says.
     *
     * @param appended when the request was appended to our log
     */
    Source asOf(Instant appended) {
        return isBelievable(timestamp) && !timestamp.isAfter(appended.plus(AHEAD))
                ? this
                : new Source(topic, partition, offset, appended, trace);
    }

    /** Whether a record can have been written at that time. */
    public static boolean isBelievable(Instant written) {
        return !written.isBefore(EARLIEST);
    }

    public Trail trail() {
        return new Trail(timestamp, trace);
    }

    /** The coordinates as one name, unique per record. */
    public String coordinates() {
        return topic + "-" + partition + "-" + offset;
    }
}
