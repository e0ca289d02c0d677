package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import java.time.Duration;
import java.time.Instant;

/** Decides on Settle and LookUp commands without a definite answer: when the next attempt follows, or that a person decides. */
final class Unanswered {
    private Unanswered() {}

    /** A command got no answer in time, or no definite one. */
    static void decide(Draft draft, Refund refund, OpenCommand.OfRefund open, Outcome.Indefinite outcome) {
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

    static void expired(Draft draft, Refund refund) {
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

    static void unclear(Draft draft, Refund refund, String why) {
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
    static Instant notBeforeQuiet(Draft draft, Settlement settlement, Duration distance) {
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
    static void hintAgain(Draft draft, Refund refund, OpenCommand.LookUp open) {
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
}
