package io.github.refundworker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.cluster.KafkaWatch.Watched;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How long a transaction keeps readers back; the rest of the watch is seen at work with a broker. */
class KafkaWatchTest {
    private static final TopicPartition STATUS = new TopicPartition("refund-status", 3);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long now;
    private final KafkaWatch watch =
            new KafkaWatch(Map.of(), List.of(new Watched("refund-status", null)), registry, () -> now);

    private double age() {
        return registry.get("refunds.last.stable.offset.age")
                .tag("topic", "refund-status")
                .gauge()
                .value();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void shouldBeNothingWhereReadersSeeAllThereIs() {
        watch.see(STATUS, 10, 10, now);
        pass(Duration.ofMinutes(5));

        assertThat(age()).isZero();
    }

    @Test
    void shouldCountFromWhenItStoodStill() {
        watch.see(STATUS, 10, 12, now);
        pass(Duration.ofSeconds(5));
        watch.see(STATUS, 10, 40, now);
        pass(Duration.ofSeconds(5));

        assertThat(age()).isEqualTo(10);
    }

    @Test
    void shouldNotCountTransactionsThatComeAndGo() {
        watch.see(STATUS, 10, 12, now);
        pass(Duration.ofSeconds(5));
        watch.see(STATUS, 20, 22, now);

        assertThat(age()).isZero();

        pass(Duration.ofSeconds(1));
        watch.see(STATUS, 22, 22, now);
        assertThat(age()).isZero();
    }

    @Test
    void shouldSayWhereATransactionKeepsReadersBackOnceNoTransactionOfOursIsOpenForSoLong() {
        watch.see(STATUS, 10, 12, now);
        pass(Duration.ofSeconds(14));
        assertThat(watch.heldBack()).isNull();

        pass(Duration.ofSeconds(54));
        assertThat(watch.heldBack()).isEqualTo("a transaction is open on refund-status-3 at 10 for 68 s");

        watch.see(STATUS, 12, 12, now);
        assertThat(watch.heldBack()).isNull();
    }

    @Test
    void shouldSayThatItHasNotAskedYet() {
        KafkaIndicator indicator = new KafkaIndicator(watch);

        assertThat(indicator.health().getDetails()).containsEntry("waitingFor", "not asked yet");
    }
}
