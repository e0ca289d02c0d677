package io.github.refundworker.contracts;

import java.util.Optional;

/**
 * Why a request was rejected, or why an accepted refund failed. Later versions may add codes, so messages carry a
 * code's name as text: read it with {@link #find}.
 */
public enum ErrorCode {
    /** Nothing of the charge is left to refund, or the whole charge was asked for after a part had been refunded. */
    CHARGE_REFUNDED(false),
    /** Another refund of the charge has not ended yet. */
    CHARGE_REFUND_IN_PROGRESS(true),
    /** The payer disputes the charge, or the rest of it was charged back: see {@link ChargeBalance#disputed}. */
    CHARGE_DISPUTED(false),
    /** The charge is too old to be refunded. */
    CHARGE_REFUND_PERIOD_ENDED(false),
    /** The charge was never paid. */
    CHARGE_UNPAID(false),
    /** The provider could not be reached in time. */
    PROVIDER_DOWN(true),
    /** The provider cannot refund this charge. */
    PROVIDER_NOT_SUPPORTED(false),
    /** The payment method cannot be refunded. */
    PAYMENT_METHOD_NOT_SUPPORTED(false),
    /** The merchant's balance at the provider does not cover the refund. */
    MERCHANT_BALANCE_INSUFFICIENT(true),
    /** The charge can be refunded, but not online. */
    ONLINE_REFUND_NOT_SUPPORTED(false),
    /** Only the whole charge can be refunded. */
    PARTIAL_REFUND_NOT_SUPPORTED(false),
    /** More than is left of the charge, or more decimals than the currency has; the error says the bounds. */
    REFUND_AMOUNT_OUT_OF_BOUNDS(false),
    /** An amount without its currency. */
    REFUND_CURRENCY_MISSING(false),
    /** The currency is not the charge's. */
    REFUND_CURRENCY_MISMATCH(false),
    /** What the caller believed to be refunded is not what was refunded; the error says both. */
    PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH(false),
    /**
     * The request id belongs to an earlier request with another content. This says nothing of how that request ended: it
     * may well be paid. The error names its refund.
     */
    REQUEST_ID_REUSED(false),
    /** The request is too old to be sure that it was not answered before. */
    REQUEST_EXPIRED(false),
    /** A field of the request breaks a rule; the error names the field. */
    INVALID_REQUEST(false),
    /** No provider account has the name that the request gives. */
    UNKNOWN_PROVIDER(false),
    /** The provider does not know the charge, perhaps not yet. */
    CHARGE_NOT_FOUND(true),
    /** The charge has as many requests or refunds as the worker keeps; rejected requests are kept for 30 days. */
    REFUND_LIMIT_REACHED(false),
    /** Of a refund: how it ended could not be found out. Of a request: what is left of the charge. A person has to. */
    NEEDS_REVIEW(false);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether a later request, with a new request id, may well be accepted although nothing in it changed. */
    public boolean retryable() {
        return retryable;
    }

    /** The code of that name; empty for a code that this version does not know. */
    public static Optional<ErrorCode> find(String name) {
        for (ErrorCode code : values()) {
            if (code.name().equals(name)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
