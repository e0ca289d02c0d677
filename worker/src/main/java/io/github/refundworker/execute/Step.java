package io.github.refundworker.execute;

import io.github.refundworker.domain.Input;
import java.time.Duration;

/** What a procedure wants done next. */
sealed interface Step {
    /** The one step that may move money. */
    record Send() implements Step {}

    record LookUp() implements Step {}

    record Describe() implements Step {}

    /** Nothing for so long; then it is asked again. */
    record Wait(Duration time) implements Step {}

    /** @param answer to the command, for the decider */
    record Done(Input answer) implements Step {}
}
