package io.github.refundworker.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPacerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MIN = Duration.ofMillis(5);
    private static final Duration MAX = Duration.ofMillis(100);

    private long now = 1_000_000_000;
    private final CommitPacer pacer = new CommitPacer(() -> now, MIN, MAX);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void idle(Duration time) {
        pass(time);
        pacer.idled(time);
    }

    private void work(Duration time) {
        pass(time);
    }

    /**
     * Commits again and again as the pacer asks, at a load that keeps the thread busy.
     *
     * @param load share of the time between commits that the inputs take
     * @param commit how long each commit takes
     */
    private void live(double load, Duration commit, int commits) {
        for (int i = 0; i < commits; i++) {
            long pause = pacer.remaining().toNanos();
            Duration working = Duration.ofNanos(Math.min(pause, (long) (load * (pause + commit.toNanos()))));
            work(working);
            idle(Duration.ofNanos(pause).minus(working));
            pass(commit);
            pacer.committed();
        }
    }

    @Test
    void shouldCommitAtOnceAfterIdling() {
        assertThat(pacer.remaining().isPositive()).isFalse();
    }

    @Test
    void shouldCommitOftenWhileThereIsLittleToDo() {
        live(0.05, Duration.ofMillis(3), 50);

        assertThat(pacer.remaining()).isEqualTo(MIN);
    }

    @Test
    void shouldCommitSeldomWhileThereIsMoreToDoThanCanBeDone() {
        live(1, Duration.ofMillis(3), 50);

        assertThat(pacer.remaining()).isEqualTo(MAX);
    }

    @Test
    void shouldKeepSomeIdleTimeBetweenTheExtremes() {
        live(0.5, Duration.ofMillis(6), 200);

        // At 20 ms a commit of 6 ms leaves the thread busy for half and three tenths of the time.
        assertThat(pacer.remaining()).isBetween(Duration.ofMillis(9), Duration.ofMillis(22));
    }

    @Test
    void shouldCommitLessOftenWhenCommitsTakeLonger() {
        live(0.3, Duration.ofMillis(30), 200);

        assertThat(pacer.remaining()).isBetween(Duration.ofMillis(24), Duration.ofMillis(50));
    }

    @Test
    void shouldFollowTheLoadInBothDirections() {
        live(1, Duration.ofMillis(3), 50);
        live(0.05, Duration.ofMillis(3), 20);
        assertThat(pacer.remaining()).isEqualTo(MIN);

        live(1, Duration.ofMillis(3), 20);
        assertThat(pacer.remaining()).isEqualTo(MAX);
    }

    @Test
    void shouldNotTakeOneStallForTheUsualLoad() {
        live(0.05, Duration.ofMillis(3), 50);
        live(0.05, SECOND, 1);

        assertThat(pacer.remaining()).isLessThan(Duration.ofMillis(7));
    }

    @Test
    void shouldWakeABlockedThreadForTheNextCommitOnly() {
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(SECOND);

        pacer.setAlarm(Duration.ofMillis(10));
        pass(Duration.ofMillis(4));
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(Duration.ofMillis(6));
        pass(Duration.ofMillis(10));
        assertThat(pacer.blockAtMost(SECOND)).isZero();

        pacer.committed();
        assertThat(pacer.hasAlarm()).isFalse();
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void shouldForgetAnAlarmThatNobodyAnswered() {
        pacer.setAlarm(Duration.ofMillis(10));
        pass(SECOND);

        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(SECOND);
        assertThat(pacer.hasAlarm()).isFalse();
    }
}
