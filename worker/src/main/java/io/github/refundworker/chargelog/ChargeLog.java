package io.github.refundworker.chargelog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.wire.InputCodec;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The inputs topic: all news about charges, keyed by charge id. The partition follows from the id, so one partition
 * has all inputs of a charge in one order. The number of partitions is configuration. With another number a charge
 * would be in two partitions, so every writer checks it before it writes.
 *
 * @param topic with the prefix of the installation
 * @param partitions that every topic of the worker must have
 */
public record ChargeLog(String topic, int partitions) {

    /** One record of the log. */
    public record Entry(ChargeId chargeId, Input input) {}

    /**
     * The log of an installation whose configuration is unknown.
     *
     * @param found number of partitions of each topic of the installation
     * @throws PartitionCountException if the topics disagree
     */
    public static ChargeLog agreed(TopicNames names, Map<String, Integer> found) {
        if (found.values().stream().distinct().count() != 1) {
            throw new PartitionCountException(
                    "nothing is written, as topics have different numbers of partitions and nobody can tell where a charge"
                            + " lives: " + new TreeMap<>(found));
        }
        return names.log(found.values().iterator().next());
    }

    /** @throws PartitionCountException if the log has another number of partitions than it must have */
    public void require(Producer<?, ?> producer) {
        // The producer knows the topic's metadata and renews it by itself.
        require(topic, producer.partitionsFor(topic).size());
    }

    /** @throws PartitionCountException if another topic of ours has another number of partitions than it must have */
    public void require(String ofTopic, int found) {
        if (found != partitions) {
            throw new PartitionCountException("topic " + ofTopic + " has " + found + " partitions and " + partitions
                    + " are configured; nothing is written until they agree");
        }
    }

    /** The key of a charge's records in every topic of ours. */
    public static byte[] key(ChargeId chargeId) {
        return chargeId.value().getBytes(US_ASCII);
    }

    /** @throws IllegalArgumentException if no charge can have the key */
    public static ChargeId chargeId(byte[] key) {
        return new ChargeId(new String(key, US_ASCII));
    }

    /** The partition of a charge in every topic of ours. */
    public int partition(ChargeId chargeId) {
        return PartitionHash.partition(chargeId, partitions);
    }

    /** A record of an input. The input's own time is not written, because the broker stamps the record. */
    public ProducerRecord<byte[], byte[]> record(ChargeId chargeId, Input input) {
        return record(partition(chargeId), chargeId, InputCodec.write(input));
    }

    /** A record in the partition that issued a command: the answer belongs to the state that issued it. */
    public ProducerRecord<byte[], byte[]> record(int partition, ChargeId chargeId, byte[] input) {
        return new ProducerRecord<>(topic, partition, key(chargeId), input);
    }

    /** @throws RuntimeException if it is not a record that could stand here */
    public static Entry read(ConsumerRecord<byte[], byte[]> record) {
        Input input = InputCodec.read(record.value(), Instant.ofEpochMilli(record.timestamp()));
        return new Entry(chargeId(record.key()), input);
    }
}
