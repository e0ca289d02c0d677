package io.github.refundworker.wire;

import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.Outcome.Completed;
import io.github.refundworker.domain.Outcome.Declined;
import io.github.refundworker.domain.Outcome.Expired;
import io.github.refundworker.domain.Outcome.NotFound;
import io.github.refundworker.domain.Outcome.NotSent;
import io.github.refundworker.domain.Outcome.Pending;
import io.github.refundworker.domain.Outcome.Reversed;
import io.github.refundworker.domain.Outcome.Unknown;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.StatusInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The JSON form of the outcome of a {@code Settle} or {@code LookUp}. */
final class OutcomeJson {
    /** Absent if true, because it was true for every refusal before this property existed. */
    private static final String STORED = "stored";

    private OutcomeJson() {}

    static void write(JsonGenerator json, Outcome outcome) {
        switch (outcome) {
            case Completed(ProviderRefund refund) -> write(json, "Completed", null, null, refund);
            case Pending(ProviderRefund refund) -> write(json, "Pending", null, null, refund);
            case Reversed(ProviderRefund refund) -> write(json, "Reversed", null, null, refund);
            case Declined(StatusInfo refusal, var refund, boolean stored) -> {
                write(json, "Declined", null, refusal, refund);
                if (!stored) {
                    json.writeBooleanProperty(STORED, false);
                }
            }
            case NotSent(String why) -> write(json, "NotSent", why, null, null);
            case Unknown(String why) -> write(json, "Unknown", why, null, null);
            case Expired() -> write(json, "Expired", null, null, null);
            case NotFound() -> write(json, "NotFound", null, null, null);
        }
    }

    private static void write(
            JsonGenerator json,
            String type,
            @Nullable String why,
            @Nullable StatusInfo refusal,
            @Nullable ProviderRefund refund) {
        json.writeStringProperty(Json.TYPE, type);
        Json.text(json, "why", why);
        if (refusal != null) {
            json.writeObjectPropertyStart("refusal");
            ProviderRefundJson.write(json, refusal);
            json.writeEndObject();
        }
        if (refund != null) {
            json.writeObjectPropertyStart("refund");
            ProviderRefundJson.write(json, refund);
            json.writeEndObject();
        }
    }

    static Outcome read(JsonParser json) {
        Json.object(json);
        String type = null;
        String why = null;
        StatusInfo refusal = null;
        ProviderRefund refund = null;
        boolean stored = true;
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case Json.TYPE -> type = Json.text(json);
                case "why" -> why = Json.text(json);
                case "refusal" -> refusal = ProviderRefundJson.readStatusInfo(json);
                case STORED -> stored = Json.truth(json);
                case "refund" -> refund = ProviderRefundJson.read(json);
                default -> json.skipChildren();
            }
        }
        return switch (Json.required(type, "type of outcome")) {
            case "Completed" -> new Completed(Json.required(refund, "refund"));
            case "Pending" -> new Pending(Json.required(refund, "refund"));
            case "Reversed" -> new Reversed(Json.required(refund, "refund"));
            case "Declined" -> new Declined(Json.required(refusal, "refusal"), refund, stored);
            case "NotSent" -> new NotSent(Json.required(why, "why"));
            case "Unknown" -> new Unknown(Json.required(why, "why"));
            case "Expired" -> new Expired();
            case "NotFound" -> new NotFound();
            case String other -> throw Json.unknownType("outcome", other);
        };
    }
}
