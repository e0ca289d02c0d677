package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.cluster.Requests.Journey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster came back from one act, in nanoseconds since the act began.
 *
 * @param healed when the nemesis let go: the process was started again, or went on
 * @param first the first refund whose request was sent after the act began
 * @param allPartitions such a refund on every partition
 * @param caughtUp the last refund that had waited; 0 if none did
 * @param unready when a worker was first not ready; absent if all were ready all the time
 * @param ready when all workers were ready again; 0 if they were all the time
 */
record Recovery(
        long healed,
        long first,
        long allPartitions,
        long caughtUp,
        @Nullable Long unready,
        long ready) {

    /** A request that is not answered sooner, once the brokers have it, had to wait. */
    static final long WAITED = TimeUnit.SECONDS.toNanos(3);

    /** When the first refund ended whose request was handed over after the moment. */
    static OptionalLong firstAfter(List<Journey> journeys, long moment) {
        return journeys.stream()
                .filter(journey -> journey.handed() >= moment && journey.ended() != null)
                .mapToLong(journey -> Objects.requireNonNull(journey.ended()))
                .min();
    }

    /** When each partition had such a refund; empty while one of them has none. */
    static OptionalLong onAllAfter(List<Journey> journeys, long moment, int partitions) {
        long[] first = new long[partitions];
        Arrays.fill(first, Long.MAX_VALUE);
        for (Journey journey : journeys) {
            Long ended = journey.ended();
            if (journey.handed() >= moment && ended != null) {
                first[journey.partition()] = Math.min(first[journey.partition()], ended);
            }
        }
        long last = Arrays.stream(first).max().orElse(Long.MAX_VALUE);
        return last == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** When the last refund ended, of those that ended after the moment and had waited; empty if none had. */
    static OptionalLong caughtUpAfter(List<Journey> journeys, long moment) {
        long last = Long.MIN_VALUE;
        for (Journey journey : journeys) {
            Long acknowledged = journey.acknowledged();
            Long ended = journey.ended();
            if (acknowledged != null && ended != null && ended >= moment && ended - acknowledged > WAITED) {
                last = Math.max(last, ended);
            }
        }
        return last == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** Part by part the longer of the two. */
    Recovery worst(Recovery other) {
        return new Recovery(
                Math.max(healed, other.healed),
                Math.max(first, other.first),
                Math.max(allPartitions, other.allPartitions),
                Math.max(caughtUp, other.caughtUp),
                unready == null || other.unready == null ? null : Long.valueOf(Math.max(unready, other.unready)),
                Math.max(ready, other.ready));
    }
}
