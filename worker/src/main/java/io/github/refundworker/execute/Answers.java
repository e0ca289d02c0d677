package io.github.refundworker.execute;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outcome;
import java.time.Instant;

/** Builds the answers to commands. */
final class Answers {
    private Answers() {}

    static Input to(Command.Settle command, Outcome outcome, Instant now) {
        return new Input.CommandAnswered(now, command.number(), command.refundId(), outcome);
    }

    static Input to(Command.LookUp command, Outcome outcome, Instant now) {
        return new Input.CommandAnswered(now, command.number(), command.refundId(), outcome);
    }

    static Input to(Command.Describe command, Description description, Instant now) {
        return new Input.ChargeDescribed(now, command.number(), description);
    }

    /** The provider was not asked. */
    static Input tooLate(Command command, Instant now) {
        return switch (command) {
            case Command.Settle settle -> to(settle, new Outcome.Expired(), now);
            case Command.LookUp lookUp -> to(lookUp, new Outcome.Expired(), now);
            case Command.Describe describe -> to(describe, new Description.TooLate(), now);
        };
    }

    /** The answer without a claim, for a command that a bug kept from being executed. */
    static Input unknown(Command command, String why, Instant now) {
        return switch (command) {
            case Command.Settle settle -> to(settle, new Outcome.Unknown(why), now);
            case Command.LookUp lookUp -> to(lookUp, new Outcome.Unknown(why), now);
            case Command.Describe describe -> to(describe, new Description.Unavailable(why), now);
        };
    }
}
