package io.github.refundworker.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPacerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private long now = 1_000_000_000;
    private final CommitPacer pacer = new CommitPacer(() -> now, 2, Duration.ofMillis(5), Duration.ofMillis(100));

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void commitTaking(Duration time) {
        long start = now;
        pass(time);
        pacer.committed(start);
    }

    @Test
    void shouldCommitAtOnceAfterIdling() {
        assertThat(pacer.remaining().isPositive()).isFalse();
    }

    @Test
    void shouldPauseForAMultipleOfWhatCommitsTake() {
        for (int i = 0; i < 50; i++) {
            commitTaking(Duration.ofMillis(20));
        }

        assertThat(pacer.remaining()).isBetween(Duration.ofMillis(39), Duration.ofMillis(40));
        pass(Duration.ofMillis(40));
        assertThat(pacer.remaining().isPositive()).isFalse();
    }

    @Test
    void shouldPauseAShortTimeAfterQuickCommits() {
        commitTaking(Duration.ofMillis(1));

        assertThat(pacer.remaining()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void shouldNotPauseLongerThanTheUpperBound() {
        for (int i = 0; i < 50; i++) {
            commitTaking(SECOND);
        }

        assertThat(pacer.remaining()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void shouldNotTakeOneStallForTheUsualDuration() {
        commitTaking(Duration.ofMillis(8));
        commitTaking(Duration.ofMillis(100));

        assertThat(pacer.remaining()).isLessThan(Duration.ofMillis(60));
    }

    @Test
    void shouldWakeABlockedThreadForTheNextCommitOnly() {
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(SECOND);

        pacer.setAlarm(Duration.ofMillis(10));
        pass(Duration.ofMillis(4));
        assertThat(pacer.blockAtMost(SECOND)).isEqualTo(Duration.ofMillis(6));
        pass(Duration.ofMillis(10));
        assertThat(pacer.blockAtMost(SECOND)).isZero();

        commitTaking(Duration.ofMillis(1));
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
