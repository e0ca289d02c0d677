package io.github.refundworker.ops.deadletter.letter;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The common cause of a group of dead letters. Any component may be absent.
 *
 * @param topic where they died
 * @param reason the worker's name for the reason
 * @param exception the thrown exception
 * @param where the first frame of the project's own code in the stack trace; without a stack trace, the message with
 *     its numbers removed
 */
public record Cause(
        @Nullable String topic,
        @Nullable String reason,
        @Nullable String exception,
        @Nullable String where) {

    /** The cause of all groups beyond the maximum number. */
    static final Cause OTHERS = new Cause(null, "(others)", null, null);

    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");
    private static final int SENTENCE = 120;

    static Cause of(DeadLetter letter) {
        Failure failure = letter.failure();
        Origin origin = letter.lastOrigin();
        String where = StackTraces.firstProjectFrame(failure.stacktrace());
        if (where == null && failure.reason() != null) {
            where = sentence(failure.message());
        }
        return new Cause(origin == null ? null : origin.topic(), failure.reason(), failure.exception(), where);
    }

    private static @Nullable String sentence(@Nullable String message) {
        if (message == null || message.isEmpty()) {
            return null;
        }
        String cut = message.length() <= SENTENCE ? message : message.substring(0, SENTENCE);
        return NUMBERS.matcher(cut).replaceAll("#");
    }
}
