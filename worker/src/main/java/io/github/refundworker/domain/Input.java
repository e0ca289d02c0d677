package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** News about a charge, or a due time that passed without news. */
public sealed interface Input {
    /** When it was written to our log; for a due time, when it was found. */
    Instant at();

    record RefundRequested(Instant at, Source source, RequestBody body) implements Input {
        public RefundRequested {
            source = source.asOf(at);
        }
    }

    record ChargeDescribed(Instant at, long number, Description description) implements Input {}

    record CommandAnswered(Instant at, long number, RefundId refundId, Outcome outcome) implements Input {}

    /**
     * A hint that something changed at the provider; what changed is looked up.
     *
     * @param refundId ours, where the hint names it
     * @param providerRefundId the provider's, where the hint names it
     * @param told what the hint says of the refund, where it says anything
     * @param happened when it changed, by the provider's clock, where the hint says it
     */
    record ProviderNotified(
            Instant at,
            @Nullable RefundId refundId,
            @Nullable String providerRefundId,
            @Nullable Told told,
            @Nullable Instant happened)
            implements Input {
        public ProviderNotified(Instant at, @Nullable RefundId refundId, @Nullable String providerRefundId) {
            this(at, refundId, providerRefundId, null, null);
        }
    }

    record DeadlinePassed(Instant at) implements Input {}

    /** @param by who decided, and {@code why}: both for the audit */
    record OperatorDecided(Instant at, OperatorDecision decision, String by, String why) implements Input {}
}
