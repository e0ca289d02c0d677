package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refund changed: one of its later revisions.
 *
 * @param requestId the request that asked for it; absent if {@code origin} is the provider
 * @param origin who asked for it
 * @param refund the refund at this revision
 * @param balance the charge's balance with this revision
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"requestId", "origin", "refund", "balance"})
public record RefundUpdated(@Nullable String requestId, Origin origin, Refund refund, ChargeBalance balance)
        implements RefundEvent {

    public RefundUpdated {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(refund, "refund");
        Objects.requireNonNull(balance, "balance");
    }

    @Override
    public String chargeId() {
        return refund.chargeId();
    }
}
