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
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.domain.StatusEvent.Created;
import io.github.refundworker.domain.StatusEvent.Rejected;
import io.github.refundworker.domain.StatusEvent.Repeated;
import io.github.refundworker.domain.StatusEvent.Updated;
import io.github.refundworker.domain.StatusInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The public records: status events as CloudEvents in binary mode, and balances. They are written without the records
 * of {@code contracts}, which would turn the caller's own fields into maps and change the numbers in them; a test reads
 * them with those records and writes the same bytes again.
 */
public final class StatusWriter {
    private final String source;

    /** @param namespace tells deployments apart; part of every event's source */
    public StatusWriter(String namespace) {
        this.source = "/refund-worker/" + namespace;
    }

    /** The event's value. */
    public byte[] value(ChargeId chargeId, StatusEvent event) {
        return Json.write(json -> {
            switch (event) {
                case Created(Refund refund, var _) -> writeRefund(json, chargeId, refund);
                case Updated(Refund refund, var _) -> writeRefund(json, chargeId, refund);
                case Rejected rejected -> write(json, chargeId, rejected);
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
     * The event's headers, by name, in the order in which they are to be written. The trace header is the caller's to
     * add.
     *
     * @param at when it happened: the time of the input that caused it
     */
    public Map<String, String> headers(ChargeId chargeId, StatusEvent event, Instant at) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EventHeaders.SPEC_VERSION, EventHeaders.SPEC_VERSION_VALUE);
        headers.put(EventHeaders.ID, id(event));
        headers.put(EventHeaders.SOURCE, source);
        headers.put(EventHeaders.TYPE, type(event));
        headers.put(EventHeaders.TIME, at.toString());
        headers.put(EventHeaders.SUBJECT, subject(chargeId, event));
        headers.put(EventHeaders.CONTENT_TYPE, EventHeaders.CONTENT_TYPE_VALUE);
        return headers;
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

    private static void write(JsonGenerator json, ChargeId chargeId, Rejected rejected) {
        json.writeStringProperty("requestId", rejected.requestId().value());
        json.writeStringProperty("chargeId", chargeId.value());
        json.writeObjectPropertyStart("error");
        write(json, rejected.rejection());
        json.writeEndObject();
        json.writeBooleanProperty("retryable", rejected.rejection().code().isRetryable());
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
    }

    /** Plain notation at the scale that it has. */
    static void amount(JsonGenerator json, String name, @Nullable BigDecimal amount) {
        if (amount != null) {
            json.writeStringProperty(name, Json.plain(amount));
        }
    }
}
