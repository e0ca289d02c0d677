package io.github.refundworker.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPacerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private long now = 1_000_000_000;
    private final CommitPacer pacer = new CommitPacer(() -> now, 100, Duration.ofMillis(5), Duration.ofMillis(100));

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void commitOf(int records, Duration taking) {
        for (int i = 0; i < records; i++) {
            pacer.processed();
        }
        long start = now;
        pass(taking);
        pacer.committed(start);
    }

    private void commitsOf(int records, Duration taking) {
        for (int i = 0; i < 50; i++) {
            commitOf(records, taking);
        }
    }

    @Test
    void shouldCommitAtOnceAfterIdling() {
        assertThat(pacer.remaining().isPositive()).isFalse();
    }

    @Test
    void shouldPauseForWhatABatchsCommitTakes() {
        commitsOf(100, Duration.ofMillis(20));

        assertThat(pacer.remaining()).isBetween(Duration.ofMillis(19), Duration.ofMillis(20));
        pass(Duration.ofMillis(20));
        assertThat(pacer.remaining().isPositive()).isFalse();
    }

    @Test
    void shouldPauseLongerTheMoreACommitHeld() {
        commitsOf(300, Duration.ofMillis(20));

        assertThat(pacer.remaining()).isBetween(Duration.ofMillis(59), Duration.ofMillis(60));
    }

    @Test
    void shouldHardlyPauseAtLowLoad() {
        commitsOf(6, Duration.ofMillis(20));

        assertThat(pacer.remaining()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void shouldNotPauseLongerThanTheUpperBound() {
        commitsOf(100, SECOND);

        assertThat(pacer.remaining()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void shouldNotTakeOneStallForTheUsualDuration() {
        commitsOf(100, Duration.ofMillis(8));
        commitOf(100, Duration.ofMillis(100));

        assertThat(pacer.remaining()).isLessThan(Duration.ofMillis(40));
    }

    @Test
    void shouldWakeABlockedThreadForTheNextCommitOnly() {
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(SECOND);

        pacer.setAlarm(Duration.ofMillis(10));
        pass(Duration.ofMillis(4));
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(Duration.ofMillis(6));
        pass(Duration.ofMillis(10));
        assertThat(pacer.blockAtMost(SECOND)).isZero();

        commitOf(1, Duration.ofMillis(1));
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
