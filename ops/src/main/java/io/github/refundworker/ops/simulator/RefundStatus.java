package io.github.refundworker.ops.simulator;

enum RefundStatus {
    PENDING,
    SUCCEEDED,
    FAILED,
    REVERSED;

    /** Whether a refund in this status takes from what is left of the charge. */
    boolean holdsMoney() {
        return this == PENDING || this == SUCCEEDED;
    }

    /** What a provider may do to a refund later, a failure after success and a late completion included. */
    boolean canBecome(RefundStatus next) {
        return switch (next) {
            case SUCCEEDED, FAILED -> this != REVERSED;
            case REVERSED -> this == SUCCEEDED;
            case PENDING -> false;
        };
    }
}
