package io.github.refundworker.execute;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Looks a refund up. It never sends one. */
final class LookUpProcedure implements CommandProcedure {
    private final Command.LookUp command;
    private final Capabilities capabilities;
    private final Patience patience;
    private boolean calledBefore;

    LookUpProcedure(Command.LookUp command, Capabilities capabilities, Patience patience) {
        this.command = command;
        this.capabilities = capabilities;
        this.patience = patience;
    }

    @Override
    public Step next(Instant now, @Nullable ProviderResponse previous) {
        if (!capabilities.looksUpRefunds()) {
            return done(now, new Outcome.Unknown("this provider finds no refunds"));
        }
        if (previous == null && !calledBefore && now.isAfter(command.sendBy())) {
            return done(now, new Outcome.Expired());
        }
        if (previous == null) {
            patience.calling(now, !calledBefore);
            return new Step.LookUp(command.chargeId(), command.refundId(), command.providerRefundId());
        }
        calledBefore = true;
        return switch ((ProviderResponse.OfLookUp) previous) {
            case ProviderResponse.Found(ProviderRefund refund) -> done(now, Outcome.of(refund));
            case ProviderResponse.NotFound() -> done(now, new Outcome.NotFound());
            case ProviderResponse.NotSent(String why, var retryAfter) ->
                waitOr(now, retryAfter, new Outcome.NotSent(why));
            case ProviderResponse.Unclear(String why) -> waitOr(now, null, new Outcome.Unknown(why));
        };
    }

    private Step waitOr(Instant now, @Nullable Duration retryAfter, Outcome impatient) {
        Duration pause = patience.pause(now, Instant.MAX, retryAfter);
        return pause == null ? done(now, impatient) : new Step.Wait(pause);
    }

    private Step done(Instant now, Outcome outcome) {
        return new Step.Done(Answers.to(command, outcome, now));
    }
}
