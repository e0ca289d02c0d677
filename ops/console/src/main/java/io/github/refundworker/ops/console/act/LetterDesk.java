package io.github.refundworker.ops.console.act;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.console.ConsoleProperties;
import io.github.refundworker.ops.console.feed.Columns;
import io.github.refundworker.ops.console.feed.Feed;
import io.github.refundworker.ops.console.login.Person;
import io.github.refundworker.ops.console.proposals.Proposal;
import io.github.refundworker.ops.deadletter.RefusedException;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.replay.Plan;
import io.github.refundworker.ops.deadletter.replay.PlanFile;
import io.github.refundworker.ops.deadletter.replay.ReplayOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Plans, forecasts and proposes replays of dead letters, approves and cancels them. */
@Component
public final class LetterDesk {

    public static final String PROPOSE = "dlt.propose";

    /** A plan is kept in the audit log as one record. More letters are replayed in parts. */
    public static final int MOST = 10_000;

    private static final String RATE = "rate";
    private static final String REKEY = "rekey";
    private static final String UNBOUNDED = "unbounded";
    /** Before a currency: the most that moves of it. */
    private static final String AT_MOST = "atMost.";

    private final KafkaAccess access;
    private final TopicNames names;
    private final Duration maxAge;
    private final Proposals proposals;
    private final LetterJobs jobs;
    private final Feed feed;
    private final JdbcClient jdbc;

    /**
     * How somebody wants to replay.
     *
     * @param rate letters a second
     * @param rekey whether a letter that died because of its key gets the key that its request names
     */
    public record Options(int rate, boolean rekey) {

        public Options {
            if (rate < 1 || rate > 1_000) {
                throw new NotDoneException("Choose a rate between 1 and 1,000 letters a second.");
            }
        }

        ReplayOptions replay() {
            ReplayOptions defaults = ReplayOptions.DEFAULT;
            return new ReplayOptions(
                    rate,
                    defaults.canary(),
                    defaults.maxReplays(),
                    defaults.stopAfterRedeaths(),
                    rekey,
                    defaults.patience());
        }
    }

    /**
     * What a replay would do.
     *
     * @param letters that would be planned, as a digest: others make another plan
     */
    public record Draft(Plan plan, Forecast forecast, String letters) {}

    LetterDesk(
            KafkaAccess access,
            TopicNames names,
            ConsoleProperties properties,
            Proposals proposals,
            LetterJobs jobs,
            Feed feed,
            JdbcClient jdbc) {
        this.access = access;
        this.names = names;
        this.maxAge = properties.requestMaxAge();
        this.proposals = proposals;
        this.jobs = jobs;
        this.feed = feed;
        this.jdbc = jdbc;
    }

    /**
     * Plans open letters and says what becomes of each. Nothing is written.
     *
     * @param letters the oldest first
     * @param cause of them, for people
     */
    public Draft draft(String topic, List<LetterId> letters, String cause, Options options) {
        if (letters.isEmpty()) {
            throw new NotDoneException("No letter of this cause is open.");
        }
        DeadLetterDesk desk = desk(topic);
        Plan plan = desk.plan(letters, cause);
        return new Draft(
                plan,
                forecast(desk, plan, options),
                Integer.toHexString(plan.letters().hashCode()));
    }

    private DeadLetterDesk desk(String topic) {
        if (!topic.equals(names.requestsDeadLetters())) {
            throw new NotDoneException(
                    "The letters of this topic are not replayed. Have the charge read again instead.");
        }
        return new DeadLetterDesk(access, new DeadLetterTopic(topic));
    }

    private Forecast forecast(DeadLetterDesk desk, Plan plan, Options options) {
        if (!feed.freshness().isCurrent()) {
            throw new NotDoneException(
                    "The console has not read all records yet, so a forecast would be wrong. Wait a moment.");
        }
        Forecast forecast = new Forecast(new Database(jdbc), maxAge, Instant.now());
        try {
            desk.foresee(plan, options.replay(), forecast::add);
        } catch (RefusedException e) {
            throw new NotDoneException(String.valueOf(e.getMessage()));
        }
        return forecast;
    }

    /**
     * Proposes a replay.
     *
     * @param seen the digest of the letters that the person saw the forecast of
     */
    public Said propose(
            Person person,
            String topic,
            List<LetterId> letters,
            String cause,
            Options options,
            String seen,
            String why) {
        Draft draft = draft(topic, letters, cause, options);
        if (!draft.letters().equals(seen)) {
            throw new NotDoneException("The open letters of this cause have changed since the forecast. Look again.");
        }
        Plan plan = draft.plan();
        Forecast forecast = draft.forecast();
        Map<String, Object> details = new HashMap<>();
        details.put("plan", plan.id());
        details.put("letters", plan.letters().size());
        details.put("selection", cause);
        details.put("money", forecast.money());
        details.put(RATE, options.rate());
        details.put(REKEY, options.rekey());
        details.put(UNBOUNDED, forecast.unbounded());
        forecast.sums().forEach((currency, sum) -> details.put(AT_MOST + currency, sum.toPlainString()));
        forecast.counts().forEach((fate, count) -> details.put("letters." + fate.name(), count));
        details.put(Proposal.PLAN, PlanFile.text(plan));
        proposals.propose(person, PROPOSE, topic, why, details);
        return new Said(Said.Kind.DONE, "Proposed. Another person has to approve it; until then nothing is sent.");
    }

    /**
     * Approves what another person proposed, and begins it.
     *
     * @param digest of what the approver saw
     */
    public Said approve(Person person, String id, String digest) {
        Proposal proposal = proposals.toApprove(person, id, digest);
        Plan plan = plan(proposal);
        Options options = options(proposal);
        Forecast now = forecast(desk(proposal.target()), plan, options);
        if (!now.isWithin(approved(proposal), Long.parseLong(proposal.detail(UNBOUNDED)))) {
            throw new NotDoneException("It would move up to " + now.money() + " now, and " + proposal.detail("money")
                    + " was proposed. Propose it again.");
        }
        proposals.rule(proposal, person, Proposal.Kind.APPROVED, null);
        jobs.begin(new LetterJobs.Approved(proposal, person.name(), plan, options.replay()));
        return new Said(
                Said.Kind.DONE, "Approved. The first letters go; the rest follows when the worker has taken them.");
    }

    /** The plan of a proposal of the log. */
    static Plan plan(Proposal proposal) {
        if (!proposal.action().equals(PROPOSE)) {
            throw new NotDoneException("This is no proposal about dead letters.");
        }
        Plan plan = PlanFile.parse(proposal.detail(Proposal.PLAN), "the proposal");
        if (!plan.id().equals(proposal.detail("plan")) || !plan.topic().name().equals(proposal.target())) {
            throw new NotDoneException("The proposal's plan is not the one that it names.");
        }
        return plan;
    }

    static Options options(Proposal proposal) {
        return new Options(Integer.parseInt(proposal.detail(RATE)), Boolean.parseBoolean(proposal.detail(REKEY)));
    }

    private static Map<String, BigDecimal> approved(Proposal proposal) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        proposal.details().forEach((name, value) -> {
            if (name.startsWith(AT_MOST)) {
                sums.put(name.substring(AT_MOST.length()), new BigDecimal(value.toString()));
            }
        });
        return sums;
    }

    /** Ends a job, wherever it runs. Letters that are on their way are not called back. */
    public Said cancel(Person person, String topic, String job, String why) {
        Job ended = desk(topic).cancel(job, new Mandate(person.name(), Reason.of(why), Map.of("origin", "console")));
        if (ended == null) {
            throw new NotDoneException("No such job is known.");
        }
        return ended.status() == Job.Status.CANCELLED
                ? new Said(Said.Kind.DONE, "Cancelled. " + ended.replayed() + " letters had been sent.")
                : new Said(Said.Kind.REFUSED, "The job had ended before: " + ended.status() + ".");
    }

    /** What the copy of the topics knows. */
    private record Database(JdbcClient jdbc) implements Forecast.Known {

        @Override
        public boolean isAnswered(String chargeId, String requestId) {
            return jdbc.sql("select count(*) from event where charge_id = :charge and request_id = :request")
                            .param("charge", Columns.indexed(chargeId))
                            .param("request", Columns.indexed(requestId))
                            .query(Long.class)
                            .single()
                    > 0;
        }

        @Override
        public Forecast.@Nullable Left left(String chargeId) {
            return jdbc.sql("select refundable, currency from charge where id = :id")
                    .param("id", Columns.indexed(chargeId))
                    .query((row, number) ->
                            new Forecast.Left(row.getBigDecimal("refundable"), row.getString("currency")))
                    .optional()
                    .orElse(null);
        }
    }
}
