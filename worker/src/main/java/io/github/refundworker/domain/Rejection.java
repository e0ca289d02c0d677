package io.github.refundworker.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The reason why no money moves for a request. Components besides code and description depend on the code.
 *
 * @param field the invalid field of the request
 * @param expected the amount that the caller believed to be refunded
 * @param actual the amount that was refunded
 * @param min the smallest valid amount
 * @param max the largest valid amount
 * @param refundId the refund of the earlier request with this id, or the refund that it will become if it is
 *     accepted
 */
public record Rejection(
        ErrorCode code,
        String description,
        @Nullable String field,
        @Nullable BigDecimal expected,
        @Nullable BigDecimal actual,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable RefundId refundId) {

    static Rejection of(ErrorCode code, String description) {
        return new Rejection(code, description, null, null, null, null, null, null);
    }

    public static Rejection ofField(String field, String problem) {
        return new Rejection(ErrorCode.INVALID_REQUEST, field + " " + problem, field, null, null, null, null, null);
    }

    static Rejection mismatch(BigDecimal expected, BigDecimal actual) {
        return new Rejection(
                ErrorCode.PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH,
                "the request was made when " + expected.toPlainString() + " had been refunded; it is "
                        + actual.toPlainString() + " now",
                null,
                expected,
                actual,
                null,
                null,
                null);
    }

    static Rejection outOfBounds(String description, BigDecimal min, BigDecimal max) {
        return new Rejection(ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS, description, "amount", null, null, min, max, null);
    }

    static Rejection idReused(@Nullable RefundId refundId) {
        return new Rejection(
                ErrorCode.REQUEST_ID_REUSED,
                "this request id was used before with other content",
                "requestId",
                null,
                null,
                null,
                null,
                refundId);
    }
}
