package io.github.refundworker.execute;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** One executor process on simulated time: the real core, procedures and records, with a simulation around them. */
public final class SimulatedExecutor {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** So few that a handful of commands fills them. */
    private static final ExecutorSettings TIGHT = new ExecutorSettings(
            2,
            2,
            4,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            0,
            Duration.ofMillis(250),
            ExecutorSettings.Breaker.DEFAULT,
            512 * 1024);

    public enum Call {
        SEND,
        LOOK_UP,
        DESCRIBE
    }

    /** What a process has around it. Everything that it is told comes back later, as an event of its own. */
    public interface Surroundings {
        /** By the process's own clock, which may be set. */
        Instant now();

        /** As the process has compared its clock with theirs. */
        Instant brokersNow();

        /** Time that only goes on. */
        Instant steadyNow();

        void later(Duration time, Runnable event);

        /** @param last what the execution heard last */
        void call(Command command, Call call, @Nullable ProviderResponse last, Consumer<ProviderResponse> response);

        /** @param acknowledged whether the broker took it */
        void append(ProducerRecord<byte[], byte[]> answer, Consumer<Boolean> acknowledged);

        /** @return whether the broker took it */
        boolean commit(int partition, long offset);

        /** It has room again for more of these. */
        void resumed(Set<Integer> partitions);
    }

    private final Capabilities capabilities;
    private final ExecutorSettings settings;
    private final Surroundings surroundings;
    private final ExecutorCore<ReceivedCommand, ProducerRecord<byte[], byte[]>> core;
    private final AnswerRecords answers;
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Set<Integer> paused = new HashSet<>();
    private Flow flow = Flow.FREE;
    private Flow circuit = Flow.FREE;
    private boolean clockTrusted = true;
    private Duration pause = TICK;
    private int planned;
    private boolean dead;

    /** @param tight whether it takes so little at once that it has to pause */
    public SimulatedExecutor(ChargeLog log, Capabilities capabilities, boolean tight, Surroundings surroundings) {
        this.capabilities = capabilities;
        this.settings = tight ? TIGHT : ExecutorSettings.DEFAULT;
        this.surroundings = surroundings;
        core = new ExecutorCore<>(settings);
        answers = new AnswerRecords(log, settings.answerBytes(), new ProcessClock());
    }

    /** Everything in its memory is gone; what it sent is on its way. */
    public void kill() {
        dead = true;
    }

    public void assign(int partition, long committed) {
        positions.put(partition, committed);
        paused.remove(partition);
        core.partitionsAssigned(List.of(partition));
    }

    public void revoke(int partition) {
        perform(core.partitionsRevoked(List.of(partition)));
        positions.remove(partition);
    }

    public void lose(int partition) {
        core.partitionsLost(List.of(partition));
        positions.remove(partition);
    }

    /** Nothing reaches the provider any more, and nothing is read. */
    public void openCircuit() {
        circuit = Flow.CUT;
        flow();
    }

    public void halfOpenCircuit() {
        circuit = Flow.TRICKLE;
        flow();
    }

    public void closeCircuit() {
        circuit = Flow.FREE;
        flow();
    }

    /** Its clock was set and it has noticed, or it agrees with the brokers' again. */
    public void trustClock(boolean trusted) {
        clockTrusted = trusted;
        flow();
    }

    private void flow() {
        if (!dead) {
            flow = clockTrusted ? circuit : Flow.STOPPED;
            perform(core.flow(flow));
            tickSoon();
        }
    }

    /** The offset that it wants of a partition; absent when it wants none. */
    public @Nullable Long wanted(int partition) {
        return dead || paused.contains(partition) ? null : positions.get(partition);
    }

    public void polled(ConsumerRecord<byte[], byte[]> record) {
        int partition = record.partition();
        positions.put(partition, record.offset() + 1);
        ReceivedCommand received = ReceivedCommand.of(record);
        perform(core.polled(partition, record.offset(), received, readBy(received.command())));
        core.readUpTo(partition, record.offset() + 1);
        perform(core.tick(surroundings.steadyNow()));
        tickSoon();
    }

    private @Nullable Instant readBy(Command command) {
        Instant readBy = CommandProcedure.readBy(command);
        return readBy == null
                ? null
                : surroundings.steadyNow().plus(Duration.between(surroundings.brokersNow(), readBy));
    }

    /** Nothing is begun any more; what runs is answered and committed. */
    public void drain() {
        core.drain();
        tickSoon();
    }

    public boolean isDrained() {
        return core.isDrained();
    }

    private void tickSoon() {
        pause = TICK;
        tickLater();
    }

    /** Only the tick that was planned last comes; what came before it would have nothing to do. */
    private void tickLater() {
        int mine = ++planned;
        surroundings.later(pause, () -> {
            if (mine == planned) {
                tick();
            }
        });
    }

    private void tick() {
        if (dead) {
            return;
        }
        perform(core.tick(surroundings.steadyNow()));
        if (core.inFlight() + core.backlogSize() + core.unacknowledgedAnswers() > 0) {
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            tickLater();
        }
    }

    private void perform(List<? extends Action<ReceivedCommand, ProducerRecord<byte[], byte[]>>> actions) {
        for (Action<ReceivedCommand, ProducerRecord<byte[], byte[]>> action : actions) {
            switch (action) {
                case Action.StartCall(Delivery delivery, ReceivedCommand received) -> {
                    Command command = received.command();
                    CommandProcedure procedure = CommandProcedure.of(command, capabilities, settings.patience());
                    go(new Execution(delivery, received, procedure), null);
                }
                case Action.GiveBack(Delivery delivery, ReceivedCommand received) -> {
                    Input answer = Answers.tooLate(received.command(), surroundings.now());
                    perform(core.finished(delivery, answers.of(received, answer)));
                }
                case Action.SendAnswer(Delivery delivery, var answer) -> append(delivery, answer);
                case Action.Commit(Map<Integer, Long> offsets) ->
                    offsets.forEach((partition, offset) -> {
                        if (!surroundings.commit(partition, offset)) {
                            core.commitFailed(List.of(partition));
                            tickSoon();
                        }
                    });
                case Action.Pause(Set<Integer> partitions) -> paused.addAll(partitions);
                case Action.Resume(Set<Integer> partitions) -> {
                    paused.removeAll(partitions);
                    surroundings.resumed(partitions);
                }
            }
        }
    }

    private record Execution(Delivery delivery, ReceivedCommand received, CommandProcedure procedure) {}

    private void go(Execution execution, @Nullable ProviderResponse previous) {
        if (dead) {
            return;
        }
        Instant now = clockTrusted ? surroundings.brokersNow() : surroundings.now();
        switch (execution.procedure().next(now, previous)) {
            case Step.Send _ -> call(execution, Call.SEND, previous);
            case Step.LookUp _ -> call(execution, Call.LOOK_UP, previous);
            case Step.Describe _ -> call(execution, Call.DESCRIBE, previous);
            case Step.Wait(Duration time) -> surroundings.later(time, () -> go(execution, null));
            case Step.Done(Input answer) -> {
                perform(core.finished(execution.delivery(), answers.of(execution.received(), answer)));
                tickSoon();
            }
        }
    }

    private void call(Execution execution, Call call, @Nullable ProviderResponse last) {
        ProviderResponse refusal = switch (flow) {
            case FREE, TRICKLE -> null;
            case CUT -> CommandRunner.CIRCUIT_OPEN;
            case STOPPED -> CommandRunner.CLOCK_OFF;
        };
        if (refusal != null) {
            go(execution, refusal);
        } else {
            surroundings.call(execution.received().command(), call, last, response -> go(execution, response));
        }
    }

    private void append(Delivery delivery, ProducerRecord<byte[], byte[]> answer) {
        surroundings.append(answer, acknowledged -> {
            if (dead) {
                return;
            }
            if (acknowledged) {
                perform(core.answerAcknowledged(delivery));
            } else {
                core.answerFailed(delivery, surroundings.steadyNow());
            }
            tickSoon();
        });
    }

    private final class ProcessClock extends Clock {
        @Override
        public Instant instant() {
            return surroundings.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
