package io.github.refundworker.ops.deadletter.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.deadletter.DeadLetterHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The deaths of a dead letter, from its headers. A record that dies again gets another set of headers behind the
 * first. So the first origin is where it came from, and the last failure is the latest.
 *
 * @param origins in the order of its deaths
 */
public record Deaths(List<Origin> origins, Failure failure) {

    public Deaths {
        origins = List.copyOf(origins);
    }

    /** Reads the headers. Never throws. */
    static Deaths of(Headers headers) {
        List<Origin> origins = new ArrayList<>();
        Place place = null;
        HeaderFamily latest = null;
        for (Header header : headers) {
            HeaderFamily family = HeaderFamily.of(header.key());
            if (family == null || header.value() == null) {
                continue;
            }
            if (header.key().equals(family.topic)) {
                addTo(origins, place);
                place = new Place(family, text(header.value()));
            } else if (place != null && place.family == family) {
                place.read(header);
            }
            if (header.key().equals(family.exception) || header.key().equals(family.topic)) {
                latest = family;
            }
        }
        addTo(origins, place);
        return new Deaths(origins, failure(headers, latest));
    }

    private static void addTo(List<Origin> origins, @Nullable Place place) {
        Origin origin = place == null ? null : place.origin();
        if (origin != null) {
            origins.add(origin);
        }
    }

    private static Failure failure(Headers headers, @Nullable HeaderFamily family) {
        String reason = last(headers, DeadLetterHeaders.REASON);
        if (family == null) {
            return new Failure(reason, null, null, null);
        }
        String cause = last(headers, family.cause);
        return new Failure(
                reason,
                cause == null ? last(headers, family.exception) : cause,
                last(headers, family.message),
                last(headers, family.stacktrace));
    }

    static @Nullable String last(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : text(header.value());
    }

    private static String text(byte[] value) {
        return new String(value, UTF_8);
    }

    /** The headers of one death, which are consecutive, the topic first. */
    private static final class Place {
        final HeaderFamily family;
        private final String topic;
        private @Nullable Long partition;
        private @Nullable Long offset;
        private @Nullable Long timestamp;

        Place(HeaderFamily family, String topic) {
            this.family = family;
            this.topic = topic;
        }

        void read(Header header) {
            String name = header.key();
            if (name.equals(family.partition)) {
                partition = family.number(header.value());
            } else if (name.equals(family.offset)) {
                offset = family.number(header.value());
            } else if (name.equals(family.timestamp)) {
                timestamp = family.number(header.value());
            }
        }

        @Nullable
        Origin origin() {
            return partition == null || offset == null
                    ? null
                    : new Origin(topic, partition.intValue(), offset, timestamp);
        }
    }
}
