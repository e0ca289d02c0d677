package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;

/** Nothing was heard by a due time: nothing on a charge waits for an event that may never come. */
final class Deadlines {
    private Deadlines() {}

    static Decision decide(Draft draft) {
        boolean acted = missedAnswer(draft);
        acted |= endedWaiting(draft);
        acted |= dueWork(draft);
        if (!acted) {
            return new Decision.Ignore(Decision.Why.NOTHING_DUE);
        }
        Queue.advance(draft, false);
        return draft.next();
    }

    private static boolean missedAnswer(Draft draft) {
        OpenCommand open = draft.open;
        if (open == null || !draft.isDue(open.due())) {
            return false;
        }
        draft.open = null;
        Refund refund = open.refundId() == null ? null : draft.refund(open.refundId());
        if (refund == null) {
            Descriptions.unavailable(draft, open);
        } else {
            String why = "no answer came in time";
            Answers.unanswered(draft, refund, open, new Outcome.Unknown(why), why);
        }
        return true;
    }

    private static boolean endedWaiting(Draft draft) {
        boolean ended = false;
        while (!draft.waiting.isEmpty() && draft.isDue(draft.waiting.getFirst().due())) {
            Queue.refuseHead(draft, Queue.turnNeverCame(draft));
            ended = true;
        }
        return ended;
    }

    private static boolean dueWork(Draft draft) {
        if (draft.open != null) {
            return false;
        }
        Refund refund = draft.first(r -> r.state() instanceof RefundState.Open state && draft.isDue(state.due()));
        if (refund != null) {
            act(draft, refund);
            return true;
        }
        if (draft.describeRetry != null && draft.isDue(draft.describeRetry.due())) {
            if (draft.capabilities() == null) {
                draft.describeRetry = null;
            } else {
                draft.describe();
            }
            return true;
        }
        return false;
    }

    private static void act(Draft draft, Refund refund) {
        switch (refund.state()) {
            case RefundState.Submitted _, RefundState.Unresolved _ -> {
                if (refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement)) {
                    settleAgain(draft, refund, settlement);
                }
            }
            case RefundState.AwaitingProvider _ -> {
                if (draft.isDue(refund.created().plus(draft.ages().pending()))) {
                    draft.review(
                            refund,
                            "the provider did not finish it in " + draft.ages().pending());
                } else {
                    lookUpOrReview(draft, refund);
                }
            }
            case RefundState.Confirming _ -> lookUpOrReview(draft, refund);
            case RefundState.InReview _, RefundState.Closed _ -> {}
        }
    }

    private static void lookUpOrReview(Draft draft, Refund refund) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null || !capabilities.looksUpRefunds()) {
            draft.review(refund, "its provider cannot be asked about it");
        } else {
            draft.lookUp(refund);
        }
    }

    /** Issues the next attempt under the same key, unless sending again could pay twice. */
    static void settleAgain(Draft draft, Refund refund, Settlement settlement) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null) {
            draft.review(refund, "its provider account is not configured any more");
        } else if (settlement.uncertain()
                && !capabilities.looksUpRefunds()
                && isKeyGone(draft, capabilities, settlement)) {
            draft.review(refund, "its key may be forgotten and its provider cannot look it up");
        } else {
            draft.settle(refund, settlement);
        }
    }

    private static boolean isKeyGone(Draft draft, Capabilities capabilities, Settlement settlement) {
        return !capabilities.hasKeys() || draft.isDue(settlement.firstIssuedAt().plus(capabilities.safeWindow()));
    }
}
