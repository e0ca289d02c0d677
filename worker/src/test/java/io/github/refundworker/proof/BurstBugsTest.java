package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.execute.Bursts;
import io.github.refundworker.execute.PlantedInExecutor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes that only show when many charges share one account. */
class BurstBugsTest {
    @Test
    void shouldFindThatReadsAreExecutedHoweverLate() {
        assertThat(Bursts.isAnswered()).isTrue();
        List<Replacement> planted = List.of(
                PlantedInExecutor.AS_MANY_AS_THERE_ARE,
                PlantedInExecutor.NEVER_OVERDUE,
                PlantedInExecutor.NEVER_TOO_LATE_TO_READ);
        assertThat(Replacement.trying(planted, Bursts::isAnswered)).isFalse();
    }

    @Test
    void shouldFindThatTheCircuitCountsCallsAndNotCharges() {
        assertThat(Bursts.isUndisturbed()).isTrue();
        List<Replacement> planted = List.of(PlantedInExecutor.EVERY_FAILURE_IS_NEWS);
        assertThat(Replacement.trying(planted, Bursts::isUndisturbed)).isFalse();
    }
}
