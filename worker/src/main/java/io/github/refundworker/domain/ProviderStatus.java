package io.github.refundworker.domain;

/** The status of a refund at its provider, in our terms. */
public enum ProviderStatus {
    PENDING,
    SUCCEEDED,
    FAILED,
    REVERSED
}
