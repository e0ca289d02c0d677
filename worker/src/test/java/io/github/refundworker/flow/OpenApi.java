package io.github.refundworker.flow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.refundworker.contracts.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The API's own description, and whether what is served is as it says. */
final class OpenApi {
    private static final String RESOURCE = "http/refund-worker.openapi.yaml";
    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode document;

    OpenApi() {
        try (InputStream in = requireNonNull(Topics.class.getResourceAsStream(RESOURCE))) {
            document = JSON.valueToTree(new Yaml().load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as {@code GET /v1/refunds}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> operations.add(method.toUpperCase() + " " + path.getKey())));
        return operations;
    }

    /** The names of an operation's parameters in its query, sorted. */
    List<String> queryParameters(String path) {
        List<String> names = new ArrayList<>();
        for (JsonNode one : document.at("/paths").get(path).get("get").get("parameters")) {
            JsonNode parameter = resolved(one);
            if (parameter.get("in").asString().equals("query")) {
                names.add(parameter.get("name").asString());
            }
        }
        return names.stream().sorted().toList();
    }

    JsonNode schema(String name) {
        return document.at("/components/schemas").get(name);
    }

    /** A part, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    /** The response has a status, a type and a body that the operation has. */
    void verify(String method, String path, HttpResponse<String> response) {
        JsonNode operation = document.at("/paths").get(path).get(method);
        JsonNode described = operation.get("responses").get(Integer.toString(response.statusCode()));
        String what = method + " " + path + " " + response.statusCode() + " " + response.body();
        assertThat(described).as(what).isNotNull();
        JsonNode content = resolved(described).path("content");
        if (content.isMissingNode()) {
            assertThat(response.body()).as(what).isEmpty();
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        assertThat(content.propertyNames()).as(what).containsExactly(type);
        Map<String, String> headers = new java.util.HashMap<>();
        resolved(described)
                .path("headers")
                .propertyNames()
                .forEach(name ->
                        headers.put(name, response.headers().firstValue(name).orElse("")));
        assertThat(headers.values()).as(what).doesNotContain("");
        if (type.endsWith("json")) {
            ObjectNode root = JSON.createObjectNode();
            root.set("$defs", document.at("/components/schemas"));
            root.setAll((ObjectNode) content.get(type).get("schema"));
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(root.toString().replace("#/components/schemas/", "#/$defs/"));
            assertThat(schema.validate(JSON.readTree(response.body()))).as(what).isEmpty();
        }
    }
}
