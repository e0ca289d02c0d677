package io.github.refundworker.domain;

/** What a provider says of a refund it holds, in our words. */
public enum ProviderStatus {
    PENDING,
    SUCCEEDED,
    FAILED,
    REVERSED
}
