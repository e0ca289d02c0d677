package io.github.refundworker.ops.deadletter.desk;

/** Who acts and why, for the audit log. */
public record Mandate(String actor, String why) {

    public Mandate {
        if (actor.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("who and why must be told");
        }
    }
}
