package io.github.refundworker.domain;

/** Hints that something changed at the provider, and what people decide. Hints are looked up, never believed. */
final class Notices {
    private Notices() {}

    static Decision decide(Draft draft, Input.ProviderNotified input) {
        Refund refund = input.refundId() != null ? draft.refund(input.refundId()) : null;
        String providerRefundId = input.providerRefundId();
        if (refund == null && providerRefundId != null) {
            refund = draft.first(r -> providerRefundId.equals(r.state().providerRefundId()));
        }
        if (refund != null) {
            return notify(draft, refund);
        }
        return draft.lastNumber() == 0 ? new Decision.Ignore(Decision.Why.UNKNOWN_REFUND) : refresh(draft);
    }

    static Decision decide(Draft draft, Input.OperatorDecided input) {
        return switch (input.decision()) {
            case OperatorDecision.Refresh() -> refresh(draft);
            case OperatorDecision.LookUpAgain(RefundId refundId, int revision) -> lookUp(draft, refundId, revision);
            case OperatorDecision.Resolve resolve -> Resolutions.resolve(draft, resolve, input.by());
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

    /** What is being read at this moment may show the charge as it was before. */
    private static Decision refresh(Draft draft) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null || !capabilities.describesCharges()) {
            return new Decision.Ignore(Decision.Why.CANNOT_ASK);
        }
        if (!draft.notifiedOfCharge()) {
            return new Decision.Ignore(Decision.Why.NOTHING_NEW);
        }
        Queue.advance(draft, false);
        return draft.next();
    }

    static Decision notify(Draft draft, Refund refund) {
        if (draft.notified.contains(refund.id())) {
            return new Decision.Ignore(Decision.Why.NOTHING_NEW);
        }
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null || !capabilities.looksUpRefunds()) {
            return new Decision.Ignore(Decision.Why.CANNOT_ASK);
        }
        draft.notified(refund);
        Queue.advance(draft, false);
        return draft.next();
    }

    /** Looks up what was notified, as soon as no other command is open. */
    static void serve(Draft draft) {
        Capabilities capabilities = draft.capabilities();
        while (draft.open == null && !draft.notified.isEmpty()) {
            Refund refund = draft.refund(draft.notified.removeFirst());
            if (capabilities == null) {
                continue;
            }
            if (refund == null) {
                draft.describeNotified();
            } else if (capabilities.looksUpRefunds() && !(refund.state() instanceof RefundState.Submitted)) {
                draft.lookUp(refund);
            }
        }
    }
}
