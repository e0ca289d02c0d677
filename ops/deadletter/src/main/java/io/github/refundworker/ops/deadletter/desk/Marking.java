package io.github.refundworker.ops.deadletter.desk;

import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.book.JobLease;
import io.github.refundworker.ops.deadletter.book.Mark;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Selection;
import io.github.refundworker.ops.deadletter.replay.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Records letters as parked or discarded; nothing else happens to them. */
final class Marking {

    private static final int BATCH = 1_000;
    private static final String TOLD = "told to stop";

    private final DeadLetterDesk desk;
    private final JobLease lease;
    private final LetterState state;
    private final Progress progress;
    private final BooleanSupplier stop;

    Marking(DeadLetterDesk desk, JobLease lease, Job.Kind kind, Progress progress, BooleanSupplier stop) {
        this.desk = desk;
        this.lease = lease;
        this.state = switch (kind) {
            case PARK -> LetterState.PARKED;
            case DISCARD -> LetterState.DISCARDED;
            case REPLAY -> throw new IllegalArgumentException("a replay needs a plan");
        };
        this.progress = progress;
        this.stop = stop;
    }

    String action() {
        return state == LetterState.PARKED ? "dlt.park" : "dlt.discard";
    }

    /** The selected letters that are not in the target state yet. */
    List<LetterId> selected(Selection selection, long most) {
        List<LetterId> letters = new ArrayList<>();
        desk.each(selection, found -> {
            if (found.state() != state) {
                letters.add(found.letter().id());
            }
            return letters.size() < most && !stop.getAsBoolean();
        });
        return letters;
    }

    Job run(Job begun, List<LetterId> letters) {
        Job job = begun;
        lease.record(Map.of(), job);
        if (letters.isEmpty() && stop.getAsBoolean()) {
            return end(job, Job.Status.INTERRUPTED, TOLD);
        }
        for (int from = 0; from < letters.size(); from += BATCH) {
            if (stop.getAsBoolean()) {
                return end(job, Job.Status.INTERRUPTED, TOLD);
            }
            if (lease.book().isCancelled(job.id())) {
                return end(job, Job.Status.CANCELLED, null);
            }
            Map<LetterId, Mark> marks = new HashMap<>();
            for (LetterId id : letters.subList(from, Math.min(letters.size(), from + BATCH))) {
                marks.put(id, new Mark(state, job.id(), Instant.now().toString()));
            }
            job = job.advanced(0, marks.size(), 0, 0, Instant.now());
            lease.record(marks, job);
            progress.at(job);
        }
        return end(job, Job.Status.DONE, null);
    }

    private Job end(Job job, Job.Status status, @Nullable String because) {
        Job ended = job.ended(status, because, Instant.now());
        lease.record(Map.of(), ended);
        return ended;
    }
}
