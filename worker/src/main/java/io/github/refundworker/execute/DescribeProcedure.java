package io.github.refundworker.execute;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a charge and its refunds. The decider counts the age of the reading from the issue of the command. */
final class DescribeProcedure implements CommandProcedure {
    private final Command.Describe command;
    private final Capabilities capabilities;
    private final Patience patience;
    private boolean calledBefore;

    DescribeProcedure(Command.Describe command, Capabilities capabilities, Patience patience) {
        this.command = command;
        this.capabilities = capabilities;
        this.patience = patience;
    }

    @Override
    public Step next(Instant now, @Nullable ProviderResponse previous) {
        if (!capabilities.describesCharges()) {
            return done(now, new Description.Unavailable("this provider describes no charges"));
        }
        if (previous == null && !calledBefore && now.isAfter(command.sendBy())) {
            return done(now, new Description.TooLate());
        }
        if (previous == null) {
            patience.calling(now, !calledBefore);
            return new Step.Describe(command.chargeId());
        }
        calledBefore = true;
        return switch ((ProviderResponse.OfDescribe) previous) {
            case ProviderResponse.Described(Description.Shown shown) -> done(now, shown);
            case ProviderResponse.NotFound() -> done(now, new Description.Missing());
            case ProviderResponse.NotSent(String why, var retryAfter) -> waitOr(now, retryAfter, why);
            case ProviderResponse.Unclear(String why) -> waitOr(now, null, why);
        };
    }

    private Step waitOr(Instant now, @Nullable Duration retryAfter, String why) {
        Duration pause = patience.pause(now, Instant.MAX, retryAfter);
        return pause == null ? done(now, new Description.Unavailable(why)) : new Step.Wait(pause);
    }

    private Step done(Instant now, Description description) {
        return new Step.Done(Answers.to(command, description, now));
    }
}
