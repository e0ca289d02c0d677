package io.github.refundworker.tracing;

/** What spans say of themselves. No amounts, no payloads, and of nobody's texts but codes; masked as logs are. */
public enum SpanAttribute {
    CHARGE_ID("charge_id", "the charge"),
    REFUND_ID("refund_id", "the refund, once there is one"),
    REQUEST_ID("request_id", "the request, where one asked for it"),
    ACCOUNT("account", "the provider account, once the charge is bound to one"),
    OUTCOME("outcome", "what came of it, see below"),
    REASON("reason", "why an input was ignored or became a dead letter, lower case"),
    CODE("code", "of a rejection or of a provider's refusal");

    private final String key;
    private final String meaning;

    SpanAttribute(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    /** What it is, for people. */
    public String meaning() {
        return meaning;
    }
}
