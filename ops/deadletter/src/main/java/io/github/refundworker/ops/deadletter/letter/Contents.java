package io.github.refundworker.ops.deadletter.letter;

import io.github.refundworker.ops.client.JsonHttp;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The content of a dead letter's value, as far as it is readable: a request as upstream wrote it, an input as intake
 * wrote it, or anything else.
 *
 * @param amount that is asked for; absent if all that is left is
 * @param source where the request of an input first stood
 */
public record Contents(
        @Nullable String requestId,
        @Nullable String chargeId,
        @Nullable String amount,
        @Nullable String currency,
        @Nullable Origin source) {

    private static final Contents NONE = new Contents(null, null, null, null, null);

    /** No request and no input is larger. */
    private static final int LIMIT = 1024 * 1024;

    /** Parses the value. Never throws. */
    public static Contents of(byte @Nullable [] value) {
        JsonNode json = parse(value);
        if (json == null) {
            return NONE;
        }
        JsonNode request = json.has("request") ? json.path("request") : json.path("invalid");
        return request.isObject() ? of(request, source(json.path("source"))) : of(json, null);
    }

    private static Contents of(JsonNode request, @Nullable Origin source) {
        return new Contents(
                text(request, "requestId"),
                text(request, "chargeId"),
                text(request, "amount"),
                text(request, "currencyCode"),
                source);
    }

    /** The value as a JSON object. Absent if it is none. */
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
