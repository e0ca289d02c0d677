package io.github.refundworker.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.ops.testing.FakeWorker;
import io.github.refundworker.ops.testing.FakeWorker.Mistake;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.class)
class LatencyDrillTest {

    /** The worker that answers at once has no inputs and no commands, so there is one hop. */
    @Test
    void shouldMeasureFromTheRequestToTheFinalStatus() throws Exception {
        StackAddress stack = TestBroker.address();
        LatencyResult result;
        try (JsonHttp http = new JsonHttp();
                FakeWorker worker = new FakeWorker(stack.bootstrap(), stack.worker(), Mistake.NONE, request -> true)) {
            LatencyPlan plan = new LatencyPlan(50, 100, 20, Duration.ofSeconds(30));
            result = new LatencyDrill(http, stack, plan, (phase, ended, of) -> {}).run();
        }

        assertThat(result.isComplete()).isTrue();
        assertThat(result.whole().count()).isEqualTo(50);
        assertThat(result.hops()).containsExactly(new LatencyResult.Hop("request → status", result.whole()));
        assertThat(result.stalls()).isEmpty();
    }
}
