package io.github.refundworker.decide;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.tracing.StepSpans;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Ties one partition's decisions to its stream task: inputs, due times, and when to commit. */
final class DecideProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Duration DUE_CHECK = Duration.ofSeconds(1);

    private final DecideSettings settings;
    private final DecisionFunction decider;
    private final Supplier<@Nullable Instant> brokersTime;
    private final DecideMetrics metrics;
    private final DeadLetterFlood flood;
    private final StepSpans spans;
    private final CommittedCharges committed;
    private final Supplier<CommitPacer> pacer;

    private @Nullable PartitionView view;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable PartitionDecisions decisions;

    /** @param brokersTime what tells what is due; absent while it is not known */
    DecideProcessor(
            DecideSettings settings,
            DecisionFunction decider,
            Supplier<@Nullable Instant> brokersTime,
            DecideMetrics metrics,
            DeadLetterFlood flood,
            StepSpans spans,
            CommittedCharges committed,
            Supplier<CommitPacer> pacer) {
        this.settings = settings;
        this.decider = decider;
        this.brokersTime = brokersTime;
        this.metrics = metrics;
        this.flood = flood;
        this.spans = spans;
        this.committed = committed;
        this.pacer = pacer;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        PartitionView opened = committed.open(taskContext.taskId().partition());
        view = opened;
        decisions = new PartitionDecisions(
                settings,
                decider,
                metrics,
                flood,
                spans,
                (chargeId, stored) -> committed.changing(opened, chargeId, stored),
                taskContext);
        decisions.show();
        taskContext.schedule(DUE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::decideDue);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        requireNonNull(decisions).decide(record);
        requestCommit(requireNonNull(context));
    }

    /** By the brokers' time and not by the engine's, because every other time here is the brokers'. */
    private void decideDue(long engineTime) {
        requireNonNull(decisions).show();
        Instant now = brokersTime.get();
        if (now != null && requireNonNull(decisions).decideDue(now.toEpochMilli())) {
            requestCommit(requireNonNull(context));
        }
    }

    @Override
    public void close() {
        if (decisions != null) {
            decisions.close();
        }
        PartitionView opened = view;
        if (opened != null) {
            committed.close(requireNonNull(context).taskId().partition(), opened);
        }
    }

    /** Kafka Streams commits all tasks of the thread when one asks for it; so one alarm serves them all. */
    private void requestCommit(ProcessorContext<byte[], byte[]> taskContext) {
        CommitPacer threadPacer = pacer.get();
        Duration remaining = threadPacer.remaining();
        if (!remaining.isPositive()) {
            taskContext.commit();
        } else if (!threadPacer.hasAlarm()) {
            // The engine's clock has milliseconds.
            Duration delay = Duration.ofMillis(remaining.toMillis() + 1);
            threadPacer.setAlarm(delay);
            new CommitAlarm(taskContext).schedule(delay);
        }
    }

    /** Asks for one commit, once. */
    private static final class CommitAlarm {
        private final ProcessorContext<byte[], byte[]> context;
        private @Nullable Cancellable schedule;

        CommitAlarm(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
        }

        void schedule(Duration delay) {
            schedule = context.schedule(delay, PunctuationType.WALL_CLOCK_TIME, this::ring);
        }

        private void ring(long now) {
            requireNonNull(schedule).cancel();
            context.commit();
        }
    }
}
