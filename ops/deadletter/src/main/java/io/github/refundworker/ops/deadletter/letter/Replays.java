package io.github.refundworker.ops.deadletter.letter;

import io.github.refundworker.deadletter.ReplayHeaders;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Headers that earlier replays added to a dead letter, all of them text.
 *
 * @param count how often it was replayed before it died here
 * @param job the last replay's job
 * @param origin where the request first was
 */
public record Replays(
        int count,
        @Nullable String job,
        @Nullable String actor,
        @Nullable Origin origin) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    static Replays of(Headers headers) {
        String count = Deaths.last(headers, ReplayHeaders.COUNT);
        return new Replays(
                count != null && NUMBER.matcher(count).matches() ? Integer.parseInt(count) : 0,
                Deaths.last(headers, ReplayHeaders.JOB),
                Deaths.last(headers, ReplayHeaders.ACTOR),
                origin(headers));
    }

    private static @Nullable Origin origin(Headers headers) {
        ReplayHeaders.Origin first = ReplayHeaders.origin(headers);
        return first == null
                ? null
                : new Origin(
                        first.topic(),
                        first.partition(),
                        first.offset(),
                        first.timestamp().toEpochMilli());
    }
}
