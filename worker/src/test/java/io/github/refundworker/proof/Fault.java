package io.github.refundworker.proof;

import org.jspecify.annotations.Nullable;

/** What may go wrong in a simulated life, and how often where it may. */
enum Fault {
    // The provider and the way to it
    RESPONSE_LOST(0.2),
    RESET_BEFORE_READ(0.1),
    NOT_REACHED(0.1),
    RATE_LIMITED(0.1),
    CREDENTIALS_REFUSED(0.02),
    SERVER_ERROR(0.1),
    CONFLICT(0.1),
    ANSWER_GARBLED(0.1),
    ERROR_STORED(0.05),
    PAID_AND_ERROR_STORED(0.05),
    CALL_LANDS_LATE(0.1),
    PROVIDER_DOWN(0.3),
    LOOK_UP_LOST(0.2),
    DESCRIBE_LOST(0.1),
    REFUSED(0.1),
    TAKES_ITS_TIME(0.2),
    PENDING_FAILS(0.4),
    TAKEN_BACK(0.2),
    DASHBOARD_REFUND(0.2),
    WEBHOOK_LOST(0.3),
    WEBHOOK_REPEATED(0.3),
    // The executors and their broker
    EXECUTOR_KILLED(0.15),
    EXECUTOR_STALLED(0.1),
    EXECUTOR_STOPPED(0.1),
    PARTITION_MOVED(0.15),
    PARTITION_LOST(0.15),
    OFFSET_FELL_BACK(0.15),
    CIRCUIT_OPENED(0.15),
    CLOCK_OFF(0.15),
    COMMIT_FAILED(0.1),
    ANSWER_NOT_TAKEN(0.1),
    ANSWER_REPEATED(0.1),
    ANSWER_HELD_UP(0.1),
    CLOCK_WRONG(0.5),
    // The decider
    DECIDER_STOPPED(0.03),
    DECIDER_KILLED(0.1),
    // The intake and those who ask
    INTAKE_KILLED(0.2),
    REQUESTS_READ_AGAIN(0.05),
    PARTITIONS_ADDED(0.3),
    REQUEST_REPEATED(0.3),
    REQUEST_ID_REUSED(0.2),
    INVALID_REQUEST(0.1),
    UNREADABLE_RECORD(0.2),
    MISKEYED_RECORD(0.2),
    DEAD_LETTER_REPLAYED(0.7),
    DEAD_LETTER_REPLAYED_TWICE(0.5),
    // People, providers as they are, and years
    DASHBOARD_AS_OURS_HANGS(0.3, Wider.TOLD_IS_KNOWN),
    OPERATOR_DECIDES(0.8, Wider.OPERATORS),
    OPERATOR_MISTAKEN(0.3, Wider.OPERATORS),
    NEVER_LOOKED_UP(0.1, Wider.BLIND_LOOK_UPS),
    NEVER_DESCRIBED(0.1, Wider.BLIND_DESCRIBES),
    READ_LAGS(0.3, Wider.LAGGING_READS),
    CAPTURED_MORE(0.5, Wider.CAPTURE_GROWS),
    STRANGERS_REFERENCE(0.5, Wider.STRANGERS_REFERENCES),
    REFUNDED_IN_EUROS(0.5, Wider.OTHER_CURRENCY),
    PENDING_FOR_WEEKS(0.5, Wider.LONG_PENDING),
    POLICY_CHANGED(0.7, Wider.POLICY_CHANGES),
    ASKED_FOR_WEEKS(0.3, Wider.LIMITS_OVER_TIME),
    DISPUTED(0.5, Wider.DISPUTES);

    final double often;
    /** What it is part of; absent for those that were there from the beginning, and are never left out. */
    final @Nullable Wider element;

    Fault(double often) {
        this(often, null);
    }

    Fault(double often, @Nullable Wider element) {
        this.often = often;
        this.element = element;
    }

    boolean isOn() {
        return element == null || element.isOn();
    }
}
