package io.github.refundworker.ops.deadletter.letter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter for dead letters. A letter must meet all given conditions.
 *
 * @param from lower bound of the letter's timestamp, inclusive
 * @param to upper bound of the letter's timestamp, exclusive
 * @param reason in any case
 * @param exception a part of the exception's class name
 * @param key the record's key, as text
 * @param headers by name; the last header of a name counts
 * @param states none means any
 */
public record Selection(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String reason,
        @Nullable String exception,
        @Nullable String key,
        @Nullable String requestId,
        Map<String, String> headers,
        @Nullable Integer partition,
        @Nullable Long offset,
        Set<LetterState> states) {

    public static final Selection ALL =
            new Selection(null, null, null, null, null, null, Map.of(), null, null, Set.of());

    public Selection {
        headers = Map.copyOf(headers);
        states = Set.copyOf(states);
    }

    public static Selection of(LetterId id) {
        return new Selection(null, null, null, null, null, null, Map.of(), id.partition(), id.offset(), Set.of());
    }

    public boolean includes(DeadLetter letter, LetterState state) {
        return (states.isEmpty() || states.contains(state))
                && (partition == null || partition == letter.id().partition())
                && (offset == null || offset == letter.id().offset())
                && (from == null || !letter.at().isBefore(from))
                && (to == null || letter.at().isBefore(to))
                && (reason == null || reason.equalsIgnoreCase(letter.failure().reason()))
                && (exception == null || contains(letter.failure().exception(), exception))
                && (key == null || key.equals(text(letter.key())))
                && headers.entrySet().stream()
                        .allMatch(header -> header.getValue().equals(Deaths.last(letter.headers(), header.getKey())))
                && (requestId == null
                        || requestId.equals(Contents.of(letter.value()).requestId()));
    }

    private static boolean contains(@Nullable String text, String part) {
        return text != null && text.contains(part);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The filter as text, for people and for the plan. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, "from", from);
        append(text, "to", to);
        append(text, "reason", reason);
        append(text, "exception", exception);
        append(text, "key", key);
        append(text, "request-id", requestId);
        headers.forEach((name, value) -> append(text, "header", name + "=" + value));
        append(text, "partition", partition);
        append(text, "offset", offset);
        if (!states.isEmpty()) {
            append(text, "state", states.stream().sorted().toList());
        }
        return text.isEmpty() ? "all" : text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value);
        }
    }
}
