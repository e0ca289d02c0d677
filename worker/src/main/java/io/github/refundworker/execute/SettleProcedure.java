package io.github.refundworker.execute;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.ProviderResponse.Found;
import io.github.refundworker.provider.ProviderResponse.NotFound;
import io.github.refundworker.provider.ProviderResponse.NotSent;
import io.github.refundworker.provider.ProviderResponse.OfLookUp;
import io.github.refundworker.provider.ProviderResponse.OfSettle;
import io.github.refundworker.provider.ProviderResponse.Refused;
import io.github.refundworker.provider.ProviderResponse.Unclear;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends a refund. It looks the refund up first if the key does not protect, and looks it up afterwards if the
 * response leaves a doubt. Once an attempt is in doubt, nothing more is sent.
 */
final class SettleProcedure implements CommandProcedure {
    /** Refusals that a provider may also give because an earlier attempt of ours made the refund. */
    private static final Set<String> OWN_SUCCESS_PERHAPS = Set.of(
            ErrorCode.CHARGE_REFUNDED.name(),
            ErrorCode.PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH.name(),
            ErrorCode.CHARGE_REFUND_IN_PROGRESS.name(),
            ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS.name());

    private final Command.Settle command;
    private final Capabilities capabilities;
    private final Patience patience;
    private final Instant keyTrustedUntil;

    private Phase phase = new Phase.Sending();
    private boolean calledBefore;
    private boolean nothingFound;
    private @Nullable String unsent;

    /** The phase of the procedure: which call the next response answers, and what is known by then. */
    private sealed interface Phase {
        record LookingFirst() implements Phase {}

        record Sending() implements Phase {}

        record LookingAfterDoubt(String why) implements Phase {}

        record LookingAfterRefusal(Refused refusal) implements Phase {}
    }

    SettleProcedure(Command.Settle command, Capabilities capabilities, Patience patience) {
        this.command = command;
        this.capabilities = capabilities;
        this.patience = patience;
        keyTrustedUntil = command.firstIssuedAt().plus(capabilities.safeWindow());
    }

    @Override
    public Step next(Instant now, @Nullable ProviderResponse previous) {
        if (previous == null) {
            return due(now);
        }
        calledBefore = true;
        return switch (phase) {
            case Phase.LookingFirst() -> afterFirstLook(now, (OfLookUp) previous);
            case Phase.Sending() -> afterSending(now, (OfSettle) previous);
            case Phase.LookingAfterDoubt(String why) -> afterDoubt(now, (OfLookUp) previous, why);
            case Phase.LookingAfterRefusal(Refused refusal) -> afterRefusal(now, (OfLookUp) previous, refusal);
        };
    }

    private Step due(Instant now) {
        patience.calling(now, !calledBefore);
        return switch (phase) {
            case Phase.LookingFirst(), Phase.Sending() -> beforeSending(now);
            case Phase.LookingAfterDoubt _, Phase.LookingAfterRefusal _ -> lookUp();
        };
    }

    private Step beforeSending(Instant now) {
        if (now.isAfter(command.sendBy())) {
            return done(now, unsent == null ? new Outcome.Expired() : new Outcome.NotSent(unsent));
        }
        if (nothingFound || !mustLookFirst(now)) {
            phase = new Phase.Sending();
            return new Step.Send(command);
        }
        if (!capabilities.looksUpRefunds()) {
            return done(now, new Outcome.Unknown("its key is too old to send, and this provider finds no refunds"));
        }
        phase = new Phase.LookingFirst();
        return lookUp();
    }

    /**
     * Whether the refund must be looked up before it is sent. At a provider without look-ups only a fresh key
     * protects from a repeat.
     */
    boolean mustLookFirst(Instant now) {
        return !keyProtects(now) || (command.uncertain() && capabilities.looksUpRefunds());
    }

    private boolean keyProtects(Instant now) {
        return capabilities.hasKeys() && now.isBefore(keyTrustedUntil);
    }

    private Step afterFirstLook(Instant now, OfLookUp response) {
        return switch (response) {
            case Found(ProviderRefund refund) -> found(now, refund);
            case NotFound() -> {
                nothingFound = true;
                yield due(now);
            }
            case NotSent(String why, var retryAfter) ->
                waitOr(now, command.sendBy(), retryAfter, new Outcome.NotSent(why));
            case Unclear(String why) -> done(now, new Outcome.Unknown("the look-up before sending failed: " + why));
        };
    }

    private Step afterSending(Instant now, OfSettle response) {
        // An earlier look-up says nothing about this attempt.
        nothingFound = false;
        return switch (response) {
            case Found(ProviderRefund refund) -> found(now, refund);
            case Refused refused -> {
                if (!mayBeOwnSuccess(now, refused.why())) {
                    yield done(now, declined(refused));
                }
                yield lookAfter(
                        now,
                        new Phase.LookingAfterRefusal(refused),
                        "refused with " + refused.why().code());
            }
            case NotSent(String why, var retryAfter) -> {
                unsent = why;
                yield waitOr(now, command.sendBy(), retryAfter, new Outcome.NotSent(why));
            }
            case Unclear(String why) -> lookAfter(now, new Phase.LookingAfterDoubt(why), why);
        };
    }

    private boolean mayBeOwnSuccess(Instant now, StatusInfo refusal) {
        return OWN_SUCCESS_PERHAPS.contains(refusal.code()) && (command.uncertain() || !keyProtects(now));
    }

    private Step lookAfter(Instant now, Phase looking, String why) {
        if (!capabilities.looksUpRefunds()) {
            return done(now, new Outcome.Unknown(why));
        }
        phase = looking;
        return lookUp();
    }

    /**
     * A look-up without a result does not prove that the attempt was not executed, because it may still be under
     * way.
     */
    private Step afterDoubt(Instant now, OfLookUp response, String doubt) {
        return switch (response) {
            case Found(ProviderRefund refund) -> found(now, refund);
            case NotSent(var _, var retryAfter) -> waitOr(now, Instant.MAX, retryAfter, new Outcome.Unknown(doubt));
            case NotFound _, Unclear _ -> done(now, new Outcome.Unknown(doubt));
        };
    }

    private Step afterRefusal(Instant now, OfLookUp response, Refused refusal) {
        Outcome unknown = new Outcome.Unknown("refused with " + refusal.why().code() + " after an uncertain attempt");
        return switch (response) {
            case Found(ProviderRefund refund) -> found(now, refund);
            case NotFound() -> done(now, declined(refusal));
            case NotSent(var _, var retryAfter) -> waitOr(now, Instant.MAX, retryAfter, unknown);
            case Unclear _ -> done(now, unknown);
        };
    }

    private Step lookUp() {
        return new Step.LookUp(command.chargeId(), command.refundId(), null);
    }

    private static Outcome declined(Refused refusal) {
        return new Outcome.Declined(refusal.why(), null, refusal.stored());
    }

    /**
     * Reports the found refund whatever its amount, because the decider must know what the provider holds under our
     * reference.
     */
    private Step found(Instant now, ProviderRefund refund) {
        return done(now, Outcome.of(refund));
    }

    private Step waitOr(Instant now, Instant latest, @Nullable Duration retryAfter, Outcome impatient) {
        Duration pause = patience.pause(now, latest, retryAfter);
        return pause == null ? done(now, impatient) : new Step.Wait(pause);
    }

    private Step done(Instant now, Outcome outcome) {
        return new Step.Done(Answers.to(command, outcome, now));
    }
}
