package io.github.refundworker.execute;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One delivery of a command from its beginning to its answer. Pure: time and responses come in, steps come out. */
sealed interface CommandProcedure permits SettleProcedure, LookUpProcedure, DescribeProcedure {
    /**
     * Decides anew from the time that it is given. Whoever performs a step late, because it had to wait for a permit,
     * asks again first: nothing is sent on the strength of an earlier look at the clock.
     *
     * @param previous what the last call came to; absent where no call was made since the last step
     */
    Step next(Instant now, @Nullable ProviderResponse previous);

    static CommandProcedure of(Command command, Capabilities capabilities, Duration patience) {
        Patience limit = new Patience(patience, command.chargeId());
        return switch (command) {
            case Command.Settle settle -> new SettleProcedure(settle, capabilities, limit);
            case Command.LookUp lookUp -> new LookUpProcedure(lookUp, capabilities, limit);
            case Command.Describe describe -> new DescribeProcedure(describe, capabilities, limit);
        };
    }
}
