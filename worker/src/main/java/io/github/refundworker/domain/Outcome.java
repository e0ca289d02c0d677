package io.github.refundworker.domain;

import org.jspecify.annotations.Nullable;

/** The outcome of a {@code Settle} or {@code LookUp} command. */
public sealed interface Outcome {
    /** What the provider shows of a refund that it holds. */
    sealed interface Shown extends Outcome {}

    /** The refund is paid, under way or taken back: evidence about money. */
    sealed interface Held extends Shown {
        ProviderRefund refund();
    }

    /** The command ended without a definite answer. */
    sealed interface Indefinite extends Outcome {
        String why();
    }

    record Completed(ProviderRefund refund) implements Held {}

    record Pending(ProviderRefund refund) implements Held {}

    /** Taken back, or failed after it had succeeded. */
    record Reversed(ProviderRefund refund) implements Held {}

    /**
     * A definite refusal.
     *
     * @param refund the failed refund that the provider keeps, if it keeps one
     * @param stored false where a provider that stores refusals is not known to store this one; another delivery under
     *     the same key may succeed then
     */
    record Declined(StatusInfo why, @Nullable ProviderRefund refund, boolean stored) implements Shown {
        public Declined(StatusInfo why, @Nullable ProviderRefund refund) {
            this(why, refund, true);
        }
    }

    /** Certainly not executed. */
    record NotSent(String why) implements Indefinite {}

    /** It may have been executed. */
    record Unknown(String why) implements Indefinite {}

    /** It was too late to send. */
    record Expired() implements Indefinite {
        @Override
        public String why() {
            return "it was too late to send";
        }
    }

    /** A look-up found nothing under the reference. */
    record NotFound() implements Outcome {}

    /** The outcome that a refund held by the provider stands for. */
    static Shown of(ProviderRefund refund) {
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
