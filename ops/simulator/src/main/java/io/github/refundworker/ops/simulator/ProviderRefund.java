package io.github.refundworker.ops.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A refund in the form of the contract. Amounts are decimal strings in main units. */
record ProviderRefund(
        String id,
        @Nullable String reference,
        String chargeId,
        String amount,
        String currencyCode,
        RefundStatus status,
        @Nullable ProviderError error,
        Instant createdDate,
        @Nullable String acquirerReferenceNumber) {}
