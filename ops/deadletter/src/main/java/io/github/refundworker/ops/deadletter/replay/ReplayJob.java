package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.deadletter.book.Book;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.book.Job.Status;
import io.github.refundworker.ops.deadletter.book.Mark;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.replay.PlannedLetters.Planned;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Replays a plan batch by batch: send, wait for the brokers, record. If it is killed in between, it sends a batch
 * again when it continues. This is harmless, because a replayed request is the same request. It never records a
 * batch that was not sent.
 */
final class ReplayJob {

    private static final int BATCH = 500;

    private final PlannedLetters letters;
    private final Outbox outbox;
    private final JobBook book;
    private final Aftermath aftermath;
    private final Triage triage;
    private final ReplayOptions options;
    private final Pace pace;
    private final Clock clock;
    private final Progress progress;
    private final BooleanSupplier stop;

    private final Deque<Planned> read = new ArrayDeque<>();
    private final Map<TopicPartition, Long> sent = new HashMap<>();
    private final Map<Disposition.Why, Long> skipped = new EnumMap<>(Disposition.Why.class);
    private Job job;
    private long canaries;

    /**
     * Creates a job that does not run yet.
     *
     * @param job as last recorded; it continues from there
     * @param letters the rest of the plan
     * @param stop whether to end; the current batch is finished first
     */
    ReplayJob(
            Job job,
            PlannedLetters letters,
            Outbox outbox,
            JobBook book,
            Aftermath aftermath,
            Triage triage,
            Pace pace,
            Clock clock,
            Progress progress,
            BooleanSupplier stop) {
        this.job = job;
        this.letters = letters;
        this.outbox = outbox;
        this.book = book;
        this.aftermath = aftermath;
        this.triage = triage;
        this.options = triage.options();
        this.pace = pace;
        this.clock = clock;
        this.progress = progress;
        this.stop = stop;
    }

    /** The skipped letters by reason. */
    Map<Disposition.Why, Long> skipped() {
        return skipped;
    }

    /** Runs the job to any end, and records the end. */
    Job run() throws InterruptedException {
        book.record(Map.of(), job);
        progress.at(job);
        Job ended = null;
        while (ended == null) {
            ended = step();
        }
        book.record(Map.of(), ended);
        progress.at(ended);
        return ended;
    }

    /** Processes one batch. Returns the job if it has ended. */
    private @Nullable Job step() throws InterruptedException {
        Book now = book.book();
        Job end = endedFromOutside(now);
        if (end != null) {
            return end;
        }
        if (read.isEmpty()) {
            read.addAll(letters.next(BATCH));
        }
        if (read.isEmpty()) {
            return last();
        }
        sendSome(now);
        return !job.canaryPassed() && canaries >= options.canary() ? judgeCanary() : null;
    }

    private @Nullable Job endedFromOutside(Book now) {
        if (stop.getAsBoolean()) {
            return end(Status.INTERRUPTED, "told to stop");
        }
        if (now.isCancelled(job.id())) {
            return end(Status.CANCELLED, "cancelled");
        }
        long died = aftermath.redeaths();
        if (died >= options.stopAfterRedeaths()) {
            return end(Status.STOPPED, died + " letters died again");
        }
        return null;
    }

    private void sendSome(Book now) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<LetterId, Mark> marks = new HashMap<>();
        long parked = 0;
        long left = 0;
        int allowed = 0;
        boolean mayWait = true;
        while (!read.isEmpty()) {
            Planned next = read.getFirst();
            Disposition disposition = triage.of(next.letter(), now.state(next.id()));
            if (disposition instanceof Disposition.Send && allowed == 0) {
                allowed = mayWait ? pace.await(room(), stop) : 0;
                mayWait = false;
                if (allowed == 0) {
                    break;
                }
            }
            read.removeFirst();
            switch (disposition) {
                case Disposition.Send(var record) -> {
                    allowed--;
                    records.add(record);
                    marks.put(next.id(), mark(LetterState.REPLAYED));
                }
                case Disposition.Park() -> {
                    parked++;
                    marks.put(next.id(), mark(LetterState.PARKED));
                }
                case Disposition.Skip(var why) -> {
                    left++;
                    skipped.merge(why, 1L, Long::sum);
                }
            }
        }
        canaries += records.size();
        outbox.send(records).forEach((partition, offset) -> sent.merge(partition, offset, Math::max));
        job = job.advanced(records.size(), parked, left, aftermath.redeaths(), clock.instant());
        book.record(marks, job);
        progress.at(job);
    }

    /** How many letters may be sent now. */
    private int room() {
        long most = job.canaryPassed() ? read.size() : Math.min(read.size(), options.canary() - canaries);
        return (int) Math.max(1, most);
    }

    private Mark mark(LetterState state) {
        return new Mark(state, job.id(), clock.instant().toString());
    }

    /**
     * Judges the canaries. A process that continues a job sends canaries of its own, because it does not know the
     * offsets of earlier ones.
     */
    private @Nullable Job judgeCanary() {
        if (options.canary() > 0) {
            progress.say("waiting until the worker has taken the first " + canaries);
            boolean settled = aftermath.settle(sent, options.patience(), stop);
            long died = aftermath.redeaths();
            if (died > 0) {
                return end(Status.STOPPED, died + " of the first died again");
            }
            if (!settled) {
                return stop.getAsBoolean()
                        ? end(Status.INTERRUPTED, "told to stop")
                        : end(
                                Status.STOPPED,
                                "the worker did not take the first " + canaries + " within "
                                        + options.patience().toSeconds() + " s");
            }
        }
        job = job.withCanaryPassed();
        book.record(Map.of(), job);
        return null;
    }

    private Job last() {
        progress.say("waiting until the worker has taken the rest");
        boolean settled = aftermath.settle(sent, options.patience(), stop);
        return end(
                Status.DONE,
                settled
                        ? null
                        : "the worker has not taken all of it yet; what dies of it is seen among the dead letters");
    }

    private Job end(Status status, @Nullable String because) {
        return job.advanced(0, 0, 0, aftermath.redeaths(), clock.instant()).ended(status, because, clock.instant());
    }
}
