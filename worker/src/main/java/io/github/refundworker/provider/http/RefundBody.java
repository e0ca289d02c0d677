package io.github.refundworker.provider.http;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Texts;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of {@code POST /refunds}. A provider refuses a key that comes with another body. So the bytes of a body
 * version never change; another form is another version.
 */
final class RefundBody {
    private static final JsonFactory JSON = new JsonFactory();

    private RefundBody() {}

    static byte[] of(Command.Settle command) {
        if (command.bodyVersion() != Command.Settle.BODY_VERSION) {
            throw new IllegalArgumentException("no body of version " + command.bodyVersion() + " is known here");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        Texts texts = command.texts();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("reference", command.refundId().toString());
            json.writeStringProperty("chargeId", command.chargeId().value());
            json.writeStringProperty("amount", command.amount().amount().toPlainString());
            json.writeStringProperty("currencyCode", command.amount().currency().value());
            writeIfPresent(json, "reason", texts.reason());
            writeIfPresent(json, "note", texts.note());
            if (texts.extendedFields() != null) {
                json.writeName("extendedFields");
                json.writeRawValue(texts.extendedFields());
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeIfPresent(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
