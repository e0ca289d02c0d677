package io.github.refundworker.ops.deadletter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private long now = 1_000_000_000;

    private Pace pace(double perSecond) {
        return new Pace(perSecond, () -> now, nanos -> now += nanos);
    }

    @ParameterizedTest
    @CsvSource({"10/s, 10", "600/m, 10", "0.5/s, 0.5", "3600/h, 1", "123456789/s, 123456789"})
    void shouldReadARate(String text, double perSecond) {
        assertThat(Pace.parse(text)).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10/d", "0/s", "-1/s", "1e3/s", "fast", "10 / s"})
    void shouldRefuseWhatIsNoRate(String text) {
        assertThatThrownBy(() -> Pace.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10/s");
    }

    /** @param took what each send takes, in milliseconds */
    @ParameterizedTest
    @CsvSource({"10, 0", "10, 40", "0.5, 10", "1000, 7", "50000, 5", "3, 300"})
    void shouldKeepTheRateWhateverASendTakes(double perSecond, long took) throws InterruptedException {
        Pace pace = pace(perSecond);
        long start = now;
        long gone = 0;
        while (now - start < TimeUnit.MINUTES.toNanos(1)) {
            gone += pace.await(500, () -> false);
            now += TimeUnit.MILLISECONDS.toNanos(took);
        }

        double seconds = (now - start) / 1e9;
        assertThat(gone / seconds).isCloseTo(perSecond, Percentage.withPercentage(5));
    }

    @Test
    void shouldNotMakeUpForAPauseWithABurst() throws InterruptedException {
        Pace pace = pace(100);
        pace.await(1, () -> false);
        now += TimeUnit.MINUTES.toNanos(10);

        assertThat(pace.await(500, () -> false)).isLessThanOrEqualTo(10);
    }

    @Test
    void shouldLetEverythingGoWithoutALimit() throws InterruptedException {
        assertThat(pace(Pace.UNLIMITED).await(500, () -> false)).isEqualTo(500);
    }

    @Test
    void shouldNotWaitAnyLongerWhenToldToStop() throws InterruptedException {
        Pace pace = pace(0.001);
        pace.await(1, () -> false);
        long before = now;

        assertThat(pace.await(1, () -> now > before)).isZero();
        assertThat(now - before).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }
}
