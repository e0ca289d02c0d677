package io.github.refundworker.wire;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.OperatorDecision.CorrectCharge;
import io.github.refundworker.domain.OperatorDecision.LookUpAgain;
import io.github.refundworker.domain.OperatorDecision.Refresh;
import io.github.refundworker.domain.OperatorDecision.Resolve;
import io.github.refundworker.domain.RefundId;
import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The JSON form of an operator's decision about a charge. */
final class OperatorDecisionJson {
    private OperatorDecisionJson() {}

    static void write(JsonGenerator json, OperatorDecision decision) {
        switch (decision) {
            case Refresh() -> json.writeStringProperty(Json.TYPE, "Refresh");
            case LookUpAgain(RefundId refundId, int revision) -> {
                json.writeStringProperty(Json.TYPE, "LookUpAgain");
                json.writeStringProperty("refundId", refundId.toString());
                json.writeNumberProperty("revision", revision);
            }
            case Resolve(RefundId refundId, int revision, boolean paid, var providerRefundId) -> {
                json.writeStringProperty(Json.TYPE, "Resolve");
                json.writeStringProperty("refundId", refundId.toString());
                json.writeNumberProperty("revision", revision);
                json.writeBooleanProperty("paid", paid);
                Json.text(json, "providerRefundId", providerRefundId);
            }
            case CorrectCharge(Money captured) -> {
                json.writeStringProperty(Json.TYPE, "CorrectCharge");
                Json.money(json, captured);
            }
        }
    }

    static OperatorDecision read(JsonParser json) {
        Json.object(json);
        String type = null;
        RefundId refundId = null;
        Integer revision = null;
        Boolean paid = null;
        String providerRefundId = null;
        BigDecimal amount = null;
        CurrencyCode currency = null;
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case Json.TYPE -> type = Json.text(json);
                case "refundId" -> refundId = RefundId.parse(Json.text(json));
                case "revision" -> revision = Json.integer(json);
                case "paid" -> paid = Json.truth(json);
                case "providerRefundId" -> providerRefundId = Json.text(json);
                case Json.AMOUNT -> amount = Json.amount(json);
                case Json.CURRENCY_CODE -> currency = new CurrencyCode(Json.text(json));
                default -> json.skipChildren();
            }
        }
        return switch (Json.required(type, "type of decision")) {
            case "Refresh" -> new Refresh();
            case "LookUpAgain" ->
                new LookUpAgain(Json.required(refundId, "refundId"), Json.required(revision, "revision"));
            case "Resolve" ->
                new Resolve(
                        Json.required(refundId, "refundId"),
                        Json.required(revision, "revision"),
                        Json.required(paid, "paid"),
                        providerRefundId);
            case "CorrectCharge" -> new CorrectCharge(Json.money(amount, currency));
            case String other -> throw Json.unknownType("decision", other);
        };
    }
}
