package io.github.refundworker.flow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.contracts.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects that can be asked for are those of the events: the two descriptions of them say the same. */
class OpenApiSchemasTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> FOR_PEOPLE = Set.of("description", "title", "examples", "$schema");

    private final OpenApi openApi = new OpenApi();

    @ParameterizedTest
    @CsvSource({"Refund, refund.schema.json", "ChargeBalance, charge-balance.schema.json"})
    void shouldDescribeAnObjectAsItsEventsDo(String name, String file) {
        assertThat(plain(openApi.schema(name))).isEqualTo(plain(schema(file)));
    }

    private static JsonNode schema(String file) {
        try (InputStream in = requireNonNull(Topics.class.getResourceAsStream("schemas/v1/" + file))) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With everything that it refers to, and without what is for people. */
    private JsonNode plain(JsonNode node) {
        if (node instanceof ArrayNode array) {
            List<JsonNode> parts = array.valueStream().map(this::plain).toList();
            return JSON.createArrayNode().addAll(parts);
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.has("$ref")) {
            String ref = object.get("$ref").asString();
            int pointer = ref.indexOf('#');
            return plain(
                    pointer == 0
                            ? openApi.resolved(object)
                            : schema(ref.substring(0, pointer)).at(ref.substring(pointer + 1)));
        }
        ObjectNode plain = JSON.createObjectNode();
        object.properties().forEach(property -> {
            boolean isName = property.getValue().isObject();
            if (isName || !FOR_PEOPLE.contains(property.getKey())) {
                plain.set(property.getKey(), plain(property.getValue()));
            }
        });
        return plain;
    }
}
