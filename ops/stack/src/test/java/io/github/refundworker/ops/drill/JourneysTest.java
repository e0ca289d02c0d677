package io.github.refundworker.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.drill.Journeys.Stop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JourneysTest {
    private static final Duration STALL = Duration.ofMillis(85);

    private final Journeys journeys = new Journeys(3);

    /** @param hops how long each hop took */
    private void travelled(int refund, long start, long... hops) {
        long at = start;
        journeys.saw(refund, Stop.REQUEST, at);
        journeys.sawInput(refund, at += hops[0]);
        journeys.saw(refund, Stop.COMMAND, at += hops[1]);
        journeys.sawInput(refund, at += hops[2]);
        journeys.saw(refund, Stop.STATUS, at + hops[3]);
    }

    @Test
    void shouldTellEachHopInTheOrderOfTheWay() {
        travelled(0, 1_000, 1, 6, 2, 7);
        travelled(1, 1_003, 1, 8, 2, 9);

        assertThat(journeys.ended()).isEqualTo(2);
        assertThat(journeys.whole()).isEqualTo(new LatencyResult.Times(2, 16, 20, 20, 20));
        assertThat(journeys.hops())
                .extracting(LatencyResult.Hop::hop)
                .containsExactly("request → input", "input → command", "command → answer", "answer → status");
        assertThat(journeys.hops().get(1).times()).isEqualTo(new LatencyResult.Times(2, 6, 8, 8, 8));
    }

    @Test
    void shouldTakeTopicsInAnyOrderAndAChargeThatHadToBeDescribed() {
        journeys.saw(0, Stop.STATUS, 1_030);
        journeys.sawInput(0, 1_001);
        journeys.sawInput(0, 1_012);
        journeys.sawInput(0, 1_025);
        journeys.saw(0, Stop.COMMAND, 1_007);
        journeys.saw(0, Stop.COMMAND, 1_019);
        journeys.saw(0, Stop.REQUEST, 1_000);

        assertThat(journeys.hops())
                .extracting(hop -> hop.hop() + " " + hop.times().count() + "x "
                        + hop.times().max())
                .containsExactly(
                        "request → input 1x 1",
                        "input → command 1x 6",
                        "command → answer 2x 6",
                        "answer → command 1x 7",
                        "answer → status 1x 5");
    }

    @Test
    void shouldLeaveOutWhatDidNotEnd() {
        journeys.saw(0, Stop.REQUEST, 1_000);
        journeys.sawInput(0, 1_001);
        travelled(1, 1_000, 1, 1, 1, 1);

        assertThat(journeys.ended()).isEqualTo(1);
        assertThat(journeys.whole().count()).isEqualTo(1);
    }

    @Test
    void shouldTakeWaitsOfOneHopThatEndTogetherForOneStall() {
        travelled(0, 1_000, 1, 120, 2, 7);
        travelled(1, 1_020, 1, 101, 2, 7);
        travelled(2, 3_000, 1, 6, 2, 90);

        assertThat(journeys.stalls(STALL))
                .isEqualTo(List.of(
                        new LatencyResult.Stall(1, "input → command", 120, 2),
                        new LatencyResult.Stall(2_009, "answer → status", 90, 1)));
    }
}
