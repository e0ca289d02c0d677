package io.github.refundworker.wire;

import io.github.refundworker.domain.ErrorCode;

/** Descriptions of error codes, for repeated answers: a charge remembers only the code. */
final class ErrorDescriptions {
    private ErrorDescriptions() {}

    static String of(ErrorCode code) {
        return switch (code) {
            case CHARGE_REFUNDED -> "the charge has been refunded";
            case CHARGE_REFUND_IN_PROGRESS -> "another refund of the charge has not ended yet";
            case CHARGE_DISPUTED -> "the charge is disputed";
            case CHARGE_REFUND_PERIOD_ENDED -> "the charge is too old to be refunded";
            case CHARGE_UNPAID -> "the charge was not paid";
            case PROVIDER_DOWN -> "the provider could not be reached";
            case PROVIDER_NOT_SUPPORTED -> "the provider cannot refund the charge";
            case PAYMENT_METHOD_NOT_SUPPORTED -> "the payment method cannot be refunded";
            case MERCHANT_BALANCE_INSUFFICIENT -> "the merchant's balance does not cover the refund";
            case ONLINE_REFUND_NOT_SUPPORTED -> "the charge cannot be refunded online";
            case PARTIAL_REFUND_NOT_SUPPORTED -> "only the whole charge can be refunded";
            case REFUND_AMOUNT_OUT_OF_BOUNDS -> "the amount was not within what could be refunded";
            case REFUND_CURRENCY_MISSING -> "the amount had no currency";
            case REFUND_CURRENCY_MISMATCH -> "the currency was not the charge's";
            case PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH ->
                "the caller believed another amount to have been refunded before";
            case REQUEST_ID_REUSED -> "the request id had been used before with other content";
            case REQUEST_EXPIRED -> "the request was too old";
            case INVALID_REQUEST -> "a field of the request broke a rule";
            case UNKNOWN_PROVIDER -> "no provider account has the name that was given";
            case CHARGE_NOT_FOUND -> "the provider did not know the charge";
            case REFUND_LIMIT_REACHED -> "the charge has as many requests or refunds as are kept for one";
            case NEEDS_REVIEW -> "a person has to find out what is left or how it ended";
        };
    }
}
