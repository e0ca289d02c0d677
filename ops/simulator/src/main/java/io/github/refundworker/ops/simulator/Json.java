package io.github.refundworker.ops.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The JSON mapper. Absent properties stand for null. A number instead of a string is refused, because money is a
 * string.
 */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private Json() {}

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Reads a client's message. An unknown property is ignored, as the contract requires of every provider. */
    static <T> T read(String json, Class<T> type) {
        try {
            return requirePresent(MAPPER.readValue(json, type));
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    /** Reads a configuration. An unknown property is refused, because a misspelt one would silently inject nothing. */
    static <T> T readStrictly(String json, Class<T> type) {
        try {
            return requirePresent(MAPPER.readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .<T>readValue(json));
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    /** The message of a constructor's exception, without Jackson's wrapper. */
    private static Problem unreadable(JacksonException e) {
        return switch (e.getCause()) {
            case Problem problem -> problem;
            case IllegalArgumentException rule -> Problem.invalidRequest(String.valueOf(rule.getMessage()));
            case null, default -> Problem.invalidRequest(e.getOriginalMessage());
        };
    }

    @SuppressWarnings("NullAway") // The literal null reads as null, whatever the signature says.
    private static <T> T requirePresent(T value) {
        if (value == null) {
            throw Problem.invalidRequest("null is not a value here");
        }
        return value;
    }
}
