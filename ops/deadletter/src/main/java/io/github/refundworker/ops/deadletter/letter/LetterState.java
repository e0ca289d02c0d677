package io.github.refundworker.ops.deadletter.letter;

/** The state of a dead letter. Dead letters are never deleted. */
public enum LetterState {
    /** Nothing was done yet. */
    OPEN,
    /** It was sent again. If it died again, that is another dead letter, which is open. */
    REPLAYED,
    /** It was put aside: it reached the replay cap, or somebody must handle it elsewhere. */
    PARKED,
    /** It was given up. */
    DISCARDED
}
