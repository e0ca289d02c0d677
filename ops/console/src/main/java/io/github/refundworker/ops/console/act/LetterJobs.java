package io.github.refundworker.ops.console.act;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicAdmin;
import io.github.refundworker.ops.console.feed.Feed;
import io.github.refundworker.ops.console.proposals.Proposal;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.replay.Plan;
import io.github.refundworker.ops.deadletter.replay.Progress;
import io.github.refundworker.ops.deadletter.replay.ReplayOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Runs the replays that were approved. Their progress is on the topic of jobs, so a console that was killed goes on where
 * the last one stood.
 */
@Component
public final class LetterJobs implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LetterJobs.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration UNTIL_STOPPED = Duration.ofSeconds(20);

    private final KafkaAccess access;
    private final TopicNames names;
    private final Proposals proposals;
    private final Feed feed;
    private final JdbcClient jdbc;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private @Nullable Thread resuming;

    /** What runs. */
    record Approved(Proposal proposal, String approver, Plan plan, ReplayOptions options) {}

    LetterJobs(KafkaAccess access, TopicNames names, Proposals proposals, Feed feed, JdbcClient jdbc) {
        this.access = access;
        this.names = names;
        this.proposals = proposals;
        this.feed = feed;
        this.jdbc = jdbc;
    }

    /** Why the job of this plan does not go on. Absent if it does, or if it has ended. */
    public @Nullable String trouble(String plan) {
        return troubles.get(plan);
    }

    void begin(Approved approved) {
        running.computeIfAbsent(
                approved.plan().id(), plan -> Thread.ofPlatform().name("replay").start(() -> run(approved)));
    }

    private void run(Approved approved) {
        Proposal proposal = approved.proposal();
        String plan = approved.plan().id();
        DeadLetterDesk desk = new DeadLetterDesk(access, new DeadLetterTopic(proposal.target()));
        Mandate mandate = new Mandate(
                proposal.proposer(),
                proposal.why(),
                Map.of("origin", "console", "proposal", proposal.id(), "approver", approved.approver()));
        try {
            boolean ended = false;
            while (!stopping && !ended) {
                try {
                    desk.replay(approved.plan(), approved.options(), mandate, new Silent(), () -> stopping);
                    ended = true;
                    troubles.remove(plan);
                } catch (RuntimeException e) {
                    // The broker is away, another job holds the topic, or another console took over.
                    String trouble = String.valueOf(e.getMessage());
                    if (!trouble.equals(troubles.put(plan, trouble))) {
                        LOG.warn("the replay of plan={} does not go on; it is tried again: {}", plan, trouble, e);
                    }
                    Thread.sleep(PAUSE);
                    ended = isOver(desk, approved);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.remove(plan);
        }
    }

    /** Whether the job has ended elsewhere meanwhile, or can no longer begin. */
    private static boolean isOver(DeadLetterDesk desk, Approved approved) {
        try {
            List<Job> jobs = jobs(desk, approved.plan());
            return jobs.isEmpty()
                    ? Instant.now().isAfter(approved.proposal().expires())
                    : jobs.stream().anyMatch(job -> !job.status().goesOn());
        } catch (RuntimeException e) {
            return false; // the broker is away
        }
    }

    private static List<Job> jobs(DeadLetterDesk desk, Plan plan) {
        return desk.jobs().jobs().stream()
                .filter(job -> plan.id().equals(job.plan()))
                .toList();
    }

    @Override
    public void start() {
        stopping = false;
        resuming = Thread.ofPlatform().name("resume").start(this::resume);
    }

    /** What was approved and has not ended goes on; what never began only if it could still be approved. */
    private void resume() {
        try {
            while (!stopping && !isAuditCopied()) {
                Thread.sleep(Duration.ofMillis(200));
            }
            for (Unfinished each : stopping ? List.<Unfinished>of() : unfinished()) {
                resume(each);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the database knows every approval that was given before now. */
    private boolean isAuditCopied() {
        try (TopicAdmin admin = new TopicAdmin(access)) {
            if (admin.describe(names.audit()) == null) {
                return true;
            }
            long end = admin.end(new TopicPartition(names.audit(), 0));
            return end == 0 || feed.awaitCopied(names.audit(), 0, end - 1, Duration.ofSeconds(1));
        } catch (RuntimeException e) {
            return false; // every page says that the topics are not read
        }
    }

    private record Unfinished(String proposal, long offset) {}

    private List<Unfinished> unfinished() {
        return jdbc.sql("""
                select p.id, p.entry_offset from proposal p
                where p.action = :action and p.ruling = 'APPROVED' order by p.entry_offset desc limit 100""")
                .param("action", LetterDesk.PROPOSE)
                .query((row, number) -> new Unfinished(row.getString("id"), row.getLong("entry_offset")))
                .list();
    }

    private void resume(Unfinished found) {
        try {
            Proposal proposal = proposals.fromLog(found.proposal, found.offset);
            Proposal.Ruling ruling = proposal.ruling();
            if (ruling == null || ruling.kind() != Proposal.Kind.APPROVED) {
                return;
            }
            Plan plan = LetterDesk.plan(proposal);
            Approved approved = new Approved(
                    proposal, ruling.by(), plan, LetterDesk.options(proposal).replay());
            if (!isOver(new DeadLetterDesk(access, plan.topic()), approved)) {
                begin(approved);
            }
        } catch (RuntimeException e) {
            LOG.warn("an approved replay does not go on: proposal={}", found.proposal, e);
        }
    }

    @Override
    public void stop() {
        stopping = true;
        try {
            Thread first = resuming;
            if (first != null) {
                first.join(UNTIL_STOPPED);
            }
            for (Thread each : List.copyOf(running.values())) {
                each.join(UNTIL_STOPPED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        resuming = null;
    }

    @Override
    public boolean isRunning() {
        return resuming != null;
    }

    /** The topic of jobs tells everybody. */
    private static final class Silent implements Progress {
        @Override
        public void at(Job job) {}

        @Override
        public void say(String what) {}
    }
}
