package io.github.refundworker.contracts;

/**
 * Where a refund stands. The four values are closed within v1, and none of them is final: a provider may reverse a
 * success days later, or complete a refund that it first called failed. Order by {@link Refund#revision()}.
 */
public enum RefundStatus {
    /** Accepted; the provider has not said how it ended. */
    PENDING,
    /** The provider returned the money. */
    SUCCEEDED,
    /**
     * No money moved: the provider refused, or the charge had changed before the payment was sent. {@link
     * Refund#statusInfo()} says why.
     */
    FAILED,
    /** The money had been returned and came back. */
    REVERSED
}
