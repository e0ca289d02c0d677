package io.github.refundworker.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue.PartitionsSchema;
import org.junit.jupiter.api.Test;

class TransactionLogTest {
    private static final byte ONGOING = 1;
    private static final byte PREPARE_COMMIT = 2;
    private static final byte COMPLETE_COMMIT = 4;

    private final TransactionLog log = new TransactionLog("refund-decide");

    private static byte[] key(String id) {
        ByteBuffer key =
                MessageUtil.toVersionPrefixedByteBuffer((short) 0, new TransactionLogKey().setTransactionalId(id));
        return bytes(key);
    }

    private static byte[] value(byte status, PartitionsSchema... partitions) {
        return bytes(MessageUtil.toVersionPrefixedByteBuffer(
                TransactionLogValue.HIGHEST_SUPPORTED_VERSION,
                new TransactionLogValue().setTransactionStatus(status).setTransactionPartitions(List.of(partitions))));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static PartitionsSchema written(String topic, Integer... partitions) {
        return new PartitionsSchema().setTopic(topic).setPartitionIds(List.of(partitions));
    }

    @Test
    void shouldCountEachCommitOnceAndTellThoseWithOffsetsOnly() {
        byte[] decide = key("refund-decide-1f-1");
        log.take(decide, value(ONGOING, written("refund-status", 1)));
        log.take(decide, value(PREPARE_COMMIT, written("refund-status", 1, 4), written("__consumer_offsets", 3)));
        log.take(decide, value(COMPLETE_COMMIT));
        log.take(decide, value(PREPARE_COMMIT, written("__consumer_offsets", 3)));
        log.take(decide, value(COMPLETE_COMMIT));

        assertThat(log.reading()).isEqualTo(new TransactionLog.Reading(2, 1, 4));
        assertThat(log.reading().over(4)).isEqualTo(new LatencyResult.Transactions(0.5, 1, 2));
    }

    @Test
    void shouldLeaveOutTransactionsOfOthersAndOnesThatAreForgotten() {
        log.take(key("order-system"), value(PREPARE_COMMIT, written("refund-requests", 1)));
        log.take(key("refund-decide-1f-1"), null);

        assertThat(log.reading()).isEqualTo(new TransactionLog.Reading(0, 0, 0));
        assertThat(log.reading().over(4).partitions()).isZero();
    }
}
