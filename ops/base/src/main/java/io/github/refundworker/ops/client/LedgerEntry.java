package io.github.refundworker.ops.client;

import io.github.refundworker.contracts.RefundStatus;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One refund in the provider's ledger.
 *
 * @param id the provider's id
 * @param reference the worker's refund id; absent for a refund that was made at the provider itself
 */
public record LedgerEntry(
        String id,
        @Nullable String reference,
        String chargeId,
        BigDecimal amount,
        String currencyCode,
        RefundStatus status) {}
