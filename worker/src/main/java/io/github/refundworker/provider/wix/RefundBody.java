package io.github.refundworker.provider.wix;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.provider.wix.ReferencePlace.Field;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of {@code POST …/refunds}. Wix compares a sum that the request states. Every attempt states the sum at
 * acceptance. With the current sum, a repeated attempt would match again and pay again.
 */
final class RefundBody {
    private static final String NAMESPACES = "namespaces";

    /** Numbers in extended fields belong to the caller and stay as written. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private RefundBody() {}

    static byte[] of(Command.Settle command, ReferencePlace place) {
        if (command.bodyVersion() != Command.Settle.BODY_VERSION) {
            throw new IllegalArgumentException("no body of version " + command.bodyVersion() + " is known here");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        Texts texts = command.texts();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("refund");
            json.writeStringProperty("chargeId", command.chargeId().value());
            json.writeStringProperty("amount", command.amount().amount().toPlainString());
            json.writeStringProperty("currencyCode", command.amount().currency().value());
            writeIfPresent(json, "reason", texts.reason());
            writeIfPresent(json, "note", place.note(command.refundId(), texts.note()));
            JsonNode fields = extendedFields(command, place.field());
            if (fields != null) {
                json.writePOJOProperty("extendedFields", fields);
            }
            json.writeEndObject();
            json.writeStringProperty(
                    "previouslyRefundedAmount", command.succeededBefore().toPlainString());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** The caller's extended fields, if they have Wix's form (by namespace). */
    private static @Nullable JsonNode extendedFields(Command.Settle command, @Nullable Field reference) {
        String text = command.texts().extendedFields();
        ObjectNode fields = JSON.createObjectNode();
        if (text != null && JSON.readTree(text).get(NAMESPACES) instanceof ObjectNode namespaces) {
            fields.set(NAMESPACES, namespaces);
        }
        if (reference != null) {
            fields.withObjectProperty(NAMESPACES)
                    .withObjectProperty(reference.namespace())
                    .put(reference.key(), command.refundId().toString());
        }
        return fields.isEmpty() ? null : fields;
    }

    private static void writeIfPresent(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
