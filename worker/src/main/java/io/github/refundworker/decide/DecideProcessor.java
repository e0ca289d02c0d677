package io.github.refundworker.decide;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.decide.commit.CommitPacer;
import io.github.refundworker.decide.store.CommittedCharges;
import io.github.refundworker.decide.store.PartitionView;
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

/** Connects the decisions of one partition to its stream task: inputs, due times, and when to commit. */
public final class DecideProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Duration DUE_CHECK = Duration.ofSeconds(1);

    private final DecideSettings settings;
    private final DecisionFunction decider;
    private final Supplier<@Nullable Instant> brokersTime;
    private final DecideMetrics metrics;
    private final DeadLetterFlood flood;
    private final StepSpans spans;
    private final CommittedCharges committed;
    private final Standstills standstills;
    private final Supplier<CommitPacer> pacer;

    private @Nullable PartitionView view;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable PartitionDecisions decisions;

    /** @param brokersTime the time for due times; absent while it is unknown */
    public DecideProcessor(
            DecideSettings settings,
            DecisionFunction decider,
            Supplier<@Nullable Instant> brokersTime,
            DecideMetrics metrics,
            DeadLetterFlood flood,
            StepSpans spans,
            CommittedCharges committed,
            Standstills standstills,
            Supplier<CommitPacer> pacer) {
        this.settings = settings;
        this.decider = decider;
        this.brokersTime = brokersTime;
        this.metrics = metrics;
        this.flood = flood;
        this.spans = spans;
        this.committed = committed;
        this.standstills = standstills;
        this.pacer = pacer;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        int partition = taskContext.taskId().partition();
        standstills.opened(partition);
        PartitionView opened = committed.open(partition);
        view = opened;
        decisions = new PartitionDecisions(
                settings,
                decider,
                metrics,
                flood,
                spans,
                standstills,
                (chargeId, stored) -> committed.changing(opened, chargeId, stored),
                taskContext);
        decisions.show();
        taskContext.schedule(DUE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::decideDue);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        // An ignored input leaves only its offset to commit, and the regular commit of Kafka Streams includes that.
        if (requireNonNull(decisions).decide(record)) {
            requestCommit(requireNonNull(context));
        }
    }

    /** Uses the brokers' time and not that of Kafka Streams, because every other time here is the brokers'. */
    private void decideDue(long engineTime) {
        PartitionDecisions at = requireNonNull(decisions);
        boolean wrote = at.correctOpenWork();
        at.show();
        Instant now = brokersTime.get();
        if (now != null) {
            wrote |= at.decideDue(now.toEpochMilli());
        }
        if (wrote) {
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
            int partition = requireNonNull(context).taskId().partition();
            standstills.closed(partition);
            committed.close(partition, opened);
        }
    }

    /** One alarm serves all tasks of the thread, because Kafka Streams commits all of them when one asks for it. */
    private void requestCommit(ProcessorContext<byte[], byte[]> taskContext) {
        CommitPacer threadPacer = pacer.get();
        Duration remaining = threadPacer.remaining();
        if (!remaining.isPositive()) {
            taskContext.commit();
        } else if (!threadPacer.hasAlarm()) {
            // Kafka Streams' clock has milliseconds.
            Duration delay = Duration.ofMillis(remaining.toMillis() + 1);
            CommitAlarm alarm = new CommitAlarm(threadPacer, taskContext);
            threadPacer.setAlarm(alarm, delay);
            alarm.schedule(delay);
        }
    }

    /** Asks for one commit, once. */
    private static final class CommitAlarm implements CommitPacer.Alarm {
        private final CommitPacer pacer;
        private final ProcessorContext<byte[], byte[]> context;
        private @Nullable Cancellable schedule;

        CommitAlarm(CommitPacer pacer, ProcessorContext<byte[], byte[]> context) {
            this.pacer = pacer;
            this.context = context;
        }

        void schedule(Duration delay) {
            schedule = context.schedule(delay, PunctuationType.WALL_CLOCK_TIME, this::ring);
        }

        private void ring(long now) {
            requireNonNull(schedule).cancel();
            if (pacer.holds(this)) {
                context.commit();
            }
        }
    }
}
