package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicAdmin;
import io.github.refundworker.ops.client.TopicScan;
import io.github.refundworker.ops.deadletter.RefusedException;
import io.github.refundworker.ops.deadletter.book.Book;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.book.JobLease;
import io.github.refundworker.ops.deadletter.book.Mark;
import io.github.refundworker.ops.deadletter.letter.Contents;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Selection;
import io.github.refundworker.ops.deadletter.replay.PlannedLetters.Planned;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/** Plans, previews and runs replays on real brokers. */
public final class Replayer {

    private static final int BATCH = 500;

    private final KafkaAccess access;
    private final DeadLetterTopic topic;

    public Replayer(KafkaAccess access, DeadLetterTopic topic) {
        this.access = access;
        this.topic = topic;
    }

    /**
     * The result of a replay.
     *
     * @param skipped number of skipped letters by reason
     */
    public record Outcome(Job job, Map<String, Long> skipped) {}

    /**
     * A preview of a replay.
     *
     * @param send letters that would be sent
     * @param park letters that would be parked
     * @param skip letters that would stay as they are, by reason
     * @param miskeyed of the letters to send, those that died because of their key and would keep it
     */
    public record Preview(long send, long park, Map<String, Long> skip, long miskeyed) {}

    /**
     * Freezes the current selection into a plan.
     *
     * @param most maximum number of letters
     * @throws RefusedException if more are selected than a plan can hold
     */
    public Plan plan(Selection selection, long most, Book book) {
        List<LetterId> letters = new ArrayList<>();
        Map<Integer, Long> ends = TopicScan.read(access, topic.name(), starts -> starts, record -> {
            DeadLetter letter = DeadLetter.of(record);
            if (selection.includes(letter, book.state(letter.id()))) {
                letters.add(letter.id());
            }
            return letters.size() < most && letters.size() <= Plan.MOST;
        });
        if (letters.size() > Plan.MOST) {
            throw new RefusedException("more than " + Plan.MOST + " letters are selected: plan them in parts");
        }
        Set<LetterState> states = selection.states().isEmpty() ? EnumSet.allOf(LetterState.class) : selection.states();
        return plan(letters, selection.toString(), states, Objects.requireNonNull(ends, topic.name()));
    }

    /**
     * Freezes letters that the caller has chosen.
     *
     * @param selection how they were chosen, for people
     * @param states in which a letter is still as planned
     */
    public Plan plan(Collection<LetterId> letters, String selection, Set<LetterState> states) {
        Map<Integer, Long> ends = TopicScan.read(access, topic.name(), starts -> Map.of(), record -> false);
        if (ends == null) {
            throw new BrokerUnreachableException("the broker at " + access.bootstrap() + " has no topic " + topic.name()
                    + ": is the worker running?");
        }
        return plan(letters, selection, states, ends);
    }

    private Plan plan(
            Collection<LetterId> letters, String selection, Set<LetterState> states, Map<Integer, Long> ends) {
        String cluster;
        String topicId;
        try (TopicAdmin admin = new TopicAdmin(access)) {
            cluster = admin.clusterId();
            topicId = topicId(admin);
        }
        return PlanFile.plan(
                topic, cluster, topicId, Instant.now().toString(), selection, states, ends, List.copyOf(letters));
    }

    private String topicId(TopicAdmin admin) {
        TopicDescription found = admin.describe(topic.name());
        if (found == null) {
            throw new BrokerUnreachableException("the broker at " + access.bootstrap() + " has no topic " + topic.name()
                    + ": is the worker running?");
        }
        return found.topicId().toString();
    }

    /** @throws RefusedException if the plan is for another cluster, or for a topic that was created again since */
    public void requireSame(Plan plan) {
        try (TopicAdmin admin = new TopicAdmin(access)) {
            if (!plan.cluster().equals(admin.clusterId())) {
                throw new RefusedException("the plan is of another cluster than " + access.bootstrap());
            }
            if (!plan.topicId().equals(topicId(admin))) {
                throw new RefusedException(
                        "the topic " + topic.name() + " was made again since the plan was: its letters are others");
            }
        }
    }

    public Preview preview(Plan plan, ReplayOptions options, Book book) {
        long[] counts = new long[3];
        Map<String, Long> skip = new LinkedHashMap<>();
        foresee(plan, options, book, fate -> {
            switch (fate) {
                case Fate.Sent sent -> {
                    counts[0]++;
                    counts[2] += sent.keepsWrongKey() ? 1 : 0;
                }
                case Fate.Parked parked -> counts[1]++;
                case Fate.Stays stays -> skip.merge(stays.why(), 1L, Long::sum);
            }
        });
        return new Preview(counts[0], counts[1], skip, counts[2]);
    }

    /** Tells of each letter that is left of a plan what a replay would do with it now. */
    public void foresee(Plan plan, ReplayOptions options, Book book, Consumer<Fate> handler) {
        Triage triage = new Triage(topic, "preview", "preview", plan.states(), options);
        try (KafkaLetters letters = new KafkaLetters(access, topic, left(plan, book.unfinished(plan.id())))) {
            for (List<Planned> some = letters.next(BATCH); !some.isEmpty(); some = letters.next(BATCH)) {
                some.forEach(planned -> handler.accept(fate(triage, planned, book)));
            }
        }
    }

    private static Fate fate(Triage triage, Planned planned, Book book) {
        DeadLetter letter = planned.letter();
        return switch (triage.of(letter, book.state(planned.id()))) {
            case Disposition.Send unused -> {
                DeadLetter sent = Objects.requireNonNull(letter);
                yield new Fate.Sent(
                        planned.id(),
                        sent,
                        triage.written(sent, Contents.of(sent.value())),
                        Triage.keepsWrongKey(sent, triage.options()));
            }
            case Disposition.Park() -> new Fate.Parked(planned.id());
            case Disposition.Skip(var why) -> new Fate.Stays(planned.id(), why.toString(), letter);
        };
    }

    private static List<LetterId> left(Plan plan, @Nullable Job done) {
        int from = done == null
                ? 0
                : Math.toIntExact(Math.min(done.dealtWith(), plan.letters().size()));
        return plan.letters().subList(from, plan.letters().size());
    }

    private static Map<String, Long> named(Map<Disposition.Why, Long> counts) {
        Map<String, Long> named = new LinkedHashMap<>();
        counts.forEach((why, count) -> named.put(why.toString(), count));
        return named;
    }

    /**
     * Runs a job to any end.
     *
     * @param job as last recorded, or new
     * @param stop whether to end; the current batch is finished first
     */
    public Outcome run(
            Plan plan, ReplayOptions options, Job job, JobLease lease, Progress progress, BooleanSupplier stop)
            throws InterruptedException {
        JobBook book = new JobBook() {
            @Override
            public Book book() {
                return lease.book();
            }

            @Override
            public void record(Map<LetterId, Mark> marks, Job now) {
                lease.record(marks, now);
            }
        };
        try (KafkaLetters letters = new KafkaLetters(access, topic, left(plan, job));
                KafkaOutbox outbox = new KafkaOutbox(access);
                KafkaAftermath aftermath = new KafkaAftermath(access, plan, job.id())) {
            ReplayJob replay = new ReplayJob(
                    job,
                    letters,
                    outbox,
                    book,
                    aftermath,
                    new Triage(topic, job.id(), job.actor(), plan.states(), options),
                    Pace.of(options.perSecond()),
                    Clock.systemUTC(),
                    progress,
                    stop);
            return new Outcome(replay.run(), named(replay.skipped()));
        }
    }
}
