package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was rejected. Which of the optional parts are there depends on the code. Amounts are decimal strings
 * in main units.
 *
 * @param code the name of an {@link ErrorCode}; read it with {@link ErrorCode#find}, for later versions may add codes
 * @param description for people
 * @param field INVALID_REQUEST: the field that breaks a rule, such as {@code amount} or {@code charge.currencyCode}
 * @param expected PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH: the request's {@code previouslyRefundedAmount}
 * @param actual PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH: the sum of the succeeded refunds
 * @param min REFUND_AMOUNT_OUT_OF_BOUNDS: the least that can be refunded
 * @param max REFUND_AMOUNT_OUT_OF_BOUNDS: the most that can be refunded
 * @param refundId REQUEST_ID_REUSED: the refund of the earlier request, or the one that it will be if it is accepted;
 *     absent if the earlier request was rejected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"code", "description", "field", "expected", "actual", "min", "max", "refundId"})
public record RefundError(
        String code,
        String description,
        @Nullable String field,
        @Nullable String expected,
        @Nullable String actual,
        @Nullable String min,
        @Nullable String max,
        @Nullable String refundId) {

    public RefundError {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(description, "description");
    }

    /** An error that is no more than its code and description. */
    public static RefundError of(ErrorCode code, String description) {
        return new RefundError(code.name(), description, null, null, null, null, null, null);
    }
}
