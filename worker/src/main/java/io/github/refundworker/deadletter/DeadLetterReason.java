package io.github.refundworker.deadletter;

/** Why a record became a dead letter. The names are public API: a header and a metric's tag show them. */
public enum DeadLetterReason {
    /** Its bytes are not a valid message of the topic. */
    UNREADABLE,
    /** Its key is missing or is not the id of its charge. */
    MISKEYED,
    /** It is in a partition that does not belong to its charge. */
    MISROUTED,
    /** The decider failed on it: a bug in the worker. */
    UNDECIDABLE,
    /** A record that the decision must write exceeds the size limit. */
    OUTPUT_TOO_LARGE
}
