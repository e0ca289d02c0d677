package io.github.refundworker.ops.deadletter.desk;

import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditLog;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.audit.AuditedAction;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicScan;
import io.github.refundworker.ops.deadletter.RefusedException;
import io.github.refundworker.ops.deadletter.book.Book;
import io.github.refundworker.ops.deadletter.book.BookFeed;
import io.github.refundworker.ops.deadletter.book.Cancellation;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.book.JobLease;
import io.github.refundworker.ops.deadletter.letter.CauseGroup;
import io.github.refundworker.ops.deadletter.letter.CauseGroups;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Selection;
import io.github.refundworker.ops.deadletter.replay.Fate;
import io.github.refundworker.ops.deadletter.replay.Plan;
import io.github.refundworker.ops.deadletter.replay.Progress;
import io.github.refundworker.ops.deadletter.replay.ReplayOptions;
import io.github.refundworker.ops.deadletter.replay.Replayer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entry point for the dead letters of one topic: look, plan, act. Looking changes nothing. Every action is in
 * the audit log before it begins and after it has ended, and one process acts at a time.
 */
public final class DeadLetterDesk {

    private final KafkaAccess access;
    private final DeadLetterTopic topic;
    private final Replayer replayer;

    public DeadLetterDesk(KafkaAccess access, DeadLetterTopic topic) {
        this.access = access;
        this.topic = topic;
        this.replayer = new Replayer(access, topic);
    }

    // Look

    /** The dead letters by cause, the largest group first. */
    public List<CauseGroup> groups(Selection selection) {
        CauseGroups groups = new CauseGroups();
        each(selection, found -> {
            groups.add(found.letter(), found.state());
            return true;
        });
        return groups.groups();
    }

    /**
     * Passes the selected letters to the handler, in order per partition.
     *
     * @param handler returns false to end it
     * @throws BrokerUnreachableException if the broker does not answer, or has no such topic
     */
    public void each(Selection selection, Predicate<Found> handler) {
        Book book = book();
        Integer partition = selection.partition();
        Long offset = selection.offset();
        Map<Integer, Long> ends = TopicScan.read(
                access,
                topic.name(),
                starts -> {
                    Map<Integer, Long> from = new HashMap<>(starts);
                    if (partition != null) {
                        from.keySet().retainAll(List.of(partition));
                    }
                    if (offset != null) {
                        from.replaceAll((unused, start) -> Math.max(start, offset));
                    }
                    return from;
                },
                record -> {
                    // With one partition, no letter can be found behind the offset.
                    if (partition != null && offset != null && record.offset() > offset) {
                        return false;
                    }
                    DeadLetter letter = DeadLetter.of(record);
                    return !selection.includes(letter, book.state(letter.id()))
                            || handler.test(new Found(letter, book.mark(letter.id())));
                });
        if (ends == null) {
            throw new BrokerUnreachableException("the broker at " + access.bootstrap() + " has no topic " + topic.name()
                    + ": is the worker running?");
        }
    }

    /** The letter with this id. Absent if there is none. */
    public @Nullable Found find(LetterId id) {
        Found[] found = new Found[1];
        each(Selection.of(id), letter -> {
            found[0] = letter;
            return false;
        });
        return found[0];
    }

    public Jobs jobs() {
        Book book = book();
        return new Jobs(List.copyOf(book.jobs()), book.lease());
    }

    /** The entries of the audit log about this topic, the oldest first. */
    public void audit(Consumer<AuditReader.Line> handler) {
        AuditReader.read(access, topic.names(), line -> {
            AuditEntry entry = line.entry();
            if (entry != null
                    && entry.action().startsWith("dlt.")
                    && entry.target().equals(topic.name())) {
                handler.accept(line);
            }
        });
    }

    private Book book() {
        try (BookFeed feed = BookFeed.of(access, topic)) {
            return feed.catchUp();
        }
    }

    // Plan

    /** @param most maximum number of letters */
    public Plan plan(Selection selection, long most) {
        requireReplayable();
        return replayer.plan(selection, most, book());
    }

    /**
     * Freezes letters that the caller has chosen, which have to be open when they are sent.
     *
     * @param selection how they were chosen, for people
     */
    public Plan plan(Collection<LetterId> letters, String selection) {
        requireReplayable();
        return replayer.plan(letters, selection, Set.of(LetterState.OPEN));
    }

    /** Tells of each letter of a plan what a replay would do with it now. */
    public void foresee(Plan plan, ReplayOptions options, Consumer<Fate> handler) {
        requireReplayable();
        replayer.requireSame(plan);
        replayer.foresee(plan, options, book(), handler);
    }

    public Replayer.Preview preview(Plan plan, ReplayOptions options) {
        requireReplayable();
        replayer.requireSame(plan);
        return replayer.preview(plan, options, book());
    }

    private void requireReplayable() {
        if (!topic.isReplayable()) {
            throw new RefusedException("the letters of " + topic.name()
                    + " are not replayed: have the charge read again instead (refundctl charge refresh)");
        }
    }

    // Act

    /**
     * Replays a plan. It continues after the last recorded batch of an earlier process that was interrupted or
     * killed.
     *
     * @param stop whether to end; the current batch is finished first
     * @throws RefusedException if another process holds the topic, or the plan is for another topic
     */
    public Replayer.Outcome replay(
            Plan plan, ReplayOptions options, Mandate mandate, Progress progress, BooleanSupplier stop)
            throws InterruptedException {
        requireReplayable();
        replayer.requireSame(plan);
        Job before = book().unfinished(plan.id());
        String id = before == null ? newId() : before.id();
        try (AuditLog audit = new AuditLog(access, topic.names());
                JobLease lease = take(id, mandate, progress)) {
            // Another process may have ended the job while this one waited.
            Job found = lease.book().unfinished(plan.id());
            Job job = found == null
                    ? Job.begun(
                            before == null ? id : newId(),
                            Job.Kind.REPLAY,
                            plan.id(),
                            mandate.actor(),
                            mandate.why(),
                            plan.letters().size(),
                            Instant.now())
                    : found.advanced(0, 0, 0, found.diedAgain(), Instant.now());
            AuditedAction action =
                    new AuditedAction(job.id(), mandate.actor(), "dlt.replay", topic.name(), mandate.why());
            audit.intent(action, mandate.with(AuditDetails.of(plan, options, job)));
            try {
                Replayer.Outcome outcome = replayer.run(plan, options, job, lease, progress, stop);
                audit.outcome(action, AuditDetails.result(outcome.job()), AuditDetails.of(outcome.job()));
                return outcome;
            } catch (RuntimeException e) {
                tell(audit, action, e);
                throw e;
            }
        }
    }

    /**
     * Parks or discards letters.
     *
     * @param kind {@link Job.Kind#PARK} or {@link Job.Kind#DISCARD}
     * @param most maximum number of letters
     */
    public Job mark(
            Job.Kind kind, Selection selection, long most, Mandate mandate, Progress progress, BooleanSupplier stop) {
        String id = newId();
        try (AuditLog audit = new AuditLog(access, topic.names());
                JobLease lease = take(id, mandate, progress)) {
            Marking marking = new Marking(this, lease, kind, progress, stop);
            List<LetterId> letters = marking.selected(selection, most);
            Job job = Job.begun(id, kind, null, mandate.actor(), mandate.why(), letters.size(), Instant.now());
            AuditedAction action =
                    new AuditedAction(id, mandate.actor(), marking.action(), topic.name(), mandate.why());
            audit.intent(action, mandate.with(Map.of("selection", selection.toString(), "letters", letters.size())));
            try {
                Job ended = marking.run(job, letters);
                audit.outcome(action, AuditDetails.result(ended), AuditDetails.of(ended));
                return ended;
            } catch (RuntimeException e) {
                tell(audit, action, e);
                throw e;
            }
        }
    }

    /**
     * Ends a job, wherever it runs or ran, and waits for its end.
     *
     * @return absent if there is no such job
     */
    public @Nullable Job cancel(String job, Mandate mandate) {
        try (AuditLog audit = new AuditLog(access, topic.names())) {
            AuditedAction action = AuditedAction.of(mandate.actor(), "dlt.cancel", topic.name(), mandate.why());
            audit.intent(action, mandate.with(Map.of("job", job)));
            try {
                Job ended = Cancellation.cancel(access, topic, job, mandate.actor(), mandate.why());
                AuditEntry.Result result = ended != null && ended.status() == Job.Status.CANCELLED
                        ? AuditEntry.Result.DONE
                        : AuditEntry.Result.REFUSED;
                audit.outcome(
                        action,
                        result,
                        ended == null
                                ? Map.of()
                                : Map.of("status", ended.status().name()));
                return ended;
            } catch (RuntimeException e) {
                tell(audit, action, e);
                throw e;
            }
        }
    }

    private JobLease take(String job, Mandate mandate, Progress progress) {
        return JobLease.take(
                access,
                topic,
                job,
                mandate.actor(),
                lease -> progress.say("is " + lease.describe() + " still alive? That takes a moment to see"));
    }

    /** Writes the outcome to the audit log if possible. The failure that stopped the work may prevent this too. */
    private static void tell(AuditLog audit, AuditedAction action, RuntimeException failure) {
        try {
            audit.outcome(action, AuditEntry.Result.FAILED, Map.of("failure", String.valueOf(failure.getMessage())));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static String newId() {
        return Long.toString(Instant.now().toEpochMilli(), 36)
                + "-"
                + UUID.randomUUID().toString().substring(0, 4);
    }
}
