package io.github.refundworker.wire;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.Rejection;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.domain.StatusEvent.Created;
import io.github.refundworker.domain.StatusEvent.Rejected;
import io.github.refundworker.domain.StatusEvent.Repeated;
import io.github.refundworker.domain.StatusEvent.Updated;
import io.github.refundworker.domain.StatusInfo;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the public records: status events as CloudEvents in binary mode, and balances. It does not use the records
 * of {@code contracts}, because they would convert the caller's own fields to maps and change the numbers in them. A
 * test reads the bytes with those records and writes the same bytes again.
 */
public final class StatusWriter {
    private final String source;

    /** @param namespace distinguishes deployments; part of every event's source */
    public StatusWriter(String namespace) {
        this.source = "/refund-worker/" + namespace;
    }

    /** The event's value. */
    public byte[] value(ChargeId chargeId, StatusEvent event) {
        return Json.write(json -> {
            switch (event) {
                case Created(Refund refund, var _) -> writeRefund(json, chargeId, refund);
                case Updated(Refund refund, var _) -> writeRefund(json, chargeId, refund);
                case Rejected rejected ->
                    writeRejected(json, rejected.requestId().value(), chargeId.value(), rejected.rejection());
                case Repeated repeated -> write(json, chargeId, repeated);
            }
            Balance balance = event.balance();
            if (balance != null) {
                json.writeObjectPropertyStart("balance");
                write(json, chargeId, balance);
                json.writeEndObject();
            }
        });
    }

    /**
     * The event's headers by name, in the order of writing. The caller adds the trace header.
     *
     * @param at when it happened: the time of the input that caused it
     */
    public Map<String, String> headers(ChargeId chargeId, StatusEvent event, Instant at) {
        return headers(id(event), type(event), at, subject(chargeId, event));
    }

    private Map<String, String> headers(String id, String type, Instant at, String subject) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EventHeaders.SPEC_VERSION, EventHeaders.SPEC_VERSION_VALUE);
        headers.put(EventHeaders.ID, id);
        headers.put(EventHeaders.SOURCE, source);
        headers.put(EventHeaders.TYPE, type);
        headers.put(EventHeaders.TIME, at.toString());
        headers.put(EventHeaders.SUBJECT, subject);
        headers.put(EventHeaders.CONTENT_TYPE, EventHeaders.CONTENT_TYPE_VALUE);
        return headers;
    }

    /** The value of the rejection of a request whose ids break the rules. */
    public static byte[] value(RequestReading.Refused refused) {
        Rejection why = Rejection.ofField(refused.field(), refused.problem());
        return Json.write(json -> writeRejected(json, refused.requestId(), refused.chargeId(), why));
    }

    /** The headers of that rejection. The subject is the charge id as sent, percent-encoded if it is not valid. */
    public Map<String, String> headers(RequestReading.Refused refused, Source request, Instant at) {
        String subject = ChargeId.isValid(refused.chargeId())
                ? refused.chargeId()
                : URLEncoder.encode(refused.chargeId(), StandardCharsets.UTF_8);
        return headers(request.coordinates() + "/rejected", EventTypes.REJECTED, at, subject);
    }

    /** @param refusal why a person's decision is not taken; absent where it is */
    public static byte[] answered(UUID inputId, ChargeId chargeId, @Nullable String refusal) {
        return Json.write(json -> {
            json.writeStringProperty("inputId", inputId.toString());
            json.writeStringProperty("chargeId", chargeId.value());
            json.writeBooleanProperty("taken", refusal == null);
            Json.text(json, "reason", refusal);
        });
    }

    /** The headers of an answer to a person. */
    public Map<String, String> headers(UUID inputId, ChargeId chargeId, Instant at) {
        return headers(inputId + "/answered", EventTypes.OPERATOR_ANSWERED, at, chargeId.value());
    }

    /** The value of a record of the balances topic. */
    public byte[] balance(ChargeId chargeId, Balance balance) {
        return Json.write(json -> write(json, chargeId, balance));
    }

    private static String id(StatusEvent event) {
        return switch (event) {
            case Created(Refund refund, var _) -> refund.id() + "/" + refund.revision();
            case Updated(Refund refund, var _) -> refund.id() + "/" + refund.revision();
            case Rejected rejected -> rejected.source().coordinates() + "/rejected";
            case Repeated repeated -> repeated.source().coordinates() + "/repeated";
        };
    }

    private static String type(StatusEvent event) {
        return switch (event) {
            case Created _ -> EventTypes.CREATED;
            case Updated _ -> EventTypes.UPDATED;
            case Rejected _ -> EventTypes.REJECTED;
            case Repeated _ -> EventTypes.REPEATED;
        };
    }

    private static String subject(ChargeId chargeId, StatusEvent event) {
        Refund about = switch (event) {
            case Created(Refund refund, var _) -> refund;
            case Updated(Refund refund, var _) -> refund;
            case Rejected _ -> null;
            case Repeated repeated -> repeated.refund();
        };
        return about == null ? chargeId.value() : about.id().toString();
    }

    private static void writeRefund(JsonGenerator json, ChargeId chargeId, Refund refund) {
        switch (refund.origin()) {
            case Origin.Requested(RequestId requestId, var _, var _, var _) -> {
                json.writeStringProperty("requestId", requestId.value());
                json.writeStringProperty("origin", "request");
            }
            case Origin.FoundAtProvider() -> json.writeStringProperty("origin", "provider");
        }
        json.writeObjectPropertyStart("refund");
        write(json, chargeId, refund);
        json.writeEndObject();
    }

    private static void writeRejected(JsonGenerator json, String requestId, String chargeId, Rejection why) {
        json.writeStringProperty("requestId", requestId);
        json.writeStringProperty("chargeId", chargeId);
        json.writeObjectPropertyStart("error");
        write(json, why);
        json.writeEndObject();
        json.writeBooleanProperty("retryable", why.code().isRetryable());
    }

    private static void write(JsonGenerator json, ChargeId chargeId, Repeated repeated) {
        json.writeStringProperty("requestId", repeated.requestId().value());
        json.writeStringProperty("chargeId", chargeId.value());
        if (repeated.refund() != null) {
            json.writeObjectPropertyStart("refund");
            write(json, chargeId, repeated.refund());
            json.writeEndObject();
        }
        ErrorCode code = repeated.code();
        if (code != null) {
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("code", code.name());
            json.writeStringProperty("description", ErrorDescriptions.of(code));
            json.writeEndObject();
            json.writeBooleanProperty("retryable", code.isRetryable());
        }
    }

    static void write(JsonGenerator json, ChargeId chargeId, Refund refund) {
        StatusInfo info = refund.state().statusInfo();
        json.writeStringProperty("id", refund.id().toString());
        json.writeNumberProperty("revision", refund.revision());
        json.writeStringProperty("createdDate", refund.created().toString());
        json.writeStringProperty("updatedDate", refund.updated().toString());
        json.writeStringProperty("chargeId", chargeId.value());
        json.writeStringProperty("currencyCode", refund.amount().currency().value());
        amount(json, "amount", refund.amount().amount());
        amount(json, "returnedApplicationFee", refund.details().returnedApplicationFee());
        amount(json, "returnedProcessingFee", refund.details().returnedProcessingFee());
        json.writeBooleanProperty("full", refund.full());
        json.writeStringProperty("status", refund.state().status().name());
        Json.text(json, "providerRefundId", refund.state().providerRefundId());
        Json.text(json, "reason", refund.texts().reason());
        if (info != null) {
            json.writeObjectPropertyStart("statusInfo");
            Json.text(json, "code", info.code());
            Json.text(json, "description", info.description());
            json.writeEndObject();
        }
        Json.text(json, "acquirerReferenceNumber", refund.details().acquirerReferenceNumber());
        Json.text(json, "note", refund.texts().note());
        if (refund.texts().extendedFields() != null) {
            json.writeName("extendedFields");
            json.writeRawValue(refund.texts().extendedFields());
        }
    }

    private static void write(JsonGenerator json, Rejection rejection) {
        json.writeStringProperty("code", rejection.code().name());
        Json.text(json, "description", rejection.description());
        Json.text(json, "field", rejection.field());
        amount(json, "expected", rejection.expected());
        amount(json, "actual", rejection.actual());
        amount(json, "min", rejection.min());
        amount(json, "max", rejection.max());
        if (rejection.refundId() != null) {
            json.writeStringProperty("refundId", rejection.refundId().toString());
        }
    }

    static void write(JsonGenerator json, ChargeId chargeId, Balance balance) {
        json.writeStringProperty("chargeId", chargeId.value());
        json.writeNumberProperty("revision", balance.revision());
        json.writeStringProperty("currencyCode", balance.currency().value());
        amount(json, "capturedAmount", balance.captured());
        amount(json, "refundedAmount", balance.refunded());
        amount(json, "pendingAmount", balance.pending());
        amount(json, "refundableAmount", balance.refundable());
        json.writeStringProperty("updatedDate", balance.updated().toString());
        if (balance.disputed() || balance.chargedBack().signum() != 0) {
            amount(json, "chargedBackAmount", balance.chargedBack());
            json.writeBooleanProperty("disputed", balance.disputed());
        }
    }

    /** Plain notation with the number's own scale. */
    static void amount(JsonGenerator json, String name, @Nullable BigDecimal amount) {
        if (amount != null) {
            json.writeStringProperty(name, Json.plain(amount));
        }
    }
}
