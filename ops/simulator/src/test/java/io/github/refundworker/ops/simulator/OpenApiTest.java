package io.github.refundworker.ops.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the simulator answers is what the contract describes. */
class OpenApiTest extends SimulatorTest {
    private static final String DOCUMENT = "/io/github/refundworker/contracts/provider/http-provider.openapi.yaml";

    @Test
    void shouldAnswerAsTheContractSays() throws Exception {
        client.charge("c1", "{\"pending\":{\"times\":1}}");
        assertThat(violations("ProviderRefund", client.refund("r1", "c1", "1.5").json()))
                .isEmpty();
        assertThat(violations("ProviderRefund", client.refund("r2", "c1", "1").json()))
                .isEmpty();
        client.post("/refunds/r1/fail", "");
        client.post("/dashboard/refunds", "{\"chargeId\":\"c1\",\"amount\":\"2\"}");
        assertThat(violations("ProviderRefund", client.get("/refunds/r1").json()))
                .isEmpty();
        client.faults("{\"capabilities\":{\"pageSize\":2}}");
        assertThat(violations("Charge", client.get("/charges/c1").json())).isEmpty();
        assertThat(violations("Problem", client.refund("r3", "c1", "1000").json()))
                .isEmpty();
        assertThat(violations("Problem", client.refund("r4", "none", "1").json()))
                .isEmpty();
    }

    @Test
    void shouldTellAViolation() throws Exception {
        ObjectNode refund = Json.MAPPER.createObjectNode().put("id", "x").put("amount", 1.5);
        assertThat(violations("ProviderRefund", refund)).isNotEmpty();
    }

    static List<Error> violations(String type, JsonNode json) throws Exception {
        try (InputStream in = OpenApiTest.class.getResourceAsStream(DOCUMENT)) {
            ObjectNode document = Json.MAPPER.valueToTree(new Yaml().load(in));
            document.put("$ref", "#/components/schemas/" + type);
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(document);
            return schema.validate(json);
        }
    }
}
