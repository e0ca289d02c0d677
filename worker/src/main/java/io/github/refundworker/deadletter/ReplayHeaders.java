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
 * Names of the headers that a replay adds to a record, all of them text. The requests topic is public, so any sender
 * of requests can write these headers too. So the worker only passes them on, within a size limit, for tools that
 * count replays, and it never lets {@link Origin} make a request newer than it is.
 */
public final class ReplayHeaders {
    public static final String PREFIX = "x-replay-";

    /** How often the request was replayed, including this time. */
    public static final String COUNT = PREFIX + "count";

    public static final String JOB = PREFIX + "job";
    public static final String ACTOR = PREFIX + "actor";

    /** Where the request was first, as {@code topic/partition/offset/epoch-milliseconds}. */
    public static final String ORIGIN = PREFIX + "origin";

    private static final List<String> ALL = List.of(COUNT, JOB, ACTOR, ORIGIN);

    /** Longest useful value: a topic's name and three numbers. */
    private static final int LIMIT = 320;

    private static final Pattern PLACE =
            Pattern.compile("([a-zA-Z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})/([0-9]{1,18})");

    private ReplayHeaders() {}

    /** The coordinates of a record, and when it was written. */
    public record Origin(String topic, int partition, long offset, Instant timestamp) {}

    public static boolean isReplay(Headers headers) {
        return headers.lastHeader(COUNT) != null;
    }

    /** Absent if the header is missing or malformed. */
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

    /** Copies the headers, so that a request that fails later is known to have been replayed. */
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
