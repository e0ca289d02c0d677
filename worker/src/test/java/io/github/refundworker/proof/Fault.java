package io.github.refundworker.proof;

/** What may go wrong in a simulated life, and how often where it may. */
enum Fault {
    RESPONSE_LOST(0.2),
    RESET_BEFORE_READ(0.1),
    NOT_REACHED(0.1),
    RATE_LIMITED(0.1),
    CALL_LANDS_LATE(0.1),
    REFUSED(0.1),
    TAKES_ITS_TIME(0.2),
    PENDING_FAILS(0.4),
    LOOK_UP_LOST(0.2),
    DESCRIBE_LOST(0.1),
    TAKEN_BACK(0.2),
    DASHBOARD_REFUND(0.2),
    WEBHOOK_LOST(0.3),
    WEBHOOK_REPEATED(0.3),
    EXECUTOR_KILLED(0.15),
    EXECUTOR_STALLED(0.1),
    PARTITION_MOVED(0.15),
    PARTITION_LOST(0.15),
    OFFSET_FELL_BACK(0.15),
    CIRCUIT_OPENED(0.15),
    CLOCK_OFF(0.15),
    COMMIT_FAILED(0.1),
    ANSWER_NOT_TAKEN(0.1),
    ANSWER_REPEATED(0.1),
    ANSWER_HELD_UP(0.1),
    DECIDER_STOPPED(0.1),
    REQUEST_REPEATED(0.3),
    REQUEST_REPLAYED(0.3),
    REQUEST_ID_REUSED(0.2),
    UNREADABLE_RECORD(0.2);

    final double often;

    Fault(double often) {
        this.often = often;
    }
}
