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
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Selection;
import io.github.refundworker.ops.deadletter.replay.PlannedLetters.Planned;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
        String cluster;
        String topicId;
        try (TopicAdmin admin = new TopicAdmin(access)) {
            cluster = admin.clusterId();
            topicId = topicId(admin);
        }
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
        return PlanFile.plan(
                topic,
                cluster,
                topicId,
                Instant.now().toString(),
                selection.toString(),
                states,
                Objects.requireNonNull(ends, topic.name()),
                letters);
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
        Job done = book.unfinished(plan.id());
        Triage triage = new Triage(topic, "preview", "preview", plan.states(), options);
        long send = 0;
        long park = 0;
        long miskeyed = 0;
        Map<Disposition.Why, Long> skip = new EnumMap<>(Disposition.Why.class);
        try (KafkaLetters letters = new KafkaLetters(access, topic, left(plan, done))) {
            for (List<Planned> some = letters.next(BATCH); !some.isEmpty(); some = letters.next(BATCH)) {
                for (Planned planned : some) {
                    switch (triage.of(planned.letter(), book.state(planned.id()))) {
                        case Disposition.Send unused -> {
                            send++;
                            miskeyed += Triage.keepsWrongKey(planned.letter(), options) ? 1 : 0;
                        }
                        case Disposition.Park() -> park++;
                        case Disposition.Skip(var why) -> skip.merge(why, 1L, Long::sum);
                    }
                }
            }
        }
        return new Preview(send, park, named(skip), miskeyed);
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
