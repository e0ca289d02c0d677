package io.github.refundworker.ops.simulator;

enum RefundStatus {
    PENDING,
    SUCCEEDED,
    FAILED,
    REVERSED;

    /** Whether a refund in this status reduces the refundable amount of the charge. */
    boolean holdsMoney() {
        return this == PENDING || this == SUCCEEDED;
    }

    /**
     * Whether a provider may change this status to the next one. This includes a failure after success and a late
     * completion.
     */
    boolean canBecome(RefundStatus next) {
        return switch (next) {
            case SUCCEEDED, FAILED -> this != REVERSED;
            case REVERSED -> this == SUCCEEDED;
            case PENDING -> false;
        };
    }
}
