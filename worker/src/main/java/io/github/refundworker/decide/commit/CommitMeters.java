package io.github.refundworker.decide.commit;

import io.github.refundworker.metrics.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Measures commits. A refund waits for two of them, so commits take most of its time. */
public final class CommitMeters {
    private final Timer flush;
    private final Timer offsets;
    private final Timer end;
    private final Timer pause;
    private final Counter partitions;
    private final Counter empty;

    public CommitMeters(MeterRegistry registry) {
        flush = Metric.COMMIT.timer(registry, "flush");
        offsets = Metric.COMMIT.timer(registry, "offsets");
        end = Metric.COMMIT.timer(registry, "end");
        pause = Metric.COMMIT_PAUSE.timer(registry);
        partitions = Metric.COMMIT_PARTITIONS.counter(registry);
        empty = Metric.COMMITS_EMPTY.counter(registry);
    }

    /**
     * A commit has ended.
     *
     * @param flushing how long all records took to be acknowledged
     * @param sendingOffsets how long the offsets took
     * @param ending how long the end of the transaction took
     * @param written partitions that records were written to, none if there were only offsets
     * @param pausing how long the thread goes on until the next commit
     */
    void committed(Duration flushing, Duration sendingOffsets, Duration ending, int written, Duration pausing) {
        flush.record(flushing);
        offsets.record(sendingOffsets);
        end.record(ending);
        pause.record(pausing);
        partitions.increment(written);
        if (written == 0) {
            empty.increment();
        }
    }
}
