package io.github.refundworker.provider;

import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of one call to a provider. Each kind of call has its own results. */
public sealed interface ProviderResponse {
    /** The result of a call that makes a refund. */
    sealed interface OfSettle extends ProviderResponse {}

    /** The result of a look-up of one refund. */
    sealed interface OfLookUp extends ProviderResponse {}

    /** The result of a reading of a charge. */
    sealed interface OfDescribe extends ProviderResponse {}

    /** A result that has the same meaning for a call that makes a refund and for a look-up. */
    sealed interface OfRefund extends OfSettle, OfLookUp {}

    /** A result that has the same meaning for a look-up and for a reading of a charge. */
    sealed interface OfReading extends OfLookUp, OfDescribe {}

    /** No result, whatever the call was for. */
    sealed interface NoResult extends OfRefund, OfReading {}

    /** The provider holds this refund, and it is certainly the one that was asked for. */
    record Found(ProviderRefund refund) implements OfRefund {}

    /**
     * The provider refused to make the refund.
     *
     * @param stored whether the provider is known to repeat this refusal under the same key
     */
    record Refused(StatusInfo why, boolean stored) implements OfSettle {
        public Refused(StatusInfo why) {
            this(why, true);
        }
    }

    /** The provider said that it has no such refund or no such charge. */
    record NotFound() implements OfReading {}

    /** What the provider shows of the charge. */
    record Described(Description.Shown shown) implements OfDescribe {}

    /**
     * The result of a look-up by our reference among all refunds of a charge. More than one refund matches only if
     * the provider paid twice. Then the one that moved money is the answer, and the next reading of the charge shows
     * the other.
     */
    static OfLookUp among(List<ProviderRefund> refunds, RefundId reference) {
        return refunds.stream()
                .filter(refund -> reference.equals(refund.reference()))
                .min(Comparator.comparing(ProviderResponse::distanceFromPaid))
                .<OfLookUp>map(Found::new)
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

    /**
     * The provider certainly did nothing.
     *
     * @param retryAfter the pause that the provider asked for, if any
     */
    record NotSent(String why, @Nullable Duration retryAfter) implements NoResult {
        /** Longer than any retry within one delivery waits. */
        private static final Duration LATER = Duration.ofMinutes(1);

        /**
         * The provider turned the call down before it read the key, so it stored nothing under the key. This is no
         * refusal, because the same key may succeed later. A retry within a second gets the same answer.
         */
        public static NotSent later(String why) {
            return new NotSent(why, LATER);
        }
    }

    /** The provider may have executed the request. */
    record Unclear(String why) implements NoResult {}
}
