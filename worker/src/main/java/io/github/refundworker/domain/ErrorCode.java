package io.github.refundworker.domain;

/** Why a request was rejected or a refund failed. Names are public; numbers are stored and never change. */
public enum ErrorCode {
    CHARGE_REFUNDED(1, false),
    CHARGE_REFUND_IN_PROGRESS(2, true),
    CHARGE_DISPUTED(3, false),
    CHARGE_REFUND_PERIOD_ENDED(4, false),
    CHARGE_UNPAID(5, false),
    PROVIDER_DOWN(6, true),
    PROVIDER_NOT_SUPPORTED(7, false),
    PAYMENT_METHOD_NOT_SUPPORTED(8, false),
    MERCHANT_BALANCE_INSUFFICIENT(9, true),
    ONLINE_REFUND_NOT_SUPPORTED(10, false),
    PARTIAL_REFUND_NOT_SUPPORTED(11, false),
    REFUND_AMOUNT_OUT_OF_BOUNDS(12, false),
    REFUND_CURRENCY_MISSING(13, false),
    REFUND_CURRENCY_MISMATCH(14, false),
    PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH(15, false),
    REQUEST_ID_REUSED(16, false),
    REQUEST_EXPIRED(17, false),
    INVALID_REQUEST(18, false),
    UNKNOWN_PROVIDER(19, false),
    CHARGE_NOT_FOUND(20, true),
    REFUND_LIMIT_REACHED(21, false),
    NEEDS_REVIEW(22, false);

    private final int number;
    private final boolean retryable;

    ErrorCode(int number, boolean retryable) {
        this.number = number;
        this.retryable = retryable;
    }

    public int number() {
        return number;
    }

    /** Whether asking again later, under a new request id, can succeed. */
    public boolean isRetryable() {
        return retryable;
    }

    public static ErrorCode ofNumber(int number) {
        for (ErrorCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        throw new IllegalArgumentException("no error code has the number " + number);
    }
}
