package io.github.refundworker.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.ops.testing.FakeWorker;
import io.github.refundworker.ops.testing.FakeWorker.Mistake;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.class)
class QueryDrillTest {

    @Test
    void shouldMeasureWhileRefundsFlow() throws Exception {
        QueryResult result = drill(Mistake.NONE);

        assertThat(result.isRight()).isTrue();
        assertThat(result.asked()).isEqualTo(200);
        assertThat(result.statuses()).isEqualTo(Map.of(200, 200L));
        assertThat(result.followed()).isBetween(1L, 100L);
        assertThat(result.refunds()).isEqualTo(50);
        assertThat(result.p50()).isPositive().isLessThanOrEqualTo(result.p99());
    }

    @Test
    void shouldFindAnswersThatAreBehindTheirEvents() throws Exception {
        QueryResult result = drill(Mistake.ANSWERS_WHAT_WAS);

        assertThat(result.behind()).isPositive();
        assertThat(result.isRight()).isFalse();
    }

    private static QueryResult drill(Mistake mistake) throws Exception {
        StackAddress stack = TestBroker.address();
        try (JsonHttp http = new JsonHttp();
                FakeWorker worker = new FakeWorker(stack.bootstrap(), stack.worker(), mistake, request -> true)) {
            return new QueryDrill(http, stack, new QueryPlan(100, 200, 1, 0, 50), (phase, ended, of) -> {}).run();
        }
    }
}
