package io.github.refundworker.chargelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadToEndTest {
    private static final TopicPartition PARTITION = new TopicPartition("refund-status", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Long> read = new ArrayList<>();

    @BeforeEach
    void assign() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.seek(PARTITION, 0);
    }

    private void holds(long... offsets) {
        for (long offset : offsets) {
            consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], new byte[0]));
        }
    }

    private void readTo(long end) {
        new ReadToEnd(consumer, Map.of(PARTITION, end), Duration.ofMillis(50))
                .forEach(record -> read.add(record.offset()));
    }

    @Test
    void shouldReadToTheEndAndNoFurther() {
        holds(0, 1, 2);

        readTo(3);

        assertThat(read).containsExactly(0L, 1L, 2L);
    }

    @Test
    void shouldReadNothingWhereNothingIsLeft() {
        readTo(0);

        assertThat(read).isEmpty();
    }

    /** A transaction's marker is passed by a poll that brings nothing. */
    @Test
    void shouldPassOverOffsetsWithoutRecords() {
        holds(0);
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> consumer.seek(PARTITION, 2));

        readTo(2);

        assertThat(read).containsExactly(0L);
    }

    @Test
    void shouldFailWhereTheBrokersFallSilentBeforeTheEnd() {
        holds(0, 1);

        assertThatThrownBy(() -> readTo(3)).isInstanceOf(TimeoutException.class).hasMessageContaining("nothing came");
        assertThat(read).containsExactly(0L, 1L);
    }
}
