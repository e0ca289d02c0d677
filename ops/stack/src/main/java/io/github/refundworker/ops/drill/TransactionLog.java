package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicScan;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.jspecify.annotations.Nullable;

/** Counts commits in the brokers' own log of transactions. */
final class TransactionLog {

    /** The broker writes it before the markers, with all partitions of the transaction. */
    private static final byte PREPARE_COMMIT = 2;

    private final String transactionalIds;
    private long commits;
    private long empty;
    private long partitions;

    /** @param transactionalIds what the ids of the transactions begin with that count */
    TransactionLog(String transactionalIds) {
        this.transactionalIds = transactionalIds;
    }

    /**
     * What was committed since.
     *
     * @param from where each partition of the log was read to before
     * @return absent if there is no such log
     */
    @Nullable
    Reading read(KafkaAccess access, Map<Integer, Long> from) {
        Map<Integer, Long> ends = TopicScan.read(
                access,
                Topic.TRANSACTION_STATE_TOPIC_NAME,
                beginnings -> {
                    beginnings.putAll(from);
                    return beginnings;
                },
                message -> {
                    take(message.key(), message.value());
                    return true;
                });
        return ends == null ? null : reading();
    }

    Reading reading() {
        return new Reading(commits, empty, partitions);
    }

    /**
     * Commits so far.
     *
     * @param empty those without a record
     * @param partitions of all of them together
     */
    record Reading(long commits, long empty, long partitions) {
        LatencyResult.Transactions over(double seconds) {
            return new LatencyResult.Transactions(
                    rounded(commits / seconds), empty, commits == 0 ? 0 : rounded((double) partitions / commits));
        }

        private static double rounded(double value) {
            return Math.round(value * 10) / 10.0;
        }
    }

    void take(byte[] key, byte @Nullable [] value) {
        ByteBuffer keyBytes = ByteBuffer.wrap(key);
        if (value == null || keyBytes.getShort() > TransactionLogKey.HIGHEST_SUPPORTED_VERSION) {
            return;
        }
        String id = new TransactionLogKey(new ByteBufferAccessor(keyBytes), (short) 0).transactionalId();
        ByteBuffer valueBytes = ByteBuffer.wrap(value);
        short version = valueBytes.getShort();
        if (!id.startsWith(transactionalIds) || version > TransactionLogValue.HIGHEST_SUPPORTED_VERSION) {
            return;
        }
        TransactionLogValue transaction = new TransactionLogValue(new ByteBufferAccessor(valueBytes), version);
        if (transaction.transactionStatus() != PREPARE_COMMIT) {
            return;
        }
        commits++;
        boolean hasRecords = false;
        for (var written : transaction.transactionPartitions()) {
            partitions += written.partitionIds().size();
            hasRecords |= !written.topic().equals(Topic.GROUP_METADATA_TOPIC_NAME);
        }
        if (!hasRecords) {
            empty++;
        }
    }
}
