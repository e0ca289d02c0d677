package io.github.refundworker.metrics;

/** The tags of metrics. Each has few values, and no value is an id. */
public enum Tag {
    OUTCOME("outcome", "accepted, rejected, repeated, ignored"),
    CODE("code", "an error code of the contract, in lower case"),
    STATUS("status", "succeeded, failed, reversed"),
    PROVIDER("provider", "the name of a configured account"),
    CURRENCY("currency", "an ISO 4217 code in which a configured account can refund, else other"),
    STAGE("stage", "submitted, awaiting_provider, unresolved, review"),
    OPERATION("operation", "settle, look_up, describe"),
    RESULT("result", "of a call: found, refused, not_found, described, not_sent, unclear"),
    DELIVERY("delivery", "accepted, repeated, unrelated, unreadable, forged, too_large, not_written"),
    TOPIC("topic", "a topic of the worker"),
    REASON("reason", "why a record became a dead letter, in lower case"),
    REPLAY("result", "of a replay: taken, dead_lettered"),
    PART("part", "of a commit: flush, offsets, end"),
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

    /** Its values, as documentation. */
    public String meaning() {
        return meaning;
    }
}
