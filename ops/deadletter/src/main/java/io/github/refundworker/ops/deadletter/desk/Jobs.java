package io.github.refundworker.ops.deadletter.desk;

import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.book.Lease;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a topic.
 *
 * @param jobs in the order in which they began
 * @param lease of the holder, or of the last one if it was killed
 */
public record Jobs(List<Job> jobs, @Nullable Lease lease) {

    /** Whether the job is recorded as running although no process runs it. */
    public boolean isAbandoned(Job job) {
        return job.status() == Job.Status.RUNNING
                && (lease == null || !lease.job().equals(job.id()));
    }
}
