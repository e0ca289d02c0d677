package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that had been answered came again: the answer once more, as it stands now. It moves no money and is not a
 * revision of its own.
 *
 * @param requestId the request
 * @param chargeId the charge
 * @param refund the refund as it is now, if the request had been accepted
 * @param error why, if the request had been rejected; its code and description alone
 * @param retryable if the request had been rejected: whether a new request may help
 * @param balance the charge's balance, if the charge is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"requestId", "chargeId", "refund", "error", "retryable", "balance"})
public record RefundRepeated(
        String requestId,
        String chargeId,
        @Nullable Refund refund,
        @Nullable RefundError error,
        @Nullable Boolean retryable,
        @Nullable ChargeBalance balance)
        implements RefundEvent {

    public RefundRepeated {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(chargeId, "chargeId");
    }
}
