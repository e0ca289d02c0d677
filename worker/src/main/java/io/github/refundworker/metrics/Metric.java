package io.github.refundworker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of the worker. Code creates meters only through this list, so the list is complete. A caller on a busy path
 * keeps the meter that it got.
 */
public enum Metric {
    REQUESTS(Kind.COUNTER, "refunds.requests", "Requests by outcome", Tag.OUTCOME),
    REJECTED(Kind.COUNTER, "refunds.rejected", "Rejected requests by error code", Tag.CODE),
    COMPLETED(
            Kind.COUNTER,
            "refunds.completed",
            "Refunds that became SUCCEEDED, FAILED or REVERSED",
            Tag.STATUS,
            Tag.PROVIDER),
    AMOUNT(
            Kind.COUNTER,
            "refunds.amount",
            "Money of these refunds in the currency's main unit; for monitoring, not for accounting",
            Tag.CURRENCY,
            Tag.STATUS),
    CONTRADICTIONS(
            Kind.COUNTER,
            "refunds.contradictions",
            "Refunds where the provider shows the opposite of what a person decided",
            Tag.PROVIDER),
    LATENCY(
            "refunds.latency",
            "Time from the writing of a request until its refund first ended",
            List.of(0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0, 86_400.0),
            Tag.PROVIDER),

    PENDING(Kind.GAUGE, "refunds.pending", "Refunds with the status PENDING", Tag.PROVIDER),
    UNRESOLVED(
            Kind.GAUGE, "refunds.unresolved", "Pending refunds that may or may not have been executed", Tag.PROVIDER),
    REVIEW(Kind.GAUGE, "refunds.review", "Pending refunds that wait for a person's decision", Tag.PROVIDER),
    WAITING(Kind.GAUGE, "refunds.waiting", "Requests that wait for their turn on a charge", Tag.PROVIDER),
    PENDING_AMOUNT(
            Kind.GAUGE,
            "refunds.pending.amount",
            "Money of the pending refunds by stage, in the currency's main unit",
            Tag.PROVIDER,
            Tag.CURRENCY,
            Tag.STAGE),
    OLDEST_AGE(
            Kind.GAUGE,
            "refunds.pending.oldest.age",
            "Age of the oldest pending refund by stage, counted from its request; 0 without a pending refund",
            Unit.SECONDS,
            Tag.PROVIDER,
            Tag.STAGE),

    TAKEN(Kind.COUNTER, "refunds.intake.taken", "Requests that intake wrote to the inputs topic"),
    WEBHOOKS(Kind.COUNTER, "refunds.webhooks", "Webhooks that providers posted", Tag.PROVIDER, Tag.DELIVERY),
    DEAD_LETTERED(
            Kind.COUNTER, "refunds.dead.lettered", "Records written to a dead-letter topic", Tag.TOPIC, Tag.REASON),
    REPLAYED(Kind.COUNTER, "refunds.replayed", "Replayed requests by their result at intake", Tag.REPLAY),
    INTAKE_STOPPED(
            Kind.GAUGE,
            "refunds.intake.stopped",
            "1 while intake takes no requests of the topic because too many became dead letters, else 0",
            Tag.TOPIC),

    PROVIDER_CALL(
            "refunds.provider.call",
            "Calls to the provider by result",
            List.of(0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0),
            Tag.PROVIDER,
            Tag.OPERATION,
            Tag.RESULT),
    PERMIT_WAIT("refunds.provider.permit.wait", "Waits of calls for the rate limit", List.of(), Tag.PROVIDER),
    BREAKER_STATE(
            Kind.GAUGE,
            "refunds.provider.breaker.state",
            "State of the circuit breaker: 0 closed, 1 half open, 2 open",
            Tag.PROVIDER),
    BREAKER_REFUSED(
            Kind.COUNTER,
            "refunds.provider.breaker.refused",
            "Calls that the open circuit breaker did not permit",
            Tag.PROVIDER),
    IN_FLIGHT(Kind.GAUGE, "refunds.execute.in.flight", "Commands in execution", Tag.PROVIDER),
    BACKLOG(Kind.GAUGE, "refunds.execute.backlog", "Commands in memory that are not begun", Tag.PROVIDER),
    ANSWERS_UNACKNOWLEDGED(
            Kind.GAUGE,
            "refunds.execute.answers.unacknowledged",
            "Answers that the broker has not acknowledged yet",
            Tag.PROVIDER),
    ANSWERS_FAILED(
            Kind.COUNTER,
            "refunds.execute.answers.failed",
            "Answers that the broker did not take at once",
            Tag.PROVIDER),
    PARTITIONS_STOPPED(
            Kind.GAUGE,
            "refunds.execute.partitions.stopped",
            "Partitions that are stopped before an unreadable command",
            Tag.PROVIDER),
    BUGS(
            Kind.COUNTER,
            "refunds.execute.bugs",
            "Commands answered as unknown because their execution threw an exception",
            Tag.PROVIDER),

    DECIDE_PARTITIONS_STOPPED(
            Kind.GAUGE,
            "refunds.decide.partitions.stopped",
            "Partitions that are stopped, wholly or for one charge, before a record that needs another version or"
                    + " setting of the worker"),
    RESTORE_REMAINING(
            Kind.GAUGE, "refunds.decide.restore.remaining", "Records of the changelogs that are still to be restored"),
    COMMIT(
            "refunds.decide.commit",
            "Duration of commits by part: flush until all records are acknowledged, offsets, end of the transaction",
            List.of(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
            Tag.PART),
    COMMIT_PAUSE("refunds.decide.commit.pause", "Pause of a thread until its next commit", List.of()),
    COMMIT_PARTITIONS(
            Kind.COUNTER, "refunds.decide.commit.partitions", "Partitions that commits wrote to; each costs a marker"),
    COMMITS_EMPTY(
            Kind.COUNTER,
            "refunds.decide.commits.empty",
            "Commits without a record; a few for the offsets of ignored inputs are normal"),
    LAG(Kind.GAUGE, "refunds.lag", "Records on a topic that its step has not committed yet", Tag.TOPIC),
    STABLE_AGE(
            Kind.GAUGE,
            "refunds.last.stable.offset.age",
            "How long an open transaction has hidden records of a topic from readers; 0 without one",
            Unit.SECONDS,
            Tag.TOPIC),
    CLOCK_OFFSET(
            Kind.GAUGE,
            "refunds.clock.offset",
            "How far this process's clock is ahead of the brokers'; NaN while unknown",
            Unit.SECONDS),
    STEP_READY(Kind.GAUGE, "refunds.step.ready", "1 while a step is ready, else 0", Tag.STEP),
    STEP_ALIVE(Kind.GAUGE, "refunds.step.alive", "0 once only a new process can continue a step, else 1", Tag.STEP);

    public enum Kind {
        COUNTER,
        GAUGE,
        TIMER
    }

    private static final class Unit {
        static final String SECONDS = "seconds";
    }

    private final Kind kind;
    private final String key;
    private final String description;
    private final @Nullable String unit;
    private final List<Double> buckets;
    private final List<Tag> tags;

    Metric(Kind kind, String key, String description, Tag... tags) {
        this(kind, key, description, null, List.of(), tags);
    }

    Metric(Kind kind, String key, String description, String unit, Tag... tags) {
        this(kind, key, description, unit, List.of(), tags);
    }

    Metric(String key, String description, List<Double> buckets, Tag... tags) {
        this(Kind.TIMER, key, description, Unit.SECONDS, buckets, tags);
    }

    Metric(Kind kind, String key, String description, @Nullable String unit, List<Double> buckets, Tag... tags) {
        this.kind = kind;
        this.key = key;
        this.description = description;
        this.unit = unit;
        this.buckets = buckets;
        this.tags = List.of(tags);
    }

    public Counter counter(MeterRegistry registry, String... values) {
        require(Kind.COUNTER);
        return Counter.builder(key).description(description).tags(tags(values)).register(registry);
    }

    public Timer timer(MeterRegistry registry, String... values) {
        require(Kind.TIMER);
        return Timer.builder(key)
                .description(description)
                .tags(tags(values))
                .serviceLevelObjectives(buckets.stream().map(Metric::duration).toArray(Duration[]::new))
                .register(registry);
    }

    /** @param object is not kept from being collected */
    public <T> Meter gauge(MeterRegistry registry, T object, ToDoubleFunction<T> value, String... values) {
        require(Kind.GAUGE);
        return Gauge.builder(key, object, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags(values))
                .register(registry);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private Tags tags(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(key + " has the tags " + tags);
        }
        Tags all = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            all = all.and(tags.get(i).key(), values[i]);
        }
        return all;
    }

    private void require(Kind wanted) {
        if (kind != wanted) {
            throw new IllegalStateException(key + " is a " + kind);
        }
    }

    public Kind kind() {
        return kind;
    }

    /** Its name with dots. */
    public String key() {
        return key;
    }

    public String description() {
        return description;
    }

    public @Nullable String unit() {
        return unit;
    }

    /** Upper bounds in seconds. */
    public List<Double> buckets() {
        return buckets;
    }

    public List<Tag> tags() {
        return tags;
    }
}
