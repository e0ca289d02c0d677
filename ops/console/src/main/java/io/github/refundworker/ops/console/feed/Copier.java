package io.github.refundworker.ops.console.feed;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Copies a batch of records of one topic, inside the caller's transaction. */
interface Copier {

    /** @return false if this version cannot read the record; it is then counted and left out */
    boolean add(ConsumerRecord<byte[], byte[]> record);

    /** Writes what was added, once. */
    void write();
}
