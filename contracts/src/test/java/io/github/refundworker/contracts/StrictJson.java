package io.github.refundworker.contracts;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads as strictly as the request limits demand. */
final class StrictJson {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(RequestLimits.NESTING)
                            .maxStringLength(RequestLimits.STRING_CHARACTERS)
                            .maxNameLength(RequestLimits.STRING_CHARACTERS)
                            .maxNumberLength(RequestLimits.NUMBER_CHARACTERS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** @throws JacksonException for anything that is not JSON within the limits */
    static JsonNode parse(byte[] json) {
        JsonNode node = MAPPER.readTree(json);
        if (node.isMissingNode()) {
            throw new UnreadableException();
        }
        return node;
    }

    /** Nothing but blanks, which Jackson calls a missing node. */
    private static final class UnreadableException extends JacksonException {
        private UnreadableException() {
            super("empty");
        }
    }
}
