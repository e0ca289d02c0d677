package io.github.refundworker.domain;

/** The public status of a refund. No status is final, because a provider may change its mind days later. */
public enum RefundStatus {
    PENDING,
    SUCCEEDED,
    FAILED,
    REVERSED
}
