package io.github.refundworker.ops.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.stack.Chaos;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChaosTest {
    private final JsonNode faults = JsonHttp.MAPPER.valueToTree(Chaos.faults());

    /** The simulator reads faults strictly: a misspelt one would be refused, and the drill with it. */
    @Test
    void shouldMisbehaveAsTheSimulatorUnderstandsIt() {
        Faults understood = new Faults(Json.readStrictly(faults.toString(), FaultPlan.class));

        assertThat(requireNonNull(understood.errorDuring()).kind()).isEqualTo(Chaos.STORED_ERROR);
        for (Endpoint endpoint : Endpoint.values()) {
            assertThat(faults.at("/responseLost/endpoints").valueStream().map(JsonNode::asString))
                    .contains(endpoint.label());
        }
    }

    @Test
    void shouldMisbehaveAsOftenAsItSays() {
        assertThat(chance("/responseLost/probability")).isEqualTo(0.2);
        assertThat(chance("/resetBefore/probability") + chance("/resetAfter/probability"))
                .isCloseTo(0.1, within(1e-9));
        assertThat(chance("/http5xx/beforeExecution")
                        + chance("/http5xx/duringExecution")
                        + chance("/http5xx/afterExecution"))
                .isCloseTo(0.05, within(1e-9));
    }

    private double chance(String path) {
        return faults.at(path).asDouble();
    }
}
