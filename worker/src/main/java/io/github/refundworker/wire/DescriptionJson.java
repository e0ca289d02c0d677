package io.github.refundworker.wire;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Description.Found;
import io.github.refundworker.domain.Description.Listed;
import io.github.refundworker.domain.Description.Missing;
import io.github.refundworker.domain.Description.TooLate;
import io.github.refundworker.domain.Description.Unavailable;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The JSON form of the answer to a {@code Describe}. */
final class DescriptionJson {
    private static final String TOO_LATE = "tooLate";
    private static final String DISPUTED = "disputed";
    private static final String CHARGED_BACK = "chargedBack";

    private DescriptionJson() {}

    static void write(JsonGenerator json, Description description) {
        switch (description) {
            case Found(Money captured, List<ProviderRefund> refunds, String kind, Disputes disputes) -> {
                json.writeStringProperty(Json.TYPE, "Found");
                Json.money(json, captured);
                Json.text(json, "kind", kind);
                if (!disputes.isNone()) {
                    json.writeBooleanProperty(DISPUTED, disputes.open());
                    Json.amount(json, CHARGED_BACK, disputes.chargedBack());
                }
                writeRefunds(json, refunds);
            }
            case Listed(List<ProviderRefund> refunds) -> {
                json.writeStringProperty(Json.TYPE, "Listed");
                writeRefunds(json, refunds);
            }
            case Missing() -> json.writeStringProperty(Json.TYPE, "Missing");
            case Unavailable(String why) -> {
                json.writeStringProperty(Json.TYPE, "Unavailable");
                Json.text(json, "why", why);
            }
            case TooLate() -> {
                // Earlier versions, which do not know this type, read it as one that they know.
                json.writeStringProperty(Json.TYPE, "Unavailable");
                Json.text(json, "why", "it was too late to ask");
                json.writeBooleanProperty(TOO_LATE, true);
            }
        }
    }

    private static void writeRefunds(JsonGenerator json, List<ProviderRefund> refunds) {
        json.writeArrayPropertyStart("refunds");
        for (ProviderRefund refund : refunds) {
            json.writeStartObject();
            ProviderRefundJson.write(json, refund);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static Description read(JsonParser json) {
        Json.object(json);
        String type = null;
        String why = null;
        String kind = null;
        boolean tooLate = false;
        boolean disputed = false;
        BigDecimal chargedBack = BigDecimal.ZERO;
        BigDecimal amount = null;
        CurrencyCode currency = null;
        List<ProviderRefund> refunds = null;
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case Json.TYPE -> type = Json.text(json);
                case "why" -> why = Json.text(json);
                case "kind" -> kind = Json.text(json);
                case DISPUTED -> disputed = Json.truth(json);
                case CHARGED_BACK -> chargedBack = Json.amount(json);
                case TOO_LATE -> tooLate = Json.truth(json);
                case Json.AMOUNT -> amount = Json.amount(json);
                case Json.CURRENCY_CODE -> currency = new CurrencyCode(Json.text(json));
                case "refunds" -> refunds = readRefunds(json);
                default -> json.skipChildren();
            }
        }
        return switch (Json.required(type, "type of description")) {
            case "Found" ->
                new Found(
                        Json.money(amount, currency),
                        Json.required(refunds, "refunds"),
                        kind,
                        new Disputes(disputed, chargedBack));
            case "Listed" -> new Listed(Json.required(refunds, "refunds"));
            case "Missing" -> new Missing();
            case "Unavailable" -> tooLate ? new TooLate() : new Unavailable(Json.required(why, "why"));
            case String other -> throw Json.unknownType("description", other);
        };
    }

    private static List<ProviderRefund> readRefunds(JsonParser json) {
        Json.array(json);
        List<ProviderRefund> refunds = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            refunds.add(ProviderRefundJson.read(json));
        }
        return refunds;
    }
}
