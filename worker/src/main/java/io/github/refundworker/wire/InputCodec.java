package io.github.refundworker.wire;

import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Input.ChargeDescribed;
import io.github.refundworker.domain.Input.CommandAnswered;
import io.github.refundworker.domain.Input.DeadlinePassed;
import io.github.refundworker.domain.Input.OperatorDecided;
import io.github.refundworker.domain.Input.ProviderNotified;
import io.github.refundworker.domain.Input.RefundRequested;
import io.github.refundworker.domain.InvalidRequest;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.Told;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The records of the inputs topic: JSON with {@code v} and {@code type}. */
public final class InputCodec {
    private InputCodec() {}

    /**
     * Writes everything but the input's time, which is the record's append time.
     *
     * @throws IllegalArgumentException for {@code DeadlinePassed}, which is never written
     */
    public static byte[] write(Input input) {
        return Json.writeVersioned(json -> {
            switch (input) {
                case RefundRequested requested -> write(json, requested);
                case ChargeDescribed described -> write(json, described);
                case CommandAnswered answered -> write(json, answered);
                case ProviderNotified notified -> write(json, notified);
                case OperatorDecided decided -> write(json, decided);
                case DeadlinePassed _ -> throw new IllegalArgumentException("a passed deadline is found, not written");
            }
        });
    }

    private static void write(JsonGenerator json, RefundRequested requested) {
        json.writeStringProperty(Json.TYPE, "RefundRequested");
        json.writeObjectPropertyStart("source");
        RequestJson.write(json, requested.source());
        json.writeEndObject();
        switch (requested.body()) {
            case RefundRequest request -> {
                json.writeObjectPropertyStart("request");
                RequestJson.write(json, request);
            }
            case InvalidRequest invalid -> {
                json.writeObjectPropertyStart("invalid");
                RequestJson.write(json, invalid);
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ChargeDescribed described) {
        json.writeStringProperty(Json.TYPE, "ChargeDescribed");
        json.writeNumberProperty("number", described.number());
        json.writeObjectPropertyStart("description");
        DescriptionJson.write(json, described.description());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, CommandAnswered answered) {
        json.writeStringProperty(Json.TYPE, "CommandAnswered");
        json.writeNumberProperty("number", answered.number());
        json.writeStringProperty("refundId", answered.refundId().toString());
        json.writeObjectPropertyStart("outcome");
        OutcomeJson.write(json, answered.outcome());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ProviderNotified notified) {
        json.writeStringProperty(Json.TYPE, "ProviderNotified");
        if (notified.refundId() != null) {
            json.writeStringProperty("refundId", notified.refundId().toString());
        }
        Json.text(json, "providerRefundId", notified.providerRefundId());
        switch (notified.told()) {
            case null -> {}
            case Told.Shown(ProviderRefund refund) -> {
                json.writeObjectPropertyStart("told");
                ProviderRefundJson.write(json, refund);
                json.writeEndObject();
            }
            case Told.Made() -> json.writeBooleanProperty("made", true);
        }
        if (notified.happened() != null) {
            Json.instant(json, "happened", notified.happened());
        }
    }

    private static void write(JsonGenerator json, OperatorDecided decided) {
        json.writeStringProperty(Json.TYPE, "OperatorDecided");
        json.writeObjectPropertyStart("decision");
        OperatorDecisionJson.write(json, decided.decision());
        json.writeEndObject();
        Json.text(json, "by", decided.by());
        Json.text(json, "why", decided.why());
    }

    /**
     * @param at the record's append time
     * @throws UnreadableRecordException if it is not such a record, or of an unknown version or type
     */
    public static Input read(byte[] value, Instant at) {
        Properties properties = new Properties();
        Json.readVersioned(value, properties::take);
        return properties.toInput(at);
    }

    /** The properties of all types of input. */
    private static final class Properties {
        private @Nullable String type;
        private @Nullable Source source;
        private @Nullable RequestBody body;
        private @Nullable Long number;
        private @Nullable Description description;
        private @Nullable Outcome outcome;
        private @Nullable RefundId refundId;
        private @Nullable String providerRefundId;
        private @Nullable Told told;
        private @Nullable Instant happened;
        private @Nullable OperatorDecision decision;
        private @Nullable String by;
        private @Nullable String why;

        void take(JsonParser json, String name) {
            switch (name) {
                case Json.TYPE -> type = Json.text(json);
                case "source" -> source = RequestJson.readSource(json);
                case "request" -> body = RequestJson.read(json);
                case "invalid" -> body = RequestJson.readInvalid(json);
                case "number" -> number = Json.number(json);
                case "description" -> description = DescriptionJson.read(json);
                case "outcome" -> outcome = OutcomeJson.read(json);
                case "refundId" -> refundId = RefundId.parse(Json.text(json));
                case "providerRefundId" -> providerRefundId = Json.text(json);
                case "told" -> told = new Told.Shown(ProviderRefundJson.read(json));
                case "made" -> told = Json.truth(json) ? new Told.Made() : told;
                case "happened" -> happened = Json.instant(json);
                case "decision" -> decision = OperatorDecisionJson.read(json);
                case "by" -> by = Json.text(json);
                case "why" -> why = Json.text(json);
                default -> json.skipChildren();
            }
        }

        Input toInput(Instant at) {
            return switch (Json.required(type, "type of input")) {
                case "RefundRequested" ->
                    new RefundRequested(at, Json.required(source, "source"), Json.required(body, "request"));
                case "ChargeDescribed" ->
                    new ChargeDescribed(at, Json.required(number, "number"), Json.required(description, "description"));
                case "CommandAnswered" ->
                    new CommandAnswered(
                            at,
                            Json.required(number, "number"),
                            Json.required(refundId, "refundId"),
                            Json.required(outcome, "outcome"));
                case "ProviderNotified" -> new ProviderNotified(at, refundId, providerRefundId, told, happened);
                case "OperatorDecided" ->
                    new OperatorDecided(
                            at,
                            Json.required(decision, "decision"),
                            Json.required(by, "by"),
                            Json.required(why, "why"));
                case String other -> throw Json.unknownType("input", other);
            };
        }
    }
}
