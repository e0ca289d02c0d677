package io.github.refundworker.ops.client;

import io.github.refundworker.chargelog.ReadToEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads one partition, committed records only and without a consumer group. */
public final class PartitionReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrap;
    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Begins at the partition's first record. */
    public PartitionReader(KafkaAccess access, String topic, int number) {
        this.bootstrap = access.bootstrap();
        this.partition = new TopicPartition(topic, number);
        consumer = access.reader();
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** Goes on there. */
    public void seek(long offset) {
        consumer.seek(partition, offset);
    }

    /**
     * Where the partition ends now.
     *
     * @throws BrokerUnreachableException if the broker does not answer
     */
    public long end() {
        try {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        } catch (TimeoutException e) {
            throw unreachable();
        } catch (AuthorizationException e) {
            throw notAllowed(e);
        }
    }

    /**
     * Reads to where the partition ends now.
     *
     * @throws BrokerUnreachableException if the broker does not answer
     */
    public void readToEnd(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        ReadToEnd reading = new ReadToEnd(consumer, Map.of(partition, end()), ReadToEnd.SILENCE);
        try {
            reading.forEach(handler);
        } catch (TimeoutException e) {
            throw unreachable();
        } catch (AuthorizationException e) {
            throw notAllowed(e);
        }
    }

    /**
     * Reads on, waiting for more, until one is what is looked for.
     *
     * @param enough whether it is
     * @return false if none was, in that time
     */
    public boolean readUntil(Predicate<ConsumerRecord<byte[], byte[]>> enough, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            for (ConsumerRecord<byte[], byte[]> record : poll()) {
                if (enough.test(record)) {
                    consumer.seek(partition, record.offset() + 1);
                    return true;
                }
            }
        }
        return false;
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (AuthorizationException e) {
            throw notAllowed(e);
        }
    }

    private RuntimeException notAllowed(AuthorizationException e) {
        return NotAllowedException.named(e, "read topic " + partition.topic());
    }

    private BrokerUnreachableException unreachable() {
        return new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
    }

    @Override
    public void close() {
        consumer.close();
    }
}
