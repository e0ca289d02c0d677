package io.github.refundworker.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides on webhooks and on operators' decisions. What a webhook says is looked up, never taken over. */
final class Notices {
    /**
     * The worker refuses webhooks whose signature is dated five minutes off, so a provider's clock is off by no more.
     * Readings may lag behind by as much again.
     */
    private static final Duration CLOCKS_AND_READINGS = Duration.ofMinutes(10);

    private Notices() {}

    static Decision decide(Draft draft, Input.ProviderNotified input) {
        Refund refund = input.refundId() != null ? draft.refund(input.refundId()) : null;
        String providerRefundId = input.providerRefundId();
        if (refund == null && providerRefundId != null) {
            refund = draft.first(r -> providerRefundId.equals(r.state().providerRefundId()));
        }
        if (refund != null) {
            return isKnown(refund, input.told()) || isOlderThan(refund.readAt(), input)
                    ? new Decision.Ignore(Decision.Why.NOTHING_NEW)
                    : notify(draft, refund, input.told());
        }
        if (draft.lastNumber == 0) {
            return new Decision.Ignore(Decision.Why.UNKNOWN_REFUND);
        }
        return draft.facts instanceof Facts.Read facts && isOlderThan(facts.readAt(), input)
                ? new Decision.Ignore(Decision.Why.NOTHING_NEW)
                : refresh(draft);
    }

    /**
     * Whether the provider was read so long after the event that the reading includes it.
     *
     * @param readAt absent if it is unknown when the provider was read
     */
    private static boolean isOlderThan(@Nullable Instant readAt, Input.ProviderNotified input) {
        return readAt != null
                && input.happened() != null
                && input.happened().plus(CLOCKS_AND_READINGS).isBefore(readAt);
    }

    /**
     * Whether a webhook says exactly what is known. Every later change at the provider has a webhook of its own, so
     * nothing is lost without a look-up.
     */
    private static boolean isKnown(Refund refund, @Nullable Told told) {
        return switch (told) {
            case Told.Made() -> refund.state().providerRefundId() != null;
            case Told.Shown(ProviderRefund held) -> isAsShown(refund, held);
            case null -> false;
        };
    }

    static boolean isAsShown(Refund refund, ProviderRefund held) {
        return held.id().equals(refund.state().providerRefundId())
                && held.amount().isSameAs(refund.amount())
                && held.details().orElse(refund.details()).equals(refund.details())
                && isAsShown(refund.state(), Outcome.of(held));
    }

    private static boolean isAsShown(RefundState state, Outcome.Shown told) {
        return switch (told) {
            case Outcome.Pending _ -> state instanceof RefundState.AwaitingProvider;
            case Outcome.Completed _ -> state instanceof RefundState.Succeeded && state.statusInfo() == null;
            case Outcome.Reversed _ -> state instanceof RefundState.Reversed;
            case Outcome.Declined(StatusInfo why, var _, var _) ->
                (state instanceof RefundState.Failed || state instanceof RefundState.Reversed)
                        && why.equals(state.statusInfo());
        };
    }

    static Decision decide(Draft draft, Input.OperatorDecided input) {
        return switch (input.decision()) {
            case OperatorDecision.Refresh() -> refresh(draft);
            case OperatorDecision.LookUpAgain(RefundId refundId, int revision) -> lookUp(draft, refundId, revision);
            case OperatorDecision.Resolve resolve -> Resolutions.resolve(draft, resolve, input.by());
            case OperatorDecision.CorrectCharge(Money captured) -> correct(draft, captured);
        };
    }

    private static Decision lookUp(Draft draft, RefundId refundId, int revision) {
        Refund refund = draft.refund(refundId);
        if (refund == null) {
            return new Decision.Ignore(Decision.Why.UNKNOWN_REFUND);
        }
        return refund.revision() == revision
                ? notify(draft, refund)
                : new Decision.Ignore(Decision.Why.OUTDATED_REVISION);
    }

    /**
     * Replaces a wrong amount of an accepted request. Otherwise every later request with the right amount would be
     * rejected.
     */
    private static Decision correct(Draft draft, Money captured) {
        Capabilities capabilities = draft.capabilities();
        Money before = draft.facts.captured();
        if (capabilities == null) {
            return new Decision.Ignore(Decision.Why.CANNOT_ASK);
        }
        if (before == null || !Judgement.isRequestsWord(draft, capabilities)) {
            return new Decision.Ignore(Decision.Why.NOT_DECLARED);
        }
        if (before.isSameAs(captured)) {
            return new Decision.Ignore(Decision.Why.NOTHING_NEW);
        }
        Integer digits = capabilities.digits().get(captured.currency());
        if (digits == null
                || Money.scaleOf(captured.amount()) > digits
                || Sums.refundedInOtherThan(draft, captured.currency()) != null
                || Sums.refundedOrPending(draft, captured).compareTo(captured.amount()) > 0) {
            return new Decision.Ignore(Decision.Why.CANNOT_BE_CAPTURED);
        }
        draft.facts = draft.facts.declaring(captured.withDigits(digits));
        Queue.advance(draft);
        return draft.next();
    }

    /** A reading that is under way may show the charge as it was before, so it is read again. */
    private static Decision refresh(Draft draft) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null || !capabilities.describesCharges()) {
            return new Decision.Ignore(Decision.Why.CANNOT_ASK);
        }
        boolean isNew = draft.notifiedOfCharge();
        if (draft.open == null && Evidence.mayListOursUnnamed(draft, draft.now)) {
            // Some listed refunds cannot be applied yet, but the facts about the charge can.
            Commands.describeNotified(draft);
        } else if (!isNew) {
            return new Decision.Ignore(Decision.Why.NOTHING_NEW);
        }
        Queue.advance(draft);
        return draft.next();
    }

    static Decision notify(Draft draft, Refund refund) {
        return notify(draft, refund, null);
    }

    private static Decision notify(Draft draft, Refund refund, @Nullable Told told) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null || !capabilities.looksUpRefunds()) {
            return new Decision.Ignore(Decision.Why.CANNOT_ASK);
        }
        if (!draft.notified(refund.id(), told)) {
            return new Decision.Ignore(Decision.Why.NOTHING_NEW);
        }
        Queue.advance(draft);
        return draft.next();
    }

    /** Looks up notices, as soon as no other command is open and their due times have come. */
    static void serve(Draft draft) {
        for (Notice notice : draft.notices.all()) {
            if (draft.open != null) {
                return;
            }
            if (notice.due() != null && !draft.isDue(notice.due())) {
                continue;
            }
            if (draft.refund(notice.refundId()) == null && Evidence.mayListOursUnnamed(draft, draft.now)) {
                // A reading could not be applied yet. It is made once our own refund is attributed.
                draft.notices.put(new Notice(notice.refundId(), notice.told(), null, notice.attempts()));
                continue;
            }
            draft.notices.remove(notice);
            serve(draft, notice);
        }
    }

    private static void serve(Draft draft, Notice notice) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null) {
            return;
        }
        Refund refund = draft.refund(notice.refundId());
        int attempt = notice.attempts() + 1;
        if (refund == null) {
            Commands.describe(draft, notice.refundId(), attempt);
        } else if (capabilities.looksUpRefunds()
                && !(refund.state() instanceof RefundState.Submitted)
                && !isKnown(refund, notice.told())) {
            Commands.lookUp(draft, refund, attempt);
        }
    }
}
