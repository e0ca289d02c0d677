package io.github.refundworker.decide.engine;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.refundworker.chargelog.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
    private long now;
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();
    private final ThreadReplacement replacement = new ThreadReplacement(() -> now, pauses::add, stopped::add);

    @Test
    void shouldReplaceAThreadAfterAPauseThatGrowsWhileTheyKeepDying() {
        for (int i = 0; i < 9; i++) {
            assertThat(replacement.handle(new StreamsException("died"))).isEqualTo(REPLACE_THREAD);
        }

        assertThat(pauses).startsWith(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(pauses).endsWith(Duration.ofSeconds(30), Duration.ofSeconds(30));

        now += Duration.ofMinutes(6).toNanos();
        assertThat(replacement.handle(new StreamsException("died"))).isEqualTo(REPLACE_THREAD);
        assertThat(pauses).endsWith(Duration.ofMillis(500));
    }

    @Test
    void shouldStopWhereOffsetsAreGone() {
        var gone = new NoOffsetForPartitionException(Set.of(new TopicPartition("refund-inputs", 1)));

        assertThat(replacement.handle(new StreamsException("no offsets", gone))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(stopped).singleElement().asString().contains("refund-inputs-1");
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldStopWhereATopicHasTheWrongNumberOfPartitions() {
        var wrong =
                new StreamsException(catchThrowable(() -> TopicNames.BARE.log(8).require("refund-status", 9)));

        assertThat(replacement.handle(wrong)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(stopped).singleElement().asString().contains("refund-status has 9 partitions and 8");
    }

    @Test
    void shouldStopWhereAnotherProcessTookItsInstanceId() {
        var taken = new StreamsException(new FencedInstanceIdException("another member has this id"));

        assertThat(replacement.handle(taken)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(stopped).singleElement().asString().contains("another process took its refunds.instance-id");
    }
}
