package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the letters of a plan, in its order. */
interface PlannedLetters {

    /** @param letter absent if it is not in its topic any more */
    record Planned(LetterId id, @Nullable DeadLetter letter) {}

    /** The next ones, at most so many; none if there are no more. */
    List<Planned> next(int most);
}
