package io.github.refundworker.contracts;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The optional parts of a request. Each method checks its own, and {@link #build} the whole; what is wrong is an {@link
 * IllegalArgumentException} that names the field.
 */
public final class RefundRequestBuilder {

    private final String chargeId;
    private final @Nullable String amount;
    private final @Nullable String currencyCode;
    private String requestId = UUID.randomUUID().toString();
    private @Nullable String previouslyRefundedAmount;
    private @Nullable String reason;
    private @Nullable String note;
    private @Nullable Map<String, Object> extendedFields;
    private @Nullable String provider;
    private RefundRequest.@Nullable Charge charge;
    private @Nullable String traceParent;

    RefundRequestBuilder(String chargeId, @Nullable String amount, @Nullable String currencyCode) {
        this.chargeId = chargeId;
        this.amount = amount;
        this.currencyCode = currencyCode;
    }

    /**
     * Names the request: 1 to 100 characters without control characters. The same id is the same request, so <b>a retry must carry the id of the
     * first attempt</b>; best is an id made of the caller's own, such as the order and the number of the refund on it.
     * Without one a random id is made, which a retry can only repeat if the caller stored it before sending.
     */
    public RefundRequestBuilder requestId(String requestId) {
        this.requestId = Checks.matches(
                "requestId",
                requestId,
                Checks.REQUEST_ID,
                "1 to 100 characters, not blanks alone, no control characters, no U+FFFD and no half surrogate pair");
        return this;
    }

    /**
     * States what has been refunded of the charge so far, in main units: {@link ChargeBalance#refundedAmount()} as the
     * caller last saw it. If that is no longer so, the request is rejected instead of refunding twice.
     */
    public RefundRequestBuilder previouslyRefundedAmount(String amount) {
        this.previouslyRefundedAmount = Checks.amount("previouslyRefundedAmount", amount);
        return this;
    }

    /** The same with a number. */
    public RefundRequestBuilder previouslyRefundedAmount(BigDecimal amount) {
        return previouslyRefundedAmount(Checks.plain("previouslyRefundedAmount", amount));
    }

    /** Why the payer gets money back, 1 to 1000 characters. */
    public RefundRequestBuilder reason(String reason) {
        this.reason = Checks.text("reason", reason, RequestLimits.REASON_CHARACTERS);
        return this;
    }

    /** A remark, 1 to 200 characters. */
    public RefundRequestBuilder note(String note) {
        this.note = Checks.text("note", note, RequestLimits.NOTE_CHARACTERS);
        return this;
    }

    /** The caller's own fields, which come back with the refund: strings, numbers, booleans, nulls, maps and lists. */
    public RefundRequestBuilder extendedFields(Map<String, ? extends @Nullable Object> fields) {
        this.extendedFields = ExtendedFields.copyOf(fields);
        return this;
    }

    /** The provider account, 1 to 40 of {@code a-z 0-9 -}; without it the worker's default. */
    public RefundRequestBuilder provider(String account) {
        this.provider = Checks.matches("provider", account, Checks.PROVIDER, "1 to 40 of a-z, 0-9 and inner hyphens");
        return this;
    }

    /** What was paid, for providers that cannot describe a charge. */
    public RefundRequestBuilder charge(String amount, String currencyCode) {
        this.charge = new RefundRequest.Charge(
                Checks.positiveAmount("charge.amount", amount),
                Checks.matches("charge.currencyCode", currencyCode, Checks.CURRENCY, "three capital letters"));
        return this;
    }

    /** The W3C trace that the refund shall carry on. */
    public RefundRequestBuilder traceParent(String traceParent) {
        this.traceParent =
                Checks.matches(EventHeaders.TRACE_PARENT, traceParent, Checks.TRACE_PARENT, "a W3C traceparent");
        return this;
    }

    /** The finished request. Building once more gives the same request, under the same id. */
    public OutgoingRequest build() {
        RefundRequest request = new RefundRequest(
                requestId,
                chargeId,
                amount,
                currencyCode,
                previouslyRefundedAmount,
                reason,
                note,
                extendedFields,
                provider,
                charge);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EventHeaders.CONTENT_TYPE, EventHeaders.CONTENT_TYPE_VALUE);
        if (traceParent != null) {
            headers.put(EventHeaders.TRACE_PARENT, traceParent);
        }
        return new OutgoingRequest(chargeId, headers, request, RequestJson.write(request));
    }
}
