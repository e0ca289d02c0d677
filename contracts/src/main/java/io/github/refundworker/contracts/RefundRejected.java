package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request was rejected: no refund exists, no money moves, and the answer for this request id is final.
 *
 * @param requestId the request
 * @param chargeId the charge that it named
 * @param error why
 * @param retryable whether asking again later, with a new request id, may help
 * @param balance the charge's balance, if the charge is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"requestId", "chargeId", "error", "retryable", "balance"})
public record RefundRejected(
        String requestId,
        String chargeId,
        RefundError error,
        boolean retryable,
        @Nullable ChargeBalance balance) implements RefundEvent {

    public RefundRejected {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(chargeId, "chargeId");
        Objects.requireNonNull(error, "error");
    }
}
