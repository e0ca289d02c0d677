package io.github.refundworker.ops.deadletter.letter;

import org.jspecify.annotations.Nullable;

/**
 * Where a record stood before it became a dead letter.
 *
 * @param timestamp in epoch milliseconds; not every tool says it
 */
public record Origin(
        String topic, int partition, long offset, @Nullable Long timestamp) {

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
