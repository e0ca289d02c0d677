package io.github.refundworker.domain;

import org.jspecify.annotations.Nullable;

/** An operator's decision about a charge. */
public sealed interface OperatorDecision {
    /** Read the charge from its provider again. */
    record Refresh() implements OperatorDecision {}

    /**
     * Ask the provider what became of a refund.
     *
     * @param revision the refund's revision that the person saw; the worker refuses the decision if the refund has another by now
     */
    record LookUpAgain(RefundId refundId, int revision) implements OperatorDecision {}

    /**
     * Settle a refund in review by what the person saw at the provider, or confirm that the provider contradicts an earlier
     * decision.
     *
     * @param revision the refund's revision that the person saw; the worker refuses the decision if the refund has another by now
     */
    record Resolve(
            RefundId refundId,
            int revision,
            boolean paid,
            @Nullable String providerRefundId) implements OperatorDecision {}

    /** Replace what a request said was captured of the charge, where its provider does not tell that. */
    record CorrectCharge(Money captured) implements OperatorDecision {}
}
