package io.github.refundworker.ops.deadletter.replay;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/** What becomes of letters that were sent. */
interface Aftermath {

    /** How many of the job's letters have died again, as far as it can be seen now. */
    long redeaths();

    /**
     * Waits until the worker has dealt with all that was sent; what died of it is seen then.
     *
     * @param sent the last offset in each partition that got any
     * @return whether that happened in time
     */
    boolean settle(Map<TopicPartition, Long> sent, Duration patience, BooleanSupplier stop);
}
