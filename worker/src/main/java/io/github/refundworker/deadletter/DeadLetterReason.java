package io.github.refundworker.deadletter;

/** Why a record became a dead letter. The names are public: they stand in a header and in a metric's tag. */
public enum DeadLetterReason {
    /** Its bytes are not what the topic holds. */
    UNREADABLE,
    /** Its key is missing, or is not the charge that it is about. */
    MISKEYED,
    /** It lies in a partition that is not its charge's. */
    MISROUTED,
    /** No decision could be made on it: an error of ours. */
    UNDECIDABLE,
    /** What would have to be written for it is larger than a record may be. */
    OUTPUT_TOO_LARGE
}
