package io.github.refundworker.intake;

import io.github.refundworker.deadletter.ReplayHeaders;
import io.github.refundworker.domain.Source;
import io.github.refundworker.tracing.TraceParent;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, and its age. A replayed request keeps its first coordinates and its first age. Any sender can
 * claim an origin, so it counts only where the claim gains nothing. Coordinates only distinguish two deliveries of one
 * request from two requests of one id, which are one refund either way. A time counts only if it is older.
 */
final class RequestSource {
    private RequestSource() {}

    static Source of(ConsumerRecord<?, ?> record, @Nullable TraceParent trace) {
        String traceParent = trace == null ? null : trace.text();
        Instant written = Instant.ofEpochMilli(record.timestamp());
        ReplayHeaders.Origin origin = ReplayHeaders.origin(record.headers());
        if (origin == null) {
            return new Source(record.topic(), record.partition(), record.offset(), written, traceParent);
        }
        Instant first = earlier(origin.timestamp(), written);
        return origin.topic().equals(record.topic())
                ? new Source(origin.topic(), origin.partition(), origin.offset(), first, traceParent)
                : new Source(record.topic(), record.partition(), record.offset(), first, traceParent);
    }

    private static Instant earlier(Instant origin, Instant written) {
        boolean isOrigin = Source.isBelievable(origin) && (!Source.isBelievable(written) || origin.isBefore(written));
        return isOrigin ? origin : written;
    }
}
