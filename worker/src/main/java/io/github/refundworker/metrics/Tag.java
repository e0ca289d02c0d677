package io.github.refundworker.metrics;

/** The tags that metrics have; each has few values, and none is the id of anything. */
public enum Tag {
    OUTCOME("outcome", "accepted, rejected, repeated, ignored"),
    CODE("code", "an error code of the contract, lower case"),
    STATUS("status", "succeeded, failed, reversed"),
    PROVIDER("provider", "a configured account"),
    CURRENCY("currency", "an ISO 4217 code that a configured account can refund in, else other"),
    STAGE("stage", "submitted, awaiting_provider, unresolved, review"),
    OPERATION("operation", "settle, look_up, describe"),
    RESULT("result", "of a call: found, refused, not_found, described, not_sent, unclear"),
    DELIVERY("delivery", "accepted, repeated, unrelated, unreadable, forged, too_large, not_written"),
    TOPIC("topic", "a topic of the worker"),
    REASON("reason", "why a record became a dead letter, lower case"),
    REPLAY("result", "of a replay: taken, dead_lettered"),
    STEP("step", "webhook, intake, decide, execute, clock");

    private final String key;
    private final String meaning;

    Tag(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    /** What it can be, for people. */
    public String meaning() {
        return meaning;
    }
}
