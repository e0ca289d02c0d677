package io.github.refundworker.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.ops.cluster.Fault.Kind;
import io.github.refundworker.ops.process.Installation;
import java.util.List;
import java.util.stream.IntStream;
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
        assertThat(ClusterPlan.upgrade(1, 30, Installation.here(), true).inOrder().stream()
                        .flatMap(List::stream))
                .extracting(Act::fault)
                .containsExactly(Fault.ROLLING_UPGRADE, Fault.ROLLING_DOWNGRADE);
        assertThat(ClusterPlan.upgrade(1, 30, Installation.here(), false).inOrder().stream()
                        .flatMap(List::stream))
                .extracting(Act::fault)
                .containsExactly(Fault.ROLLING_UPGRADE);
    }

    @Test
    void shouldHitNothingTwiceAtTheSameTime() {
        List<List<Act>> rounds = NemesisPlan.together(3, 200, 6, Fault.together());

        assertThat(rounds.stream().flatMap(List::stream))
                .extracting(Act::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 200).boxed().toList());
        assertThat(rounds).allSatisfy(round -> {
            assertThat(round).hasSizeBetween(1, 6);
            for (Kind kind : List.of(Kind.BROKERS, Kind.TOPICS, Kind.PROVIDER, Kind.ALL_WORKERS)) {
                assertThat(round.stream().filter(act -> act.fault().kind() == kind))
                        .hasSizeLessThan(2);
            }
            List<Act> ofWorkers = round.stream()
                    .filter(act -> act.fault().kind() == Kind.WORKER)
                    .toList();
            assertThat(ofWorkers).extracting(Act::target).doesNotHaveDuplicates();
            if (round.stream().anyMatch(act -> act.fault().kind() == Kind.ALL_WORKERS)) {
                assertThat(ofWorkers).isEmpty();
            }
        });
        assertThat(rounds.stream().flatMap(List::stream).map(Act::fault).distinct())
                .containsExactlyInAnyOrderElementsOf(Fault.together());
        assertThat(rounds).isEqualTo(NemesisPlan.together(3, 200, 6, Fault.together()));
    }

    @Test
    void shouldRefuseWhatComesAloneAmongOthers() {
        assertThatThrownBy(() -> ClusterPlan.faults(4, 1, 30, List.of(Fault.ROLLING_RESTART), 2, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rolling-restart");
    }

    @Test
    void shouldKnowFaultsByTheirLabels() {
        assertThat(ALL).allSatisfy(fault -> assertThat(Fault.of(fault.label())).contains(fault));
        assertThat(Fault.of("earthquake")).isEmpty();
    }
}
