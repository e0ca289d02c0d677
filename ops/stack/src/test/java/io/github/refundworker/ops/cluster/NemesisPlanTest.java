package io.github.refundworker.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.process.Installation;
import java.util.List;
import org.junit.jupiter.api.Test;

class NemesisPlanTest {

    private static final List<Fault> ALL = Fault.all();

    @Test
    void shouldBeTheSameForTheSameSeed() {
        assertThat(NemesisPlan.of(42, 100, ALL)).isEqualTo(NemesisPlan.of(42, 100, ALL));
        assertThat(NemesisPlan.of(42, 100, ALL)).isNotEqualTo(NemesisPlan.of(43, 100, ALL));
    }

    @Test
    void shouldDoEachFaultOnceBeforeAnyAgain() {
        List<Act> plan = NemesisPlan.of(5, 2 * ALL.size(), ALL);

        assertThat(plan.subList(0, ALL.size())).extracting(Act::fault).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(plan.subList(ALL.size(), plan.size()))
                .extracting(Act::fault)
                .containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void shouldHitEveryWorkerAndBrokerInTime() {
        assertThat(NemesisPlan.of(1, 40, ALL)).extracting(Act::target).containsOnly(0, 1, 2);
    }

    @Test
    void shouldBeginWithTheSameActsHoweverLongItIs() {
        assertThat(NemesisPlan.of(9, 50, ALL))
                .startsWith(NemesisPlan.of(9, 10, ALL).toArray(Act[]::new));
    }

    @Test
    void shouldUpgradeBeforeItGoesBack() {
        assertThat(ClusterPlan.upgrade(1, 30, Installation.here(), true).inOrder())
                .extracting(Act::fault)
                .containsExactly(Fault.ROLLING_UPGRADE, Fault.ROLLING_DOWNGRADE);
        assertThat(ClusterPlan.upgrade(1, 30, Installation.here(), false).inOrder())
                .extracting(Act::fault)
                .containsExactly(Fault.ROLLING_UPGRADE);
    }

    @Test
    void shouldKnowFaultsByTheirLabels() {
        assertThat(ALL).allSatisfy(fault -> assertThat(Fault.of(fault.label())).contains(fault));
        assertThat(Fault.of("earthquake")).isEmpty();
    }
}
