package io.github.refundworker.ops.deadletter.letter;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What dead letters of one group have in common. Any of it may be missing.
 *
 * @param topic where they died
 * @param reason the worker's own word for it
 * @param exception what was thrown
 * @param where the first frame of the stack trace that is the project's; of what the worker found wrong without
 *     throwing anything, the sentence that says it, its numbers left out
 */
public record Cause(
        @Nullable String topic,
        @Nullable String reason,
        @Nullable String exception,
        @Nullable String where) {

    /** Of the groups beyond those that are told apart. */
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
