package io.github.refundworker.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockOffsetTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);

    /** Close to where it overflows, as it may be. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private final ClockOffset offset = new ClockOffset(ClockOffset.LIMIT, wall::get, nanos::get);

    private void passes(Duration time) {
        wall.updateAndGet(now -> now.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    private void brokersSay(Instant time) {
        assertThat(offset.measured(time, nanos.get(), nanos.get())).isTrue();
    }

    @Test
    void shouldTrustNoClockThatWasNotCompared() {
        assertThat(offset.isTrusted()).isFalse();
        assertThat(offset.ahead()).isNull();
        assertThat(offset.trouble()).contains("not compared").contains("nothing is sent");
    }

    @Test
    void shouldTrustAClockWithinAMinuteOfTheBrokers() {
        brokersSay(NOON.plusSeconds(60));
        assertThat(offset.isTrusted()).isTrue();
        assertThat(offset.trouble()).isNull();
        brokersSay(NOON.minusSeconds(60));
        assertThat(offset.isTrusted()).isTrue();
        brokersSay(NOON.plusMillis(60_001));
        assertThat(offset.isTrusted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, -5})
    void shouldSayHowFarAClockIsOff(long days) {
        brokersSay(NOON.minus(Duration.ofDays(days)));
        assertThat(offset.isTrusted()).isFalse();
        assertThat(offset.ahead()).isEqualTo(Duration.ofDays(days));
        assertThat(offset.trouble()).contains("432000 s " + (days > 0 ? "ahead of" : "behind") + " the brokers'");
    }

    @ParameterizedTest
    @ValueSource(longs = {5, -5})
    void shouldNoticeAJumpBeforeTheNextMeasurement(long days) {
        brokersSay(NOON);
        passes(Duration.ofSeconds(3));
        wall.updateAndGet(now -> now.plus(Duration.ofDays(days)));
        assertThat(offset.isTrusted()).isFalse();
        wall.updateAndGet(now -> now.minus(Duration.ofDays(days)));
        assertThat(offset.isTrusted()).isTrue();
    }

    @Test
    void shouldTellTheBrokersTime() {
        assertThat(offset.brokersTime()).isNull();
        brokersSay(NOON.minusSeconds(20));
        passes(Duration.ofSeconds(3));
        assertThat(offset.brokersTime()).isEqualTo(NOON.minusSeconds(17));
        wall.updateAndGet(now -> now.plus(Duration.ofDays(5)));
        assertThat(offset.brokersTime()).isNull();
    }

    @Test
    void shouldTakeTheMiddleOfARoundTrip() {
        long sent = nanos.get();
        passes(Duration.ofSeconds(4));
        assertThat(offset.measured(NOON.plusSeconds(2), sent, nanos.get())).isTrue();
        assertThat(offset.ahead()).isEqualTo(Duration.ZERO);
    }

    @Test
    void shouldIgnoreAnAcknowledgementThatTookLong() {
        brokersSay(NOON);
        long sent = nanos.get();
        passes(Duration.ofSeconds(11));
        assertThat(offset.measured(NOON, sent, nanos.get())).isFalse();
        assertThat(offset.ahead()).isEqualTo(Duration.ZERO);
    }

    @Test
    void shouldNotRelyOnAMeasurementForLong() {
        brokersSay(NOON);
        passes(ClockOffset.MAX_AGE);
        assertThat(offset.isTrusted()).isTrue();
        passes(Duration.ofSeconds(1));
        assertThat(offset.isTrusted()).isFalse();
        brokersSay(wall.get());
        assertThat(offset.isTrusted()).isTrue();
    }
}
