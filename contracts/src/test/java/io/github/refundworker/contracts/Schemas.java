package io.github.refundworker.contracts;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The published schemas, with formats asserted. */
final class Schemas {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private Schemas() {}

    static JsonNode source(String type) {
        return schema(type).getSchemaNode();
    }

    static List<String> errors(String type, JsonNode message) {
        return schema(type).validate(message).stream().map(Error::toString).toList();
    }

    private static Schema schema(String type) {
        return REGISTRY.getSchema(
                SchemaLocation.of("classpath:io/github/refundworker/contracts/schemas/v1/" + type + ".schema.json"));
    }
}
