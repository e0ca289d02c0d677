package io.github.refundworker.wire;

import io.github.refundworker.contracts.RequestLimits;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamConstraintsException;

/** The fields of a request as in its JSON, before any rule is applied. */
final class RawRequest {
    /** What stands in a field. Null is a value of the wrong type, and not the same as an absent field. */
    sealed interface Field {
        record Text(String value) implements Field {}

        enum Other implements Field {
            ABSENT,
            OBJECT,
            OF_WRONG_TYPE
        }
    }

    Field requestId = Field.Other.ABSENT;
    Field chargeId = Field.Other.ABSENT;
    Field amount = Field.Other.ABSENT;
    Field currencyCode = Field.Other.ABSENT;
    Field previouslyRefundedAmount = Field.Other.ABSENT;
    Field reason = Field.Other.ABSENT;
    Field note = Field.Other.ABSENT;
    /** An object as compact JSON. */
    Field extendedFields = Field.Other.ABSENT;

    Field provider = Field.Other.ABSENT;
    Field charge = Field.Other.ABSENT;
    Field chargeAmount = Field.Other.ABSENT;
    Field chargeCurrencyCode = Field.Other.ABSENT;

    private RawRequest() {}

    /** Reads from the opening brace to the closing one. */
    static RawRequest read(JsonParser json) {
        RawRequest raw = new RawRequest();
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case "requestId" -> raw.requestId = text(json);
                case "chargeId" -> raw.chargeId = text(json);
                case "amount" -> raw.amount = text(json);
                case "currencyCode" -> raw.currencyCode = text(json);
                case "previouslyRefundedAmount" -> raw.previouslyRefundedAmount = text(json);
                case "reason" -> raw.reason = text(json);
                case "note" -> raw.note = text(json);
                case "extendedFields" -> raw.extendedFields = extendedFields(json);
                case "provider" -> raw.provider = text(json);
                case "charge" -> raw.readCharge(json);
                default -> skip(json);
            }
        }
        return raw;
    }

    private void readCharge(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            charge = wrong(json);
            return;
        }
        charge = Field.Other.OBJECT;
        for (String name = Json.nextProperty(json); name != null; name = Json.nextProperty(json)) {
            switch (name) {
                case "amount" -> chargeAmount = text(json);
                case "currencyCode" -> chargeCurrencyCode = text(json);
                default -> skip(json);
            }
        }
    }

    private static Field text(JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_STRING ? new Field.Text(string(json)) : wrong(json);
    }

    private static Field extendedFields(JsonParser json) {
        return json.currentToken() == JsonToken.START_OBJECT ? new Field.Text(compact(json)) : wrong(json);
    }

    /** A value of the wrong type. This includes null: read as absent, a null amount would ask for the whole charge. */
    private static Field wrong(JsonParser json) {
        skip(json);
        return Field.Other.OF_WRONG_TYPE;
    }

    /** The object without blanks and needless escapes. Numbers stay as written, because 1.0 must not become 1. */
    private static String compact(JsonParser json) {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = Json.UNTRUSTED.createGenerator(ObjectWriteContext.empty(), text)) {
            int depth = 0;
            do {
                switch (json.currentToken()) {
                    case START_OBJECT -> copy.writeStartObject();
                    case END_OBJECT -> copy.writeEndObject();
                    case START_ARRAY -> copy.writeStartArray();
                    case END_ARRAY -> copy.writeEndArray();
                    case PROPERTY_NAME -> copy.writeName(json.currentName());
                    case VALUE_STRING -> copy.writeString(string(json));
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copy.writeNumber(json.getString());
                    case VALUE_TRUE -> copy.writeBoolean(true);
                    case VALUE_FALSE -> copy.writeBoolean(false);
                    case VALUE_NULL -> copy.writeNull();
                    case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                        throw new IllegalStateException("text has no such token: " + json.currentToken());
                }
                depth += change(json.currentToken());
            } while (depth > 0 && json.nextToken() != null);
        }
        return text.toString();
    }

    /** Skips a value, within the same limits as values that are read. */
    private static void skip(JsonParser json) {
        int depth = 0;
        do {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                checkLength(json);
            }
            depth += change(json.currentToken());
        } while (depth > 0 && json.nextToken() != null);
    }

    private static String string(JsonParser json) {
        checkLength(json);
        return json.getString();
    }

    /**
     * Checks the length of a text, because the parser checks only texts that are longer than its buffer and texts
     * that are read.
     */
    private static void checkLength(JsonParser json) {
        if (json.getStringLength() > RequestLimits.STRING_CHARACTERS) {
            throw new StreamConstraintsException("a text is too long", json.currentTokenLocation());
        }
    }

    private static int change(JsonToken token) {
        if (token.isStructStart()) {
            return 1;
        }
        return token.isStructEnd() ? -1 : 0;
    }
}
