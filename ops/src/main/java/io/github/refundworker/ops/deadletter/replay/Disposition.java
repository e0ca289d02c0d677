package io.github.refundworker.ops.deadletter.replay;

import org.apache.kafka.clients.producer.ProducerRecord;

/** What a replay does with a letter. */
sealed interface Disposition {

    /** It goes, as this. */
    record Send(ProducerRecord<byte[], byte[]> record) implements Disposition {}

    /** It was replayed as often as it may be. */
    record Park() implements Disposition {}

    /** It is left as it is. */
    record Skip(Why why) implements Disposition {}

    /** Why a letter does not go. The names are what {@code --json} prints. */
    enum Why {
        /** It is not in its topic any more. */
        MISSING("no longer in the topic"),
        /** Somebody did something about it since the plan was made. */
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
