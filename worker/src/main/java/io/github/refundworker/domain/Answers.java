package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Decides on the answers to Settle and LookUp commands, and on commands without a definite answer. */
final class Answers {
    private Answers() {}

    static Decision decide(Draft draft, Input.CommandAnswered input) {
        Refund refund = draft.refund(input.refundId());
        if (refund == null) {
            return new Decision.Ignore(Decision.Why.UNKNOWN_REFUND);
        }
        OpenCommand open = draft.open;
        Outcome outcome = isOfAnother(draft, refund, input.outcome()) ? new Outcome.NotFound() : input.outcome();
        if (open instanceof OpenCommand.OfRefund awaited
                && awaited.number() == input.number()
                && awaited.refundId().equals(input.refundId())) {
            draft.open = null;
            answered(draft, refund, awaited, outcome);
            Queue.advance(draft);
            return draft.next();
        }
        return outcome instanceof Outcome.Held held
                ? late(draft, refund, input.number(), held)
                : notAwaited(refund, input.number());
    }

    /** Nothing waits for this answer any more, but it may tell of a payment. */
    private static Decision late(Draft draft, Refund refund, long number, Outcome.Held held) {
        if (Evidence.leavesDoubt(refund, number, held)) {
            return Notices.notify(draft, refund);
        }
        if (!Evidence.counts(refund, number, held)) {
            return notAwaited(refund, number);
        }
        Evidence.apply(draft, refund.asReadAt(null), number, held);
        if (!refund.state().equals(stateOf(draft, refund))) {
            // True, but read some time ago. A webhook about a later change may have been processed without effect.
            draft.notified(refund);
        }
        Queue.advance(draft);
        return draft.next();
    }

    private static Decision notAwaited(Refund refund, long number) {
        return new Decision.Ignore(number < refund.evidence() ? Decision.Why.SUPERSEDED : Decision.Why.NOT_AWAITED);
    }

    /** A look-up by the provider's id finds whatever refund has that id, and a person may have named a wrong one. */
    private static boolean isOfAnother(Draft draft, Refund refund, Outcome outcome) {
        ProviderRefund held = switch (outcome) {
            case Outcome.Held shown -> shown.refund();
            case Outcome.Declined declined -> declined.refund();
            case Outcome.Indefinite _, Outcome.NotFound _ -> null;
        };
        return held != null && Evidence.isOfAnother(draft, refund, held);
    }

    private static RefundState stateOf(Draft draft, Refund refund) {
        return Objects.requireNonNull(draft.refund(refund.id())).state();
    }

    private static void answered(Draft draft, Refund refund, OpenCommand.OfRefund open, Outcome outcome) {
        switch (outcome) {
            case Outcome.Held held -> {
                if (Evidence.goesBack(refund, held) && !open.issuedAt().isAfter(refund.updated())) {
                    draft.notified(refund);
                } else {
                    Evidence.apply(draft, refund.asReadAt(open.issuedAt()), open.number(), held);
                }
            }
            case Outcome.Declined declined -> declined(draft, refund, open, declined);
            case Outcome.Indefinite indefinite -> {
                if (indefinite instanceof Outcome.Expired) {
                    draft.excuse(open, draft.now);
                }
                unanswered(draft, refund, open, indefinite);
            }
            case Outcome.NotFound() -> notFound(draft, refund, open);
        }
    }

    /** A command got no answer in time, or no definite one. */
    static void unanswered(Draft draft, Refund refund, OpenCommand.OfRefund open, Outcome.Indefinite outcome) {
        switch (open) {
            case OpenCommand.Settle _ -> {
                switch (outcome) {
                    case Outcome.NotSent(String why) -> unsent(draft, refund, why);
                    case Outcome.Unknown(String why) -> unclear(draft, refund, why);
                    case Outcome.Expired() -> expired(draft, refund);
                }
            }
            case OpenCommand.LookUp lookUp -> lookAgain(draft, refund, lookUp, outcome);
        }
    }

    /** Nothing was sent, so the next attempt follows after an interval. */
    static void unsent(Draft draft, Refund refund, String why) {
        if (!(refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement))
                || !isUnsettled(refund)) {
            return;
        }
        if (isTriedForLong(draft, settlement)) {
            draft.review(refund, "nothing could be sent for " + draft.ages().unsentFor() + ": " + why);
            return;
        }
        Settlement next = settlement.endedUnsent();
        Instant due = notBeforeQuiet(draft, next, Policy.Ages.step(draft.ages().unsent(), settlement.unsent()));
        draft.update(refund.with(next)
                .with(next.unclear() > 0 ? new RefundState.Unresolved(due) : new RefundState.Submitted(due)));
    }

    /**
     * The worker was too busy to read the charge before the next attempt at a refund. This counts as no attempt, and
     * the next one follows as soon as after the first.
     */
    static void notAsked(Draft draft, Refund refund, Duration pause) {
        if (!(refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement))
                || !isUnsettled(refund)) {
            return;
        }
        if (isTriedForLong(draft, settlement)) {
            draft.review(
                    refund, "its charge could not be read for " + draft.ages().unsentFor());
            return;
        }
        Instant due = notBeforeQuiet(draft, settlement, pause);
        draft.update(refund.with(
                settlement.unclear() > 0 ? new RefundState.Unresolved(due) : new RefundState.Submitted(due)));
    }

    private static void expired(Draft draft, Refund refund) {
        if (!(refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement))
                || !isUnsettled(refund)) {
            return;
        }
        if (isTriedForLong(draft, settlement)) {
            draft.review(
                    refund, "its commands came too late for " + draft.ages().unsentFor());
            return;
        }
        Settlement next = settlement.endedExpired();
        Capabilities capabilities = draft.capabilities();
        if (capabilities != null && capabilities.hasKeys()) {
            Attempts.again(draft, refund.with(next), next);
            return;
        }
        Instant due = draft.quietAfter(next);
        draft.update(refund.with(next)
                .with(next.unclear() > 0 ? new RefundState.Unresolved(due) : new RefundState.Submitted(due)));
    }

    private static void unclear(Draft draft, Refund refund, String why) {
        if (!(refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement))
                || !isUnsettled(refund)) {
            return;
        }
        if (settlement.unclear() >= draft.ages().retry().size()) {
            draft.review(refund.with(settlement.endedUnclear()), "its outcome stayed unknown: " + why);
            return;
        }
        Settlement next = settlement.endedUnclear();
        Instant due = notBeforeQuiet(draft, next, draft.ages().retry().get(settlement.unclear()));
        draft.update(refund.with(next).with(new RefundState.Unresolved(due)));
    }

    private static boolean isTriedForLong(Draft draft, Settlement settlement) {
        return draft.isDue(settlement.firstIssuedAt().plus(draft.ages().unsentFor()));
    }

    /** Whether the refund still needs this answer. Late evidence may have settled it while its command was open. */
    static boolean isUnsettled(Refund refund) {
        return switch (refund.state()) {
            case RefundState.Submitted _, RefundState.Unresolved _ -> true;
            case RefundState.AwaitingProvider _,
                    RefundState.Confirming _,
                    RefundState.InReview _,
                    RefundState.Closed _ -> false;
        };
    }

    /** Without keys two attempts must never be under way at once. */
    private static Instant notBeforeQuiet(Draft draft, Settlement settlement, Duration distance) {
        Instant due = draft.now.plus(distance);
        Capabilities capabilities = draft.capabilities();
        Instant quiet = draft.quietAfter(settlement);
        return (capabilities == null || !capabilities.hasKeys()) && quiet.isAfter(due) ? quiet : due;
    }

    /** Repeats a look-up without a result. */
    private static void lookAgain(Draft draft, Refund refund, OpenCommand.LookUp open, Outcome.Indefinite outcome) {
        switch (refund.state()) {
            case RefundState.AwaitingProvider(String id, var _, int polls) -> {
                // A poll that came too late to be made does not count, so that later polls do not become rarer.
                int made = outcome instanceof Outcome.Expired ? polls : polls + 1;
                draft.update(refund.with(new RefundState.AwaitingProvider(
                        id, draft.now.plus(Policy.Ages.step(draft.ages().poll(), polls)), made)));
            }
            case RefundState.Confirming(StatusInfo refusal, var _) -> {
                if (refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement)) {
                    confirmAgain(draft, refund, settlement, refusal);
                }
            }
            // The next look-up is due later.
            case RefundState.InReview _ when open.attempt() == 0 -> draft.update(refund);
            case RefundState.InReview _, RefundState.Closed _ -> hintAgain(draft, refund, open);
            case RefundState.Submitted _, RefundState.Unresolved _ -> {}
        }
    }

    /**
     * A webhook was not looked up, and no due time of the refund would bring it back, so a reversal could stay
     * unseen. The notice gets a due time of its own, so that requests are decided in the meantime.
     */
    private static void hintAgain(Draft draft, Refund refund, OpenCommand.LookUp open) {
        draft.noticeLater(refund.id(), open.attempt());
    }

    private static void confirmAgain(Draft draft, Refund refund, Settlement settlement, StatusInfo refusal) {
        if (isTriedForLong(draft, settlement)) {
            draft.review(refund, "it was refused with " + refusal.code() + ", and could not be looked up since");
            return;
        }
        Instant due = draft.now.plus(Policy.Ages.step(draft.ages().unsent(), settlement.unsent()));
        draft.update(refund.with(settlement.endedUnsent()).with(new RefundState.Confirming(refusal, due)));
    }

    private static void declined(Draft draft, Refund refund, OpenCommand open, Outcome.Declined declined) {
        StatusInfo why = declined.why();
        ProviderRefund held = declined.refund();
        Refund heard = held == null ? refund : refund.knowing(held.details(), open.number());
        String id = held != null ? held.id() : refund.state().providerRefundId();
        switch (refund.state()) {
            case RefundState.Succeeded _ -> {
                if (held != null) {
                    draft.update(heard.with(Resolutions.failed(refund, why, held.id())));
                } else {
                    Resolutions.missing(draft, refund, "the provider refused it: " + why.code());
                }
            }
            case RefundState.AwaitingProvider _, RefundState.InReview _ ->
                draft.update(heard.knowing(ProviderDetails.NONE, open.number()).with(new RefundState.Failed(why, id)));
            case RefundState.Submitted _, RefundState.Unresolved _, RefundState.Confirming _ -> {
                Capabilities capabilities = draft.capabilities();
                boolean stored = declined.stored() && capabilities != null && capabilities.storesRefusals();
                if (stored || isReadAfterQuiet(draft, refund, open)) {
                    draft.update(
                            heard.knowing(ProviderDetails.NONE, open.number()).with(new RefundState.Failed(why, id)));
                    if (held == null) {
                        draft.distrustFacts();
                    }
                } else {
                    confirm(draft, heard, why);
                }
            }
            case RefundState.Failed _, RefundState.Reversed _ -> {}
        }
    }

    /** A refusal that is not stored under the key: another delivery of the same command may still succeed. */
    private static void confirm(Draft draft, Refund refund, StatusInfo why) {
        if (refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement)) {
            draft.update(refund.with(new RefundState.Confirming(why, draft.quietAfter(settlement))));
        }
    }

    private static boolean isReadAfterQuiet(Draft draft, Refund refund, OpenCommand open) {
        return open instanceof OpenCommand.LookUp && draft.isQuiet(refund, open.issuedAt());
    }

    private static void notFound(Draft draft, Refund refund, OpenCommand open) {
        switch (refund.state()) {
            case RefundState.Confirming(StatusInfo refusal, var _) -> {
                if (isReadAfterQuiet(draft, refund, open)) {
                    draft.update(refund.knowing(ProviderDetails.NONE, open.number())
                            .with(new RefundState.Failed(refusal, null)));
                    draft.distrustFacts();
                }
            }
            case RefundState.AwaitingProvider _ ->
                draft.review(refund, "the provider said it was pending and does not find it now");
            case RefundState.Submitted _, RefundState.Unresolved _ -> {
                if (open instanceof OpenCommand.Settle) {
                    unclear(draft, refund, "it was not found");
                }
            }
            case RefundState.Succeeded _ -> {
                if (isReadAfterQuiet(draft, refund, open)) {
                    Resolutions.missing(draft, refund, "the provider does not find it");
                }
            }
            // The next look-up is due later.
            case RefundState.InReview _ -> draft.update(refund);
            case RefundState.Failed _, RefundState.Reversed _ -> {}
        }
    }
}
