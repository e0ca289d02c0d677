package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to refund a charge: the value of a record on the requests topic, whose key is {@code chargeId}. Build one
 * with {@link RefundRequests}, which checks the limits; this record holds whatever it is given.
 *
 * <p>Amounts are decimal strings in main units of their currency ({@code "25.00"}), never JSON numbers: ASCII digits,
 * at most 18 before and 8 after the point, no sign, no exponent.
 *
 * @param requestId 1 to 100 characters; the same id is the same request, so a retry reuses it
 * @param chargeId 1 to 100 characters of printable ASCII without spaces, neither one dot nor two
 * @param amount how much to refund, above zero; given exactly if {@code currencyCode} is; without both the whole charge
 * @param currencyCode ISO 4217, upper case
 * @param previouslyRefundedAmount what the caller believes has been refunded of the charge (the sum of the succeeded
 *     refunds); the request is rejected if it is wrong
 * @param reason 1 to 1000 characters
 * @param note 1 to 200 characters
 * @param extendedFields any JSON object, returned unchanged with the refund; a JSON null is a null value
 * @param provider the name of one of the worker's provider accounts; without it the default account
 * @param charge what the caller knows of the charge; used only where the provider cannot describe it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({
    "requestId",
    "chargeId",
    "amount",
    "currencyCode",
    "previouslyRefundedAmount",
    "reason",
    "note",
    "extendedFields",
    "provider",
    "charge"
})
public record RefundRequest(
        String requestId,
        String chargeId,
        @Nullable String amount,
        @Nullable String currencyCode,
        @Nullable String previouslyRefundedAmount,
        @Nullable String reason,
        @Nullable String note,
        @Nullable Map<String, Object> extendedFields,
        @Nullable String provider,
        @Nullable Charge charge) {

    public RefundRequest {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(chargeId, "chargeId");
        extendedFields = ExtendedFields.copyOf(extendedFields);
    }

    /**
     * What an order system knows of a charge.
     *
     * @param amount what the payer paid, a decimal string in main units, above zero
     * @param currencyCode ISO 4217, upper case
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonPropertyOrder({"amount", "currencyCode"})
    public record Charge(String amount, String currencyCode) {

        public Charge {
            Objects.requireNonNull(amount, "amount");
            Objects.requireNonNull(currencyCode, "currencyCode");
        }
    }
}
