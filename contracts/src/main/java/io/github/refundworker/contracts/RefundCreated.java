package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refund exists: the first of its revisions that is published.
 *
 * @param requestId the request that asked for it; absent if {@code origin} is the provider
 * @param origin who asked for it
 * @param refund the refund at this revision
 * @param balance the charge's balance with this revision
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"requestId", "origin", "refund", "balance"})
public record RefundCreated(@Nullable String requestId, Origin origin, Refund refund, ChargeBalance balance)
        implements RefundEvent {

    public RefundCreated {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(refund, "refund");
        Objects.requireNonNull(balance, "balance");
    }

    @Override
    public String chargeId() {
        return refund.chargeId();
    }
}
