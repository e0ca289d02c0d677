package io.github.refundworker.execute;

import io.github.refundworker.domain.Input;
import java.time.Duration;

/** The next step of a procedure. */
sealed interface Step {
    /** The one step that may move money. */
    record Send() implements Step {}

    record LookUp() implements Step {}

    record Describe() implements Step {}

    /** Wait for the given time; then ask for the next step. */
    record Wait(Duration time) implements Step {}

    /** @param answer to the command, for the decider */
    record Done(Input answer) implements Step {}
}
