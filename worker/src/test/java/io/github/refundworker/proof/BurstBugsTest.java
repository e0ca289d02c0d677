package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.execute.Bursts;
import io.github.refundworker.execute.PlantedInExecutor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes that only show when many charges share one account. */
class BurstBugsTest {
    @Test
    void shouldFindThatReadsAreExecutedHoweverLate() throws ClassNotFoundException {
        assertThat(Bursts.isAnswered()).isTrue();
        List<Replacement> planted = List.of(
                planted("CallPace", "limit", type("CallPace"), "within", "asManyAsThereAre"),
                planted("ExecutorCore", "addOverdue", Instant.class, "isBefore", "neverTooLate"),
                planted("DescribeProcedure", "next", Instant.class, "isAfter", "neverTooLate"));
        assertThat(Replacement.trying(planted, Bursts::isAnswered)).isFalse();
    }

    @Test
    void shouldFindThatTheCircuitCountsCallsAndNotCharges() throws ClassNotFoundException {
        assertThat(Bursts.isUndisturbed()).isTrue();
        List<Replacement> planted =
                List.of(planted("CallCircuit", "isNews", LinkedHashMap.class, "putLast", "everyFailureIsNews"));
        assertThat(Replacement.trying(planted, Bursts::isUndisturbed)).isFalse();
    }

    private static Replacement planted(String in, String method, Class<?> owner, String call, String instead)
            throws ClassNotFoundException {
        return new Replacement(type(in), method, owner, call, PlantedInExecutor.class, instead);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("io.github.refundworker.execute." + name);
    }
}
