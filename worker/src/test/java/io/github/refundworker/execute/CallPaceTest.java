package io.github.refundworker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CallPaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long LONG = Duration.ofDays(1).toNanos();

    @Test
    void shouldSpaceRequestsEvenly() {
        assertThat(waits(new CallPace(4, 1), 4)).containsExactly(0L, SECOND / 4, SECOND / 2, 3 * SECOND / 4);
    }

    @Test
    void shouldNotSaveUpWhatWasNotUsed() {
        CallPace pace = new CallPace(4, 1);
        waits(pace, 1);
        assertThat(pace.reserve(10 * SECOND, LONG)).isZero();
        assertThat(pace.reserve(10 * SECOND, LONG)).isEqualTo(SECOND / 4);
    }

    @Test
    void shouldTakeThePartOfTheRateThatItHasOfThePartitions() {
        CallPace pace = new CallPace(80, 8);
        pace.share(2);
        assertThat(waits(pace, 2)).containsExactly(0L, SECOND / 20);
        pace.share(8);
        assertThat(pace.within(Duration.ofSeconds(5))).isEqualTo(400);
        pace.share(1);
        assertThat(pace.within(Duration.ofSeconds(5))).isEqualTo(50);
    }

    @Test
    void shouldReserveNothingForWhoCannotWait() {
        CallPace pace = new CallPace(1, 1);
        assertThat(pace.reserve(0, 0)).isZero();
        assertThat(pace.reserve(0, SECOND / 2)).isNegative();
        assertThat(pace.reserve(SECOND, 0)).isZero();
    }

    @Test
    void shouldLimitNothingWithoutARate() {
        CallPace pace = new CallPace(0, 8);
        assertThat(waits(pace, 3)).containsExactly(0L, 0L, 0L);
        assertThat(pace.within(Duration.ofMillis(1))).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldRestOnceForManyRefusals() {
        CallPace pace = new CallPace(0, 8);
        for (int i = 0; i < 100; i++) {
            pace.rest(0);
        }
        assertThat(pace.reserve(0, LONG)).isEqualTo(SECOND / 2);
        assertThat(pace.reserve(SECOND, LONG)).isZero();
    }

    private static List<Long> waits(CallPace pace, int number) {
        return LongStream.range(0, number)
                .map(i -> pace.reserve(0, LONG))
                .boxed()
                .toList();
    }
}
