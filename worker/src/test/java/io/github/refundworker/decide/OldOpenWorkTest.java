package io.github.refundworker.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.decide.DecideFixture.TakenOver;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A directory that lay unused for longer than the changelog keeps tombstones still has entries of open work of charges
 * that another instance closed. {@code OldStateTest} makes such a directory with a broker.
 */
class OldOpenWorkTest {
    private static final int MORE_THAN_ARE_DECIDED_AT_ONCE = 600;

    /** Entries that are due since long, of charges whose refunds are over. */
    private static Map<String, byte[]> outdated(DecideFixture decide, int count) {
        decide.requested("ch_closed", "r0", "0");
        byte[] entry = decide.openWorkOf("ch_closed");
        decide.completed(decide.settled());
        return IntStream.range(0, count)
                .mapToObj(i -> "ch_old_" + i)
                .collect(Collectors.toMap(Function.identity(), charge -> entry));
    }

    @Test
    void shouldNotKeepTimedWorkFromBeingDone() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            Map<String, byte[]> outdated = outdated(decide, MORE_THAN_ARE_DECIDED_AT_ONCE);
            decide.pass(Duration.ofMinutes(1));
            decide.requested("ch_1", "r1", "0");
            TakenOver other = decide.takenOver(outdated);
            decide.pass(Duration.ofHours(1));

            other.decideDue();
            other.decideDue();
            decide.pass(Duration.ofHours(1));
            other.decideDue();

            assertThat(other.commands()).extracting(Command::chargeId).containsExactly(new ChargeId("ch_1"));
            assertThat(other.openWork()).containsExactly("ch_1");
        }
    }

    @Test
    void shouldBeCorrectedBeforeItIsDue() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            Map<String, byte[]> outdated = outdated(decide, MORE_THAN_ARE_DECIDED_AT_ONCE);
            decide.requested("ch_1", "r1", "0");
            TakenOver other = decide.takenOver(outdated);
            assertThat(other.registry.get("refunds.pending").gauge().value())
                    .isEqualTo(MORE_THAN_ARE_DECIDED_AT_ONCE + 1);

            other.correctOpenWork();
            other.correctOpenWork();

            assertThat(other.openWork()).containsExactly("ch_1");
            assertThat(other.registry.get("refunds.pending").gauge().value()).isEqualTo(1);
            assertThat(other.commands()).isEmpty();
        }
    }

    @Test
    void shouldGetTheDueTimeThatItsChargeHasNow() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            byte[] first = decide.openWorkOf("ch_1");
            decide.settled();
            decide.pass(Duration.ofHours(1));
            byte[] second = decide.openWorkOf("ch_1");
            assertThat(second).isNotEqualTo(first);
            TakenOver other = decide.takenOver(Map.of("ch_1", first));

            other.decideDue();

            assertThat(other.commands()).isEmpty();
            assertThat(other.openWorkOf("ch_1")).isEqualTo(second);
        }
    }

    @Test
    void shouldBeReadFromTheStateOfItsChargeWhereItCannotBeRead() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            TakenOver other = decide.takenOver(Map.of("ch_1", new byte[] {99}, "ch_2", new byte[] {0}));

            other.correctOpenWork();

            assertThat(other.openWork()).containsExactly("ch_1");
            assertThat(other.openWorkOf("ch_1")).isEqualTo(decide.openWorkOf("ch_1"));
        }
    }
}
