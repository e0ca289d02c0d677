package io.github.refundworker.decide.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
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

    private static CommitPacer.Alarm anAlarm() {
        return new CommitPacer.Alarm() {};
    }

    @Test
    void shouldWakeABlockedThreadForTheNextCommitOnly() {
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(SECOND);

        pacer.setAlarm(anAlarm(), Duration.ofMillis(10));
        pass(Duration.ofMillis(4));
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(Duration.ofMillis(6));
        pass(Duration.ofMillis(10));
        assertThat(pacer.blockAtMost(SECOND)).isZero();

        pacer.committed();
        assertThat(pacer.hasAlarm()).isFalse();
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void shouldBlockForTheLastPartOfAMillisecondInsteadOfPollingAgainAndAgain() {
        pacer.setAlarm(anAlarm(), Duration.ofMillis(10));
        pass(Duration.ofNanos(9_300_000));

        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void shouldForgetAnAlarmThatNobodyAnswered() {
        pacer.setAlarm(anAlarm(), Duration.ofMillis(10));
        pass(SECOND);

        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(SECOND);
        assertThat(pacer.hasAlarm()).isFalse();
    }

    @Test
    void shouldNotHoldAnAlarmAfterACommitThatCameFirst() {
        CommitPacer.Alarm overtaken = anAlarm();
        pacer.setAlarm(overtaken, Duration.ofMillis(6));
        pass(Duration.ofNanos(5_500_000));
        assertThat(pacer.holds(overtaken)).isTrue();

        pacer.committed();
        assertThat(pacer.holds(overtaken)).isFalse();

        CommitPacer.Alarm next = anAlarm();
        pacer.setAlarm(next, Duration.ofMillis(6));
        assertThat(pacer.holds(overtaken)).isFalse();
        assertThat(pacer.holds(next)).isTrue();
    }

    @Test
    void shouldPauseLongerWhereTheBrokerMakesTheNextTransactionWaitForTheMarkersOfTheLast() {
        // As by default: the markers take 9 ms, and the broker looks again after 20.
        int late = 0;
        for (int i = 0; i < 2_000; i++) {
            Duration pause = pacer.remaining();
            idle(pause);
            Duration flush = pause.toMillis() < 9 ? Duration.ofMillis(21) : Duration.ofMillis(2);
            late += i >= 1_000 && flush.toMillis() > 18 ? 1 : 0;
            pass(flush);
            pacer.flushed(flush);
            pacer.committed();
        }

        assertThat(pacer.pause()).isBetween(Duration.ofMillis(8), Duration.ofMillis(13));
        assertThat(late).isLessThan(40);
    }

    @Test
    void shouldNotPauseLongerThanTheBrokersRetryBecauseFlushesAreSlowForAnotherReason() {
        for (int i = 0; i < 200; i++) {
            idle(pacer.remaining());
            pass(Duration.ofMillis(40));
            pacer.flushed(Duration.ofMillis(40));
            pacer.committed();
        }

        assertThat(pacer.pause()).isLessThanOrEqualTo(Duration.ofMillis(25));
    }

    @Test
    void shouldNotPauseLongerOnAMachineWhereOneFlushInTenIsSlow() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            idle(pacer.remaining());
            Duration flush = Duration.ofMillis(random.nextInt(10) == 0 ? 30 : 2);
            pass(flush);
            pacer.flushed(flush);
            pacer.committed();
        }

        assertThat(pacer.pause()).isLessThan(Duration.ofMillis(8));
    }

    @Test
    void shouldReturnToTheShortestPauseWhenFlushesAreFastAgain() {
        for (int i = 0; i < 10; i++) {
            idle(pacer.remaining());
            pacer.flushed(Duration.ofMillis(21));
            pacer.committed();
        }
        for (int i = 0; i < 500; i++) {
            idle(pacer.remaining());
            pacer.flushed(Duration.ofMillis(2));
            pacer.committed();
        }

        assertThat(pacer.pause()).isEqualTo(MIN);
    }
}
