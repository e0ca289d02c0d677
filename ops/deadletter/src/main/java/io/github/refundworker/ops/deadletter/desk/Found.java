package io.github.refundworker.ops.deadletter.desk;

import io.github.refundworker.ops.deadletter.book.Mark;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter and its state.
 *
 * @param mark absent if nothing was done about it
 */
public record Found(DeadLetter letter, @Nullable Mark mark) {

    public LetterState state() {
        return mark == null ? LetterState.OPEN : mark.state();
    }
}
