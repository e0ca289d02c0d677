package io.github.refundworker.ops.deadletter.letter;

import org.jspecify.annotations.Nullable;

/**
 * Where a record was before it became a dead letter.
 *
 * @param timestamp in epoch milliseconds; some tools do not write it
 */
public record Origin(
        String topic, int partition, long offset, @Nullable Long timestamp) {

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
