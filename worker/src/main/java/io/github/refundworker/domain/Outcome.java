package io.github.refundworker.domain;

import org.jspecify.annotations.Nullable;

/** The outcome of a {@code Settle} or {@code LookUp} command. */
public sealed interface Outcome {
    record Completed(ProviderRefund refund) implements Outcome {}

    record Pending(ProviderRefund refund) implements Outcome {}

    /** Taken back, or failed after it had succeeded. */
    record Reversed(ProviderRefund refund) implements Outcome {}

    /**
     * A definite refusal.
     *
     * @param refund the failed refund that the provider keeps, if it keeps one
     * @param stored false where a provider that stores refusals is not known to store this one; another delivery under
     *     the same key may succeed then
     */
    record Declined(StatusInfo why, @Nullable ProviderRefund refund, boolean stored) implements Outcome {
        public Declined(StatusInfo why, @Nullable ProviderRefund refund) {
            this(why, refund, true);
        }
    }

    /** Certainly not executed. */
    record NotSent(String why) implements Outcome {}

    /** It may have been executed. */
    record Unknown(String why) implements Outcome {}

    /** It was too late to send. */
    record Expired() implements Outcome {}

    /** A look-up found nothing under the reference. */
    record NotFound() implements Outcome {}

    /** The outcome that a refund held by the provider stands for. */
    static Outcome of(ProviderRefund refund) {
        return switch (refund.status()) {
            case SUCCEEDED -> new Completed(refund);
            case PENDING -> new Pending(refund);
            case REVERSED -> new Reversed(refund);
            case FAILED ->
                new Declined(
                        refund.error() != null ? refund.error() : new StatusInfo("FAILED", "the provider failed it"),
                        refund);
        };
    }
}
