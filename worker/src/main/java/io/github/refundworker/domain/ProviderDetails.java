package io.github.refundworker.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Details of a refund that only the provider knows; absent until it reports them.
 *
 * @param acquirerReferenceNumber 1–30 characters, by which a cardholder's bank finds the refund
 */
public record ProviderDetails(
        @Nullable BigDecimal returnedApplicationFee,
        @Nullable BigDecimal returnedProcessingFee,
        @Nullable String acquirerReferenceNumber) {
    public static final ProviderDetails NONE = new ProviderDetails(null, null, null);

    /** These details, completed by what was known before. */
    ProviderDetails orElse(ProviderDetails before) {
        return new ProviderDetails(
                returnedApplicationFee != null ? returnedApplicationFee : before.returnedApplicationFee,
                returnedProcessingFee != null ? returnedProcessingFee : before.returnedProcessingFee,
                acquirerReferenceNumber != null ? acquirerReferenceNumber : before.acquirerReferenceNumber);
    }
}
