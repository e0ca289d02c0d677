package io.github.refundworker.ops.deadletter.replay;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Sends records. */
interface Outbox {

    /**
     * Sends records, and returns when as many replicas have them as their topic asks for.
     *
     * @return the last offset in each partition with records
     */
    Map<TopicPartition, Long> send(List<ProducerRecord<byte[], byte[]>> records);
}
