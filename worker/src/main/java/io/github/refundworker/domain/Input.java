package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the world tells us about a charge, or that it told nothing by a due time. */
public sealed interface Input {
    /** When it was written to our log; for a due time, when it was found. */
    Instant at();

    record RefundRequested(Instant at, Source source, RequestBody body) implements Input {}

    record ChargeDescribed(Instant at, long number, Description description) implements Input {}

    record CommandAnswered(Instant at, long number, RefundId refundId, Outcome outcome) implements Input {}

    /**
     * A hint that something changed at the provider; what changed is looked up.
     *
     * @param refundId ours, where the hint names it
     * @param providerRefundId the provider's, where the hint names it
     */
    record ProviderNotified(
            Instant at,
            @Nullable RefundId refundId,
            @Nullable String providerRefundId) implements Input {}

    record DeadlinePassed(Instant at) implements Input {}

    /** @param by who decided, and {@code why}: both for the audit */
    record OperatorDecided(Instant at, OperatorDecision decision, String by, String why) implements Input {}
}
