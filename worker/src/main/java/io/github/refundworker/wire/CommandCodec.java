package io.github.refundworker.wire;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Command.Describe;
import io.github.refundworker.domain.Command.LookUp;
import io.github.refundworker.domain.Command.Settle;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.RefundId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The records of the command topics: JSON with {@code v} and {@code type}. */
public final class CommandCodec {
    private static final String NUMBER = "number";
    private static final String CHARGE_ID = "chargeId";
    private static final String REFUND_ID = "refundId";
    private static final String PROVIDER_REFUND_ID = "providerRefundId";
    private static final String FULL = "full";
    private static final String SUCCEEDED_BEFORE = "succeededBefore";
    private static final String BODY_VERSION = "bodyVersion";
    private static final String FIRST_ISSUED_AT = "firstIssuedAt";
    private static final String ISSUED_AT = "issuedAt";
    private static final String SEND_BY = "sendBy";
    private static final String UNCERTAIN = "uncertain";

    private CommandCodec() {}

    public static byte[] write(Command command) {
        return Json.writeVersioned(json -> {
            switch (command) {
                case Settle settle -> {
                    start(json, "Settle", settle);
                    write(json, settle);
                }
                case LookUp lookUp -> {
                    start(json, "LookUp", lookUp);
                    json.writeStringProperty(REFUND_ID, lookUp.refundId().toString());
                    Json.text(json, PROVIDER_REFUND_ID, lookUp.providerRefundId());
                }
                case Describe describe -> start(json, "Describe", describe);
            }
            Json.instant(json, ISSUED_AT, command.issuedAt());
            Json.instant(json, SEND_BY, command.sendBy());
        });
    }

    private static void start(JsonGenerator json, String type, Command command) {
        json.writeStringProperty(Json.TYPE, type);
        json.writeNumberProperty(NUMBER, command.number());
        json.writeStringProperty(CHARGE_ID, command.chargeId().value());
    }

    private static void write(JsonGenerator json, Settle settle) {
        json.writeStringProperty(REFUND_ID, settle.refundId().toString());
        Json.money(json, settle.amount());
        json.writeBooleanProperty(FULL, settle.full());
        Json.amount(json, SUCCEEDED_BEFORE, settle.succeededBefore());
        TextsJson.write(json, settle.texts());
        json.writeNumberProperty(BODY_VERSION, settle.bodyVersion());
        json.writeBooleanProperty(UNCERTAIN, settle.uncertain());
        Json.instant(json, FIRST_ISSUED_AT, settle.firstIssuedAt());
    }

    /** @throws UnreadableRecordException if it is not such a record, or has an unknown version or type */
    public static Command read(byte[] value) {
        Properties properties = new Properties();
        Json.readVersioned(value, properties::take);
        return properties.toCommand();
    }

    /** The properties of all types of command. */
    private static final class Properties {
        private final TextsJson texts = new TextsJson();
        private @Nullable String type;
        private @Nullable Long number;
        private @Nullable ChargeId chargeId;
        private @Nullable RefundId refundId;
        private @Nullable String providerRefundId;
        private @Nullable BigDecimal amount;
        private @Nullable CurrencyCode currency;
        private @Nullable Boolean full;
        private @Nullable BigDecimal succeededBefore;
        private @Nullable Integer bodyVersion;
        private @Nullable Instant firstIssuedAt;
        private @Nullable Instant issuedAt;
        private @Nullable Instant sendBy;
        private @Nullable Boolean uncertain;

        void take(JsonParser json, String name) {
            switch (name) {
                case Json.TYPE -> type = Json.text(json);
                case NUMBER -> number = Json.number(json);
                case CHARGE_ID -> chargeId = new ChargeId(Json.text(json));
                case REFUND_ID -> refundId = RefundId.parse(Json.text(json));
                case PROVIDER_REFUND_ID -> providerRefundId = Json.text(json);
                case Json.AMOUNT -> amount = Json.amount(json);
                case Json.CURRENCY_CODE -> currency = new CurrencyCode(Json.text(json));
                case FULL -> full = Json.truth(json);
                case SUCCEEDED_BEFORE -> succeededBefore = Json.amount(json);
                case BODY_VERSION -> bodyVersion = Json.integer(json);
                case FIRST_ISSUED_AT -> firstIssuedAt = Json.instant(json);
                case ISSUED_AT -> issuedAt = Json.instant(json);
                case SEND_BY -> sendBy = Json.instant(json);
                case UNCERTAIN -> uncertain = Json.truth(json);
                default -> texts.read(json, name);
            }
        }

        Command toCommand() {
            return switch (Json.required(type, "type of command")) {
                case "Settle" ->
                    new Settle(
                            Json.required(number, NUMBER),
                            Json.required(chargeId, CHARGE_ID),
                            Json.required(refundId, REFUND_ID),
                            Json.money(amount, currency),
                            Json.required(full, FULL),
                            Json.required(succeededBefore, SUCCEEDED_BEFORE),
                            texts.texts(),
                            Json.required(bodyVersion, BODY_VERSION),
                            Json.required(firstIssuedAt, FIRST_ISSUED_AT),
                            Json.required(issuedAt, ISSUED_AT),
                            Json.required(sendBy, SEND_BY),
                            Json.required(uncertain, UNCERTAIN));
                case "LookUp" ->
                    new LookUp(
                            Json.required(number, NUMBER),
                            Json.required(chargeId, CHARGE_ID),
                            Json.required(refundId, REFUND_ID),
                            providerRefundId,
                            Json.required(issuedAt, ISSUED_AT),
                            Json.required(sendBy, SEND_BY));
                case "Describe" ->
                    new Describe(
                            Json.required(number, NUMBER),
                            Json.required(chargeId, CHARGE_ID),
                            Json.required(issuedAt, ISSUED_AT),
                            Json.required(sendBy, SEND_BY));
                case String other -> throw Json.unknownType("command", other);
            };
        }
    }
}
