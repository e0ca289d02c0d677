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
        if (open != null && isAnsweredBy(open, input)) {
            draft.open = null;
            answered(draft, refund, open, outcome);
            Queue.advance(draft, false);
            return draft.next();
        }
        if (Evidence.leavesDoubt(refund, input.number(), outcome)) {
            return Notices.notify(draft, refund);
        }
        if (!Evidence.counts(refund, input.number(), outcome)) {
            return new Decision.Ignore(
                    input.number() < refund.evidence() ? Decision.Why.SUPERSEDED : Decision.Why.NOT_AWAITED);
        }
        Evidence.apply(draft, refund.asReadAt(Instant.EPOCH), input.number(), outcome);
        if (!refund.state().equals(stateOf(draft, refund))) {
            // True, but read some time ago. A webhook about a later change may have been processed without effect.
            draft.notified(refund);
        }
        Queue.advance(draft, false);
        return draft.next();
    }

    /** A look-up by the provider's id finds whatever refund has that id, and a person may have named a wrong one. */
    private static boolean isOfAnother(Draft draft, Refund refund, Outcome outcome) {
        ProviderRefund held = switch (outcome) {
            case Outcome.Completed(ProviderRefund completed) -> completed;
            case Outcome.Pending(ProviderRefund pending) -> pending;
            case Outcome.Reversed(ProviderRefund reversed) -> reversed;
            case Outcome.Declined(var _, ProviderRefund failed, var _) -> failed;
            case Outcome.NotSent _, Outcome.Unknown _, Outcome.Expired _, Outcome.NotFound _ -> null;
        };
        return held != null && Evidence.isOfAnother(draft, refund, held);
    }

    private static boolean isAnsweredBy(OpenCommand open, Input.CommandAnswered input) {
        return open.kind() != OpenCommand.Kind.DESCRIBE
                && open.number() == input.number()
                && input.refundId().equals(open.refundId());
    }

    private static RefundState stateOf(Draft draft, Refund refund) {
        return Objects.requireNonNull(draft.refund(refund.id())).state();
    }

    private static void answered(Draft draft, Refund refund, OpenCommand open, Outcome outcome) {
        switch (outcome) {
            case Outcome.Completed _, Outcome.Pending _, Outcome.Reversed _ -> {
                if (Evidence.goesBack(refund, outcome) && !open.issuedAt().isAfter(refund.updated())) {
                    draft.notified(refund);
                } else {
                    Evidence.apply(draft, refund.asReadAt(open.issuedAt()), open.number(), outcome);
                }
            }
            case Outcome.Declined declined -> declined(draft, refund, open, declined);
            case Outcome.NotSent(String why) -> unanswered(draft, refund, open, outcome, why);
            case Outcome.Unknown(String why) -> unanswered(draft, refund, open, outcome, why);
            case Outcome.Expired() -> {
                draft.excuse(open, draft.now);
                unanswered(draft, refund, open, outcome, "it was too late to send");
            }
            case Outcome.NotFound() -> notFound(draft, refund, open);
        }
    }

    /** A command got no answer in time, or no definite one. */
    static void unanswered(Draft draft, Refund refund, OpenCommand open, Outcome outcome, String why) {
        switch (open.kind()) {
            case SETTLE -> {
                switch (outcome) {
                    case Outcome.NotSent _ -> unsent(draft, refund, why);
                    case Outcome.Expired _ -> expired(draft, refund);
                    default -> unclear(draft, refund, why);
                }
            }
            case LOOK_UP -> lookAgain(draft, refund, open, outcome);
            case DESCRIBE -> throw new IllegalStateException("a describe command is about no refund");
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
    private static void lookAgain(Draft draft, Refund refund, OpenCommand open, Outcome outcome) {
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
    private static void hintAgain(Draft draft, Refund refund, OpenCommand open) {
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
        return open.kind() == OpenCommand.Kind.LOOK_UP && draft.isQuiet(refund, open.issuedAt());
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
                if (open.kind() == OpenCommand.Kind.SETTLE) {
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
