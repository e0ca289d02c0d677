package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.console.act.LetterDesk;
import io.github.refundworker.ops.console.act.LetterJobs;
import io.github.refundworker.ops.console.act.Proposals;
import io.github.refundworker.ops.console.proposals.Proposal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what was proposed about dead letters, and how far the replays are. */
@Component
public class JobQueries {

    private static final int SHOWN = 10;

    private final JdbcClient jdbc;
    private final Proposals proposals;
    private final LetterJobs jobs;

    /** The progress of a job, as the topic of jobs tells it. */
    public record Progress(
            String topic,
            String id,
            String status,
            long total,
            long replayed,
            long parked,
            long skipped,
            long diedAgain,
            boolean canaryPassed,
            @Nullable String note,
            Instant startedAt,
            Instant updatedAt) {

        public boolean goesOn() {
            return status.equals("RUNNING") || status.equals("INTERRUPTED");
        }

        /** A length of the bar, of 100. */
        public String part(long letters) {
            return Show.pixels(total == 0 ? 0 : 100.0 * letters / total);
        }
    }

    /**
     * A proposed replay, and its job.
     *
     * @param job absent before the first letter
     * @param trouble why the job does not go on
     */
    public record Replay(
            Proposal proposal,
            @Nullable Progress job,
            @Nullable String trouble) {

        /** Whether the page may change without anybody's doing. */
        public boolean moves() {
            Proposal.Ruling ruling = proposal.ruling();
            return ruling != null && ruling.kind() == Proposal.Kind.APPROVED && (job == null || job.goesOn());
        }
    }

    JobQueries(JdbcClient jdbc, Proposals proposals, LetterJobs jobs) {
        this.jdbc = jdbc;
        this.proposals = proposals;
        this.jobs = jobs;
    }

    /** The latest replays. */
    List<Replay> replays(String topic) {
        return proposals.about(topic).stream()
                .filter(proposal -> proposal.action().equals(LetterDesk.PROPOSE))
                .limit(SHOWN)
                .map(proposal -> {
                    String plan = proposal.detail("plan");
                    return new Replay(proposal, job(topic, plan), jobs.trouble(plan));
                })
                .toList();
    }

    private @Nullable Progress job(String topic, String plan) {
        return jdbc.sql("select * from job where topic = :topic and plan = :plan order by started_at desc limit 1")
                .param("topic", topic)
                .param("plan", plan)
                .query(JobQueries::progress)
                .optional()
                .orElse(null);
    }

    private static Progress progress(ResultSet row, int number) throws SQLException {
        return new Progress(
                row.getString("topic"),
                row.getString("id"),
                row.getString("status"),
                row.getLong("total"),
                row.getLong("replayed"),
                row.getLong("parked"),
                row.getLong("skipped"),
                row.getLong("died_again"),
                row.getBoolean("canary_passed"),
                row.getString("note"),
                RefundQueries.instant(row, "started_at"),
                RefundQueries.instant(row, "updated_at"));
    }
}
