package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refund at one of its revisions. Amounts are decimal strings in main units of {@code currencyCode}; dates are
 * ISO 8601 in UTC ({@code 2026-11-22T10:15:30.123Z}).
 *
 * @param id a GUID; also the reference that the provider keeps
 * @param revision 1 at first, one more with each update; of two snapshots the higher revision is the newer
 * @param createdDate when the worker first knew of the refund
 * @param updatedDate when this revision began
 * @param chargeId the charge
 * @param currencyCode ISO 4217, upper case
 * @param amount above zero
 * @param returnedApplicationFee absent while unknown
 * @param returnedProcessingFee absent while unknown
 * @param full whether the refund is for the entire amount of the charge
 * @param status where it stands
 * @param providerRefundId the provider's own id, 1 to 100 characters; absent while unknown
 * @param reason as the request gave it
 * @param statusInfo why it has its status, if there is something to say
 * @param acquirerReferenceNumber 1 to 30 characters; absent while unknown
 * @param note as the request gave it
 * @param extendedFields as the request gave them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({
    "id",
    "revision",
    "createdDate",
    "updatedDate",
    "chargeId",
    "currencyCode",
    "amount",
    "returnedApplicationFee",
    "returnedProcessingFee",
    "full",
    "status",
    "providerRefundId",
    "reason",
    "statusInfo",
    "acquirerReferenceNumber",
    "note",
    "extendedFields"
})
public record Refund(
        String id,
        long revision,
        String createdDate,
        String updatedDate,
        String chargeId,
        String currencyCode,
        String amount,
        @Nullable String returnedApplicationFee,
        @Nullable String returnedProcessingFee,
        boolean full,
        RefundStatus status,
        @Nullable String providerRefundId,
        @Nullable String reason,
        @Nullable StatusInfo statusInfo,
        @Nullable String acquirerReferenceNumber,
        @Nullable String note,
        @Nullable Map<String, Object> extendedFields) {

    public Refund {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(createdDate, "createdDate");
        Objects.requireNonNull(updatedDate, "updatedDate");
        Objects.requireNonNull(chargeId, "chargeId");
        Objects.requireNonNull(currencyCode, "currencyCode");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(status, "status");
        extendedFields = ExtendedFields.copyOf(extendedFields);
    }
}
