package io.github.refundworker.wire;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.InvalidRequest;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The JSON form of a request that passed intake, with its origin. */
final class RequestJson {
    private static final String REQUEST_ID = "requestId";
    private static final String CHARGE_ID = "chargeId";

    private RequestJson() {}

    static void write(JsonGenerator json, RefundRequest request) {
        json.writeStringProperty(REQUEST_ID, request.requestId().value());
        json.writeStringProperty(CHARGE_ID, request.chargeId().value());
        if (request.asked() instanceof Asked.Part(BigDecimal amount, var currency)) {
            Json.amount(json, Json.AMOUNT, amount);
            if (currency != null) {
                json.writeStringProperty(Json.CURRENCY_CODE, currency.value());
            }
        }
        Json.amount(json, "previouslyRefundedAmount", request.previouslyRefunded());
        TextsJson.write(json, request.texts());
        if (request.provider() != null) {
            json.writeStringProperty("provider", request.provider().value());
        }
        if (request.charge() != null) {
            json.writeObjectPropertyStart("charge");
            Json.money(json, request.charge());
            json.writeEndObject();
        }
    }

    static RefundRequest read(JsonParser json) {
        Json.object(json);
        RequestId requestId = null;
        ChargeId chargeId = null;
        BigDecimal amount = null;
        CurrencyCode currency = null;
        BigDecimal previouslyRefunded = null;
        AccountName provider = null;
        Money charge = null;
        TextsJson texts = new TextsJson();
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case REQUEST_ID -> requestId = new RequestId(Json.text(json));
                case CHARGE_ID -> chargeId = new ChargeId(Json.text(json));
                case Json.AMOUNT -> amount = Json.amount(json);
                case Json.CURRENCY_CODE -> currency = new CurrencyCode(Json.text(json));
                case "previouslyRefundedAmount" -> previouslyRefunded = Json.amount(json);
                case "provider" -> provider = new AccountName(Json.text(json));
                case "charge" -> charge = readMoney(json);
                default -> texts.read(json, name);
            }
        }
        return new RefundRequest(
                Json.required(requestId, REQUEST_ID),
                Json.required(chargeId, CHARGE_ID),
                amount == null ? new Asked.Whole() : new Asked.Part(amount, currency),
                previouslyRefunded,
                provider,
                charge,
                texts.texts());
    }

    private static Money readMoney(JsonParser json) {
        Json.object(json);
        BigDecimal amount = null;
        CurrencyCode currency = null;
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case Json.AMOUNT -> amount = Json.amount(json);
                case Json.CURRENCY_CODE -> currency = new CurrencyCode(Json.text(json));
                default -> json.skipChildren();
            }
        }
        return Json.money(amount, currency);
    }

    static void write(JsonGenerator json, InvalidRequest invalid) {
        json.writeStringProperty(REQUEST_ID, invalid.requestId().value());
        json.writeStringProperty(CHARGE_ID, invalid.chargeId().value());
        Json.text(json, "field", invalid.field());
        Json.text(json, "problem", invalid.problem());
    }

    static InvalidRequest readInvalid(JsonParser json) {
        Json.object(json);
        RequestId requestId = null;
        ChargeId chargeId = null;
        String field = null;
        String problem = null;
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case REQUEST_ID -> requestId = new RequestId(Json.text(json));
                case CHARGE_ID -> chargeId = new ChargeId(Json.text(json));
                case "field" -> field = Json.text(json);
                case "problem" -> problem = Json.text(json);
                default -> json.skipChildren();
            }
        }
        return new InvalidRequest(
                Json.required(requestId, REQUEST_ID),
                Json.required(chargeId, CHARGE_ID),
                Json.required(field, "field"),
                Json.required(problem, "problem"));
    }

    static void write(JsonGenerator json, Source source) {
        json.writeStringProperty("topic", source.topic());
        json.writeNumberProperty("partition", source.partition());
        json.writeNumberProperty("offset", source.offset());
        Json.instant(json, "timestamp", source.timestamp());
        Json.text(json, "trace", source.trace());
    }

    static Source readSource(JsonParser json) {
        Json.object(json);
        String topic = null;
        Integer partition = null;
        Long offset = null;
        Instant timestamp = null;
        String trace = null;
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case "topic" -> topic = Json.text(json);
                case "partition" -> partition = Json.integer(json);
                case "offset" -> offset = Json.number(json);
                case "timestamp" -> timestamp = Json.instant(json);
                case "trace" -> trace = Json.text(json);
                default -> json.skipChildren();
            }
        }
        return new Source(
                Json.required(topic, "topic"),
                Json.required(partition, "partition"),
                Json.required(offset, "offset"),
                Json.required(timestamp, "timestamp"),
                trace);
    }
}
