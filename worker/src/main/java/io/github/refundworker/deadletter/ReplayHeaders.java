package io.github.refundworker.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Names of the headers that a replay adds to a dead letter's record, all of them text, and what may be believed of them.
 * The requests topic is public: whoever may write a request may write these headers as well. So they are carried on,
 * bounded, for whoever counts replays, and {@link Origin} is used for nothing that could make a request newer than it is.
 */
public final class ReplayHeaders {
    /** How often the request was replayed, this time included. */
    public static final String COUNT = "x-replay-count";

    public static final String JOB = "x-replay-job";
    public static final String ACTOR = "x-replay-actor";

    /** Where the request stood first, as {@code topic/partition/offset/epoch-milliseconds}. */
    public static final String ORIGIN = "x-replay-origin";

    private static final List<String> ALL = List.of(COUNT, JOB, ACTOR, ORIGIN);

    /** The longest that is of use: the name of a topic and three numbers. */
    private static final int LIMIT = 320;

    private static final Pattern PLACE =
            Pattern.compile("([a-zA-Z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})/([0-9]{1,18})");

    private ReplayHeaders() {}

    /** A record, and when it was written. */
    public record Origin(String topic, int partition, long offset, Instant timestamp) {}

    public static boolean isReplay(Headers headers) {
        return headers.lastHeader(COUNT) != null;
    }

    /** Absent if there is none, or none that can be read. */
    public static @Nullable Origin origin(Headers headers) {
        byte[] value = value(headers, ORIGIN);
        Matcher place = PLACE.matcher(value == null ? "" : new String(value, UTF_8));
        if (!place.matches()) {
            return null;
        }
        return new Origin(
                place.group(1),
                Integer.parseInt(place.group(2)),
                Long.parseLong(place.group(3)),
                Instant.ofEpochMilli(Long.parseLong(place.group(4))));
    }

    /** So that a request that dies further on is known to have been replayed. */
    public static void carry(Headers from, Headers to) {
        for (String name : ALL) {
            byte[] value = value(from, name);
            if (value != null) {
                to.add(name, value);
            }
        }
    }

    private static byte @Nullable [] value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length > LIMIT ? null : header.value();
    }
}
