package io.github.refundworker.execute;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The procedure for one delivery of a command, from its beginning to its answer. Pure: times and responses come in,
 * steps come out.
 */
sealed interface CommandProcedure permits SettleProcedure, LookUpProcedure, DescribeProcedure {
    /**
     * Decides the next step from the given time. A caller that performs a step late, because it waited for a permit,
     * must call this again first, so that no step rests on an old time.
     *
     * @param previous result of the last call, which this procedure asked for; absent if no call was made since the last
     *     step
     */
    Step next(Instant now, @Nullable ProviderResponse previous);

    /**
     * The last moment to begin a command that reads. Absent for a command that sends, which goes first and has no
     * such time.
     */
    static @Nullable Instant readBy(Command command) {
        return sends(command) ? null : command.sendBy();
    }

    static boolean sends(Command command) {
        return switch (command) {
            case Command.Settle _ -> true;
            case Command.LookUp _, Command.Describe _ -> false;
        };
    }

    static CommandProcedure of(Command command, Capabilities capabilities, Duration patience) {
        Patience limit = new Patience(patience, command.chargeId());
        return switch (command) {
            case Command.Settle settle -> new SettleProcedure(settle, capabilities, limit);
            case Command.LookUp lookUp -> new LookUpProcedure(lookUp, capabilities, limit);
            case Command.Describe describe -> new DescribeProcedure(describe, capabilities, limit);
        };
    }
}
