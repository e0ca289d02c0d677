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
class LoadDrillTest {

    private static final int WARMUP = 20;
    private static final int COUNT = 300;

    @Test
    void shouldMeasureAndAgreeWhenTheWorkerIsHonest() throws Exception {
        LoadResult result = drill(Mistake.NONE, plan(0, LoadPlan.Skew.UNIFORM));

        assertThat(result.agrees()).as(String.valueOf(result.findings())).isTrue();
        assertThat(result.accepted()).isEqualTo(COUNT);
        assertThat(result.ledgerRefunds()).isEqualTo(WARMUP + COUNT);
        assertThat(result.providerCalls()).isEqualTo(COUNT);
        assertThat(result.throughput()).isPositive();
        assertThat(result.p50()).isPositive().isLessThanOrEqualTo(result.p99());
        // The stand-in has no metrics, and the drill says that it does not know.
        assertThat(result.workerHeapUsed()).isNull();
    }

    @Test
    void shouldKeepToTheScheduleAndSpreadWithSkew() throws Exception {
        LoadResult result = drill(Mistake.NONE, plan(600, LoadPlan.Skew.ZIPF));

        assertThat(result.agrees()).as(String.valueOf(result.findings())).isTrue();
        assertThat(result.seconds()).isGreaterThanOrEqualTo(0.5);
        assertThat(result.throughput()).isLessThanOrEqualTo(605);
    }

    @Test
    void shouldFindWhatWasPaidTwice() throws Exception {
        assertThat(drill(Mistake.PAYS_TWICE, plan(0, LoadPlan.Skew.UNIFORM)).doubleRefunds())
                .isEqualTo(3);
    }

    @Test
    void shouldFindWhatWasNeverAnswered() throws Exception {
        LoadResult result = drill(Mistake.NEVER_ANSWERS, plan(0, LoadPlan.Skew.UNIFORM));

        assertThat(result.lost()).isEqualTo(3);
        assertThat(result.accepted()).isEqualTo(COUNT - 3);
    }

    @Test
    void shouldFindWhatNeverEnded() throws Exception {
        LoadResult result = drill(Mistake.NEVER_ENDS, plan(0, LoadPlan.Skew.UNIFORM));

        assertThat(result.lost()).isEqualTo(3);
        assertThat(result.accepted()).isEqualTo(COUNT);
    }

    @Test
    void shouldFindAWrongStatus() throws Exception {
        assertThat(drill(Mistake.SAYS_FAILED_BUT_PAID, plan(0, LoadPlan.Skew.UNIFORM))
                        .mismatches())
                .isEqualTo(3);
    }

    private static LoadPlan plan(int rate, LoadPlan.Skew skew) {
        return new LoadPlan(COUNT, rate, 50, skew, null, false, WARMUP, 1000, 1);
    }

    private static LoadResult drill(Mistake mistake, LoadPlan plan) throws Exception {
        StackAddress stack = TestBroker.address();
        try (JsonHttp http = new JsonHttp();
                FakeWorker worker = new FakeWorker(
                        stack.bootstrap(),
                        stack.worker(),
                        mistake,
                        request -> request == 50 || request == 51 || request == WARMUP + COUNT - 1)) {
            return new LoadDrill(http, stack, plan, (phase, ended, of) -> {}, Duration.ofSeconds(2)).run();
        }
    }
}
