package io.github.refundworker.ops.deadletter.replay;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/** Observes what happens to letters after they were sent. */
interface Aftermath {

    /** Number of the job's letters that have died again so far. */
    long redeaths();

    /**
     * Waits until the worker has processed everything that was sent. Re-deaths are visible then.
     *
     * @param sent the last offset in each partition with letters
     * @return whether that happened in time
     */
    boolean settle(Map<TopicPartition, Long> sent, Duration patience, BooleanSupplier stop);
}
