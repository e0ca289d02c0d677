package io.github.refundworker.ops.deadletter.letter;

import io.github.refundworker.ops.client.JsonHttp;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a dead letter's value says of itself, as far as it can be read: it is a request as upstream wrote it, an input as
 * intake made it, or anything.
 *
 * @param source where the request of an input first stood
 */
public record Contents(
        @Nullable String requestId,
        @Nullable String chargeId,
        @Nullable Origin source) {

    private static final Contents NONE = new Contents(null, null, null);

    /** No request and no input is larger. */
    private static final int LIMIT = 1024 * 1024;

    /** Never throws, whatever the bytes are. */
    public static Contents of(byte @Nullable [] value) {
        JsonNode json = parse(value);
        if (json == null) {
            return NONE;
        }
        JsonNode request = json.has("request") ? json.path("request") : json.path("invalid");
        return request.isObject()
                ? new Contents(text(request, "requestId"), text(request, "chargeId"), source(json.path("source")))
                : new Contents(text(json, "requestId"), text(json, "chargeId"), null);
    }

    /** The JSON object that the bytes are, if they are one. */
    static @Nullable JsonNode parse(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value.length > LIMIT) {
            return null;
        }
        try {
            JsonNode json = JsonHttp.MAPPER.readTree(value);
            return json.isObject() ? json : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isString() ? value.asString() : null;
    }

    private static @Nullable Origin source(JsonNode source) {
        String topic = text(source, "topic");
        return topic == null
                        || !source.path("partition").isInt()
                        || !source.path("offset").isIntegralNumber()
                ? null
                : new Origin(
                        topic,
                        source.path("partition").asInt(),
                        source.path("offset").asLong(),
                        null);
    }
}
