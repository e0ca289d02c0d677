package io.github.refundworker.ops.deadletter.replay;

import org.apache.kafka.clients.producer.ProducerRecord;

/** The decision of a replay about a letter. */
sealed interface Disposition {

    /** It is sent as this record. */
    record Send(ProducerRecord<byte[], byte[]> record) implements Disposition {}

    /** It reached the replay cap and is parked. */
    record Park() implements Disposition {}

    /** It stays as it is. */
    record Skip(Why why) implements Disposition {}

    /** Why a letter is not sent. {@code --json} prints these names. */
    enum Why {
        /** It is no longer in its topic. */
        MISSING("no longer in the topic"),
        /** Its state changed since the plan was made. */
        STATE_CHANGED("no longer in the state in which it was planned"),
        TRUNCATED("not whole: the record did not fit into the topic"),
        NO_VALUE("without a value, which is no request"),
        ELSEWHERE("died on a topic that is not the worker's"),
        NOT_REKEYED("mis-keyed, and its request names no charge");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
