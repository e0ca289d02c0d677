package io.github.refundworker.ops.deadletter.replay;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Sends records. */
interface Outbox {

    /**
     * Returns when the brokers have all of them, on as many replicas as their topic asks for.
     *
     * @return the last offset in each partition that got any
     */
    Map<TopicPartition, Long> send(List<ProducerRecord<byte[], byte[]>> records);
}
