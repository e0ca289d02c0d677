package io.github.refundworker.ops.deadletter.letter;

/** What was done about a dead letter. It is never deleted. */
public enum LetterState {
    /** Nothing yet. */
    OPEN,
    /** Sent again. If it died again, that is another dead letter, which is open. */
    REPLAYED,
    /** Put aside: it was replayed as often as it may be, or somebody has to see to it elsewhere. */
    PARKED,
    /** Nothing will be done about it. */
    DISCARDED
}
