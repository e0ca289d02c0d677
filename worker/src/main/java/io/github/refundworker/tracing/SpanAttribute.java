package io.github.refundworker.tracing;

/**
 * The attributes of spans. They hold no amounts, no payloads and no free texts, only ids and codes. Values are masked as
 * in logs.
 */
public enum SpanAttribute {
    CHARGE_ID("charge_id", "the charge"),
    REFUND_ID("refund_id", "the refund, once there is one"),
    REQUEST_ID("request_id", "the request, if one asked for the refund"),
    ACCOUNT("account", "the provider account, once the charge is bound to one"),
    OUTCOME("outcome", "the result, see below"),
    REASON("reason", "why an input was ignored or became a dead letter, in lower case"),
    CODE("code", "the code of a rejection or of a provider's refusal");

    private final String key;
    private final String meaning;

    SpanAttribute(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    /** Its meaning, as documentation. */
    public String meaning() {
        return meaning;
    }
}
