package io.github.refundworker.provider;

import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call to a provider came to. */
public sealed interface ProviderResponse {
    /** The provider holds this refund; it is certainly the one that was asked for. */
    record Found(ProviderRefund refund) implements ProviderResponse {}

    /** The provider refused to make the refund. */
    record Refused(StatusInfo why) implements ProviderResponse {}

    /** The provider said that it has no such refund, or no such charge. */
    record NotFound() implements ProviderResponse {}

    /** @param refunds from every page */
    record Described(Money captured, List<ProviderRefund> refunds) implements ProviderResponse {
        public Described {
            refunds = List.copyOf(refunds);
        }
    }

    /**
     * What a look-up by our reference found among all refunds of a charge. There is more than one only where the provider
     * paid twice; then the one that moved money is the answer, and a description shows the other.
     */
    static ProviderResponse among(List<ProviderRefund> refunds, RefundId reference) {
        return refunds.stream()
                .filter(refund -> reference.equals(refund.reference()))
                .min(Comparator.comparing(ProviderResponse::distanceFromPaid))
                .<ProviderResponse>map(Found::new)
                .orElseGet(NotFound::new);
    }

    private static int distanceFromPaid(ProviderRefund refund) {
        return switch (refund.status()) {
            case SUCCEEDED -> 0;
            case PENDING -> 1;
            case REVERSED -> 2;
            case FAILED -> 3;
        };
    }

    /** @param refunds of a charge, from every page, where the provider tells nothing of the charge itself */
    record Listed(List<ProviderRefund> refunds) implements ProviderResponse {
        public Listed {
            refunds = List.copyOf(refunds);
        }
    }

    /**
     * The provider certainly did nothing.
     *
     * @param retryAfter how long it wants to be left alone, if it said so
     */
    record NotSent(String why, @Nullable Duration retryAfter) implements ProviderResponse {
        /** Longer than anybody waits at once. */
        private static final Duration LATER = Duration.ofMinutes(1);

        /**
         * It was turned down before its key was read, and nothing is stored under it: no refusal, because the same key may
         * succeed later; and asking again in a second brings the same answer.
         */
        public static NotSent later(String why) {
            return new NotSent(why, LATER);
        }
    }

    /** The provider may have done what it was asked. */
    record Unclear(String why) implements ProviderResponse {}
}
