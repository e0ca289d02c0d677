package io.github.refundworker.ops.deadletter.letter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What earlier replays left on a dead letter: all of it text.
 *
 * @param count how often it was replayed before it died here
 * @param job the last replay's
 * @param origin where the request stood at first
 */
public record Replays(
        int count,
        @Nullable String job,
        @Nullable String actor,
        @Nullable Origin origin) {

    public static final String PREFIX = "x-replay-";
    public static final String COUNT = PREFIX + "count";
    public static final String JOB = PREFIX + "job";
    public static final String ACTOR = PREFIX + "actor";

    /** As {@code topic/partition/offset/epoch-milliseconds}. */
    public static final String ORIGIN = PREFIX + "origin";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PLACE =
            Pattern.compile("([a-zA-Z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})/([0-9]{1,18})");

    static Replays of(Headers headers) {
        String count = Deaths.last(headers, COUNT);
        return new Replays(
                count != null && NUMBER.matcher(count).matches() ? Integer.parseInt(count) : 0,
                Deaths.last(headers, JOB),
                Deaths.last(headers, ACTOR),
                origin(Deaths.last(headers, ORIGIN)));
    }

    private static @Nullable Origin origin(@Nullable String text) {
        Matcher place = PLACE.matcher(text == null ? "" : text);
        return place.matches()
                ? new Origin(
                        place.group(1),
                        Integer.parseInt(place.group(2)),
                        Long.parseLong(place.group(3)),
                        Long.valueOf(place.group(4)))
                : null;
    }
}
