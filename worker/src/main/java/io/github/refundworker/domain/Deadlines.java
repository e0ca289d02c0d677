package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Nothing was heard by a due time: nothing on a charge waits for an event that may never come. */
final class Deadlines {
    private Deadlines() {}

    static Decision decide(Draft draft) {
        // While a command's end is awaited nobody knows yet who keeps the requests behind it waiting.
        boolean awaited = draft.open != null && !draft.isDue(draft.open.due());
        boolean acted = missedAnswer(draft);
        acted |= !awaited && endedWaiting(draft);
        acted |= dueWork(draft);
        if (!acted) {
            return new Decision.Ignore(Decision.Why.NOTHING_DUE);
        }
        Queue.advance(draft);
        return draft.next();
    }

    static boolean missedAnswer(Draft draft) {
        OpenCommand open = draft.open;
        if (open == null || !draft.isDue(open.due())) {
            return false;
        }
        draft.open = null;
        String why = "no answer came in time";
        Refund refund = refundOf(draft, open);
        switch (open) {
            case OpenCommand.OfRefund ofRefund -> {
                Commands.excuse(draft, open, draft.now);
                if (refund != null) {
                    Unanswered.decide(draft, refund, ofRefund, new Outcome.Unknown(why));
                }
            }
            case OpenCommand.Describe describe
            when describe.refundId() == null -> Descriptions.notAsked(draft, describe);
            case OpenCommand.Describe describe -> {
                if (refund == null) {
                    // A notice caused this read. The provider was not asked, so this time does not count as waiting for
                    // the requests behind it.
                    Commands.excuse(draft, open, draft.now);
                }
                Descriptions.unavailable(draft, describe, why);
            }
        }
        return true;
    }

    private static @Nullable Refund refundOf(Draft draft, OpenCommand open) {
        RefundId id = switch (open) {
            case OpenCommand.OfRefund ofRefund -> ofRefund.refundId();
            case OpenCommand.Describe describe -> describe.refundId();
        };
        return id == null ? null : draft.refund(id);
    }

    private static boolean endedWaiting(Draft draft) {
        boolean ended = false;
        while (!draft.waiting.isEmpty() && draft.isDue(draft.waiting.getFirst().due())) {
            Queue.endHead(draft);
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
        if (draft.notices.first(notice -> draft.isDue(notice.due())) != null) {
            // Served where the charge goes on.
            return true;
        }
        if (draft.describeRetry != null && draft.isDue(draft.describeRetry.due())) {
            if (draft.capabilities() == null) {
                draft.describeRetry = null;
            } else {
                Commands.describe(draft);
            }
            return true;
        }
        return false;
    }

    private static void act(Draft draft, Refund refund) {
        switch (refund.state()) {
            case RefundState.Submitted _, RefundState.Unresolved _ -> {
                if (refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement)) {
                    Attempts.again(draft, refund, settlement);
                }
            }
            case RefundState.AwaitingProvider _ -> {
                Duration limit = pendingLimit(draft);
                if (draft.isDue(refund.created().plus(limit))) {
                    draft.review(refund, "the provider did not finish it in " + limit);
                } else {
                    lookUpOrReview(draft, refund);
                }
            }
            case RefundState.Confirming _ -> lookUpOrReview(draft, refund);
            case RefundState.InReview _ -> {
                Capabilities capabilities = draft.capabilities();
                if (capabilities == null || !capabilities.looksUpRefunds()) {
                    draft.update(refund);
                } else {
                    Commands.lookUp(draft, refund);
                }
            }
            case RefundState.Closed _ -> {}
        }
    }

    private static Duration pendingLimit(Draft draft) {
        Capabilities capabilities = draft.capabilities();
        Duration limit = draft.ages().pending();
        return capabilities != null && capabilities.pending().compareTo(limit) > 0 ? capabilities.pending() : limit;
    }

    private static void lookUpOrReview(Draft draft, Refund refund) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null || !capabilities.looksUpRefunds()) {
            draft.review(refund, "its provider cannot be asked about it");
        } else {
            Commands.lookUp(draft, refund);
        }
    }
}
