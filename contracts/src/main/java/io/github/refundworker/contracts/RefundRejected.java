package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request was rejected. No money moves for it, and the answer for its request id is final.
 *
 * <p>No refund exists for the request id, except where the code is {@link ErrorCode#REQUEST_ID_REUSED}: an earlier request
 * has that id and another content, and its own answer stands. Never overwrite that answer with this one, and never ask
 * again under another id because of it.
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
