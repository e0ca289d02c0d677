package io.github.refundworker.domain;

/** What the public sees of a refund's state. None is final: a provider may change its mind days later. */
public enum RefundStatus {
    PENDING,
    SUCCEEDED,
    FAILED,
    REVERSED
}
