package io.github.refundworker.decide.store;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.domain.PartitionHash;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends every record about a charge to the charge's partition, in every topic. */
public final class ChargePartitioner implements StreamPartitioner<byte[], byte[]> {
    private final ChargeLog log;

    public ChargePartitioner(ChargeLog log) {
        this.log = log;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int numPartitions) {
        log.require(topic, numPartitions);
        return Optional.of(Set.of(PartitionHash.partition(key, numPartitions)));
    }
}
