package io.github.refundworker.chargelog;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads partitions to an end that is known before. It goes by positions and not by records, because the markers of
 * transactions have offsets too. Brokers that fall silent before the end are an error and never a short answer.
 */
public final class ReadToEnd {
    /** A broker that is read from answers much sooner. */
    public static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final Duration silence;

    /**
     * @param consumer with a position in each of the partitions
     * @param silence how long nothing may come
     */
    public ReadToEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Duration silence) {
        this.consumer = consumer;
        this.ends = Map.copyOf(ends);
        this.silence = silence;
    }

    /**
     * The next records. The last of them may be behind the ends. Empty once the ends are reached.
     *
     * @throws TimeoutException if nothing came for too long
     */
    public ConsumerRecords<byte[], byte[]> next() {
        long heard = System.nanoTime();
        for (long left = left(); left > 0; ) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                return records;
            }
            long before = left;
            left = left();
            if (left < before) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > silence.toNanos()) {
                throw new TimeoutException("nothing came for " + silence);
            }
        }
        return ConsumerRecords.empty();
    }

    /** @throws TimeoutException if nothing came for too long */
    public void forEach(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        for (var records = next(); !records.isEmpty(); records = next()) {
            records.forEach(handler);
        }
    }

    private long left() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }
}
