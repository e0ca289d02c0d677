package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was refunded of a charge and what is left of it: the value of the balances topic, and a part of each event.
 * Amounts are decimal strings in main units of {@code currencyCode}.
 *
 * @param chargeId the charge
 * @param revision grows with each change of the balance
 * @param currencyCode ISO 4217, upper case
 * @param capturedAmount what the payer paid
 * @param refundedAmount the sum of the SUCCEEDED refunds: what a request states as {@code previouslyRefundedAmount}
 * @param pendingAmount the sum of the PENDING refunds
 * @param refundableAmount what can still be refunded, never below zero
 * @param updatedDate ISO 8601, UTC
 * @param chargedBackAmount what the payer's bank took back in disputes; absent if no dispute is known
 * @param disputed whether a dispute is open; absent if no dispute is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({
    "chargeId",
    "revision",
    "currencyCode",
    "capturedAmount",
    "refundedAmount",
    "pendingAmount",
    "refundableAmount",
    "updatedDate",
    "chargedBackAmount",
    "disputed"
})
public record ChargeBalance(
        String chargeId,
        long revision,
        String currencyCode,
        String capturedAmount,
        String refundedAmount,
        String pendingAmount,
        String refundableAmount,
        String updatedDate,
        @Nullable String chargedBackAmount,
        @Nullable Boolean disputed) {

    /** Of a charge without disputes. */
    public ChargeBalance(
            String chargeId,
            long revision,
            String currencyCode,
            String capturedAmount,
            String refundedAmount,
            String pendingAmount,
            String refundableAmount,
            String updatedDate) {
        this(
                chargeId,
                revision,
                currencyCode,
                capturedAmount,
                refundedAmount,
                pendingAmount,
                refundableAmount,
                updatedDate,
                null,
                null);
    }

    public ChargeBalance {
        Objects.requireNonNull(chargeId, "chargeId");
        Objects.requireNonNull(currencyCode, "currencyCode");
        Objects.requireNonNull(capturedAmount, "capturedAmount");
        Objects.requireNonNull(refundedAmount, "refundedAmount");
        Objects.requireNonNull(pendingAmount, "pendingAmount");
        Objects.requireNonNull(refundableAmount, "refundableAmount");
        Objects.requireNonNull(updatedDate, "updatedDate");
    }
}
