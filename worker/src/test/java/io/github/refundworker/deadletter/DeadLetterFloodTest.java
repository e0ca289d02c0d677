package io.github.refundworker.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.deadletter.DeadLetterFlood.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DeadLetterFloodTest {
    private final TestClock clock = new TestClock();
    private final DeadLetterFlood flood =
            new DeadLetterFlood("intake", new Settings(0.5, 20, Duration.ofMinutes(5)), clock);

    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-11-01T12:00:00Z");

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void record(int count, boolean died) {
        for (int i = 0; i < count; i++) {
            flood.record(died);
        }
    }

    @Test
    void shouldNotStopBeforeItSawAWholeWindow() {
        record(19, true);

        assertThat(flood.isStopped()).isFalse();
        assertThat(flood.refusal()).isNull();
    }

    @Test
    void shouldStopWhenAsManyOfTheLatestDiedAsTheRatioSays() {
        record(1_000, false);
        record(9, true);
        assertThat(flood.isStopped()).isFalse();

        record(1, true);

        assertThat(flood.isStopped()).isTrue();
        assertThat(flood.refusal()).contains("intake", "50 %", "PT5M");
    }

    @Test
    void shouldTrySomeAfterThePauseAndGoOnIfTheyPass() {
        record(20, true);
        clock.pass(Duration.ofMinutes(6));

        assertThat(flood.isStopped()).isFalse();
        record(2, false);
        record(15, true);

        assertThat(flood.isStopped()).as("a new window has begun").isFalse();
    }

    @Test
    void shouldPauseAgainIfThoseDieToo() {
        record(20, true);
        clock.pass(Duration.ofMinutes(6));

        assertThat(flood.isStopped()).isFalse();
        record(2, true);

        assertThat(flood.isStopped()).isTrue();
    }

    @Test
    void shouldBeOverByItselfWhenNothingArrives() {
        record(20, true);
        clock.pass(Duration.ofMinutes(6));

        assertThat(flood.refusal()).isNull();
    }

    @Test
    void shouldNeverStopAtARatioOfZero() {
        DeadLetterFlood off = new DeadLetterFlood("intake", new Settings(0, 20, Duration.ofMinutes(5)), clock);
        for (int i = 0; i < 1_000; i++) {
            off.record(true);
        }

        assertThat(off.isStopped()).isFalse();
    }
}
