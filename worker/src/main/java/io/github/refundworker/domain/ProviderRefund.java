package io.github.refundworker.domain;

import org.jspecify.annotations.Nullable;

/**
 * A refund as its provider holds it.
 *
 * @param id the provider's id, 1–100 characters
 * @param reference our reference, if the refund carries one
 * @param error why it failed or was reversed
 */
public record ProviderRefund(
        String id,
        @Nullable RefundId reference,
        Money amount,
        ProviderStatus status,
        @Nullable StatusInfo error,
        ProviderDetails details) {}
