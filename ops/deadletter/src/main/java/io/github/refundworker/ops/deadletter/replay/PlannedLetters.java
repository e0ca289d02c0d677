package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the letters of a plan, in its order. */
interface PlannedLetters {

    /** @param letter absent if it is no longer in its topic */
    record Planned(LetterId id, @Nullable DeadLetter letter) {}

    /** The next letters, at most the given number. Empty at the end. */
    List<Planned> next(int most);
}
