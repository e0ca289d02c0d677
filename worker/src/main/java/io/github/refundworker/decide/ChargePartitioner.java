package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.PartitionHash;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Every record about a charge goes to the charge's partition, in every topic. */
final class ChargePartitioner implements StreamPartitioner<byte[], byte[]> {
    private final int partitions;

    ChargePartitioner(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int numPartitions) {
        if (numPartitions != partitions) {
            throw new PartitionCountException(topic, numPartitions, partitions);
        }
        return Optional.of(Set.of(PartitionHash.partition(new ChargeId(new String(key, US_ASCII)), partitions)));
    }
}
