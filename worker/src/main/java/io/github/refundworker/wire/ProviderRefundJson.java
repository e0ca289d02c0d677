package io.github.refundworker.wire;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The JSON form of a refund as its provider holds it. */
final class ProviderRefundJson {
    private ProviderRefundJson() {}

    static void write(JsonGenerator json, ProviderRefund refund) {
        Json.text(json, "id", refund.id());
        if (refund.reference() != null) {
            json.writeStringProperty("reference", refund.reference().toString());
        }
        Json.money(json, refund.amount());
        json.writeStringProperty("status", refund.status().name());
        if (refund.error() != null) {
            json.writeObjectPropertyStart("error");
            write(json, refund.error());
            json.writeEndObject();
        }
        ProviderDetails details = refund.details();
        Json.amount(json, "returnedApplicationFee", details.returnedApplicationFee());
        Json.amount(json, "returnedProcessingFee", details.returnedProcessingFee());
        Json.text(json, "acquirerReferenceNumber", details.acquirerReferenceNumber());
    }

    private static ProviderStatus status(String name) {
        for (ProviderStatus status : ProviderStatus.values()) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        throw Json.unknownType("provider status", name);
    }

    static ProviderRefund read(JsonParser json) {
        Json.object(json);
        String id = null;
        RefundId reference = null;
        BigDecimal amount = null;
        CurrencyCode currency = null;
        ProviderStatus status = null;
        StatusInfo error = null;
        BigDecimal applicationFee = null;
        BigDecimal processingFee = null;
        String acquirerReferenceNumber = null;
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case "id" -> id = Json.text(json);
                case "reference" -> reference = RefundId.parse(Json.text(json));
                case Json.AMOUNT -> amount = Json.amount(json);
                case Json.CURRENCY_CODE -> currency = new CurrencyCode(Json.text(json));
                case "status" -> status = status(Json.text(json));
                case "error" -> error = readStatusInfo(json);
                case "returnedApplicationFee" -> applicationFee = Json.amount(json);
                case "returnedProcessingFee" -> processingFee = Json.amount(json);
                case "acquirerReferenceNumber" -> acquirerReferenceNumber = Json.text(json);
                default -> json.skipChildren();
            }
        }
        return new ProviderRefund(
                Json.required(id, "id"),
                reference,
                Json.money(amount, currency),
                Json.required(status, "status"),
                error,
                applicationFee == null && processingFee == null && acquirerReferenceNumber == null
                        ? ProviderDetails.NONE
                        : new ProviderDetails(applicationFee, processingFee, acquirerReferenceNumber));
    }

    static void write(JsonGenerator json, StatusInfo info) {
        Json.text(json, "code", info.code());
        Json.text(json, "description", info.description());
    }

    static StatusInfo readStatusInfo(JsonParser json) {
        Json.object(json);
        String code = null;
        String description = null;
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case "code" -> code = Json.text(json);
                case "description" -> description = Json.text(json);
                default -> json.skipChildren();
            }
        }
        return new StatusInfo(Json.required(code, "code"), Json.required(description, "description"));
    }
}
