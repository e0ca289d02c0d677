package io.github.refundworker.ops.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of the ledger file. Exactly one of the components is present. */
record LedgerLine(
        @Nullable ChargeCreated charge,
        @Nullable RefundMade refund,
        @Nullable AnswerStored answer,
        @Nullable StatusChanged status,
        @Nullable DisputeChanged dispute) {

    static LedgerLine of(ChargeCreated charge) {
        return new LedgerLine(charge, null, null, null, null);
    }

    static LedgerLine of(RefundMade refund) {
        return new LedgerLine(null, refund, null, null, null);
    }

    static LedgerLine of(AnswerStored answer) {
        return new LedgerLine(null, null, answer, null, null);
    }

    static LedgerLine of(StatusChanged status) {
        return new LedgerLine(null, null, null, status, null);
    }

    static LedgerLine of(DisputeChanged dispute) {
        return new LedgerLine(null, null, null, null, dispute);
    }

    record ChargeCreated(
            String chargeId,
            String amount,
            String currencyCode,
            boolean disputed,
            @Nullable FaultPlan faults,
            Instant at) {}

    /**
     * @param settles when and how a pending refund ends by itself
     * @param key what the idempotency key answers from now on; it is on the refund's line, so that no crash can
     *     separate them
     */
    record RefundMade(
            long number,
            @Nullable String reference,
            String chargeId,
            String amount,
            RefundStatus status,
            @Nullable Settlement settles,
            @Nullable AnswerStored key,
            Instant at) {}

    record Settlement(Instant at, RefundStatus outcome) {}

    /**
     * @param fingerprint digest of the request's parameters, in hex
     * @param body absent if the answer is the refund as first made
     */
    record AnswerStored(
            String key,
            String fingerprint,
            int status,
            @Nullable String body,
            Instant at) {}

    record StatusChanged(
            long number, RefundStatus status, @Nullable ProviderError error, Instant at) {}

    record DisputeChanged(String chargeId, boolean open, String chargedBack, Instant at) {}
}
