package io.github.refundworker.execute;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One executor process on simulated time: the real core and the real procedures, with a simulation around them. */
public final class SimulatedExecutor {
    private static final Duration TICK = Duration.ofMillis(250);

    public enum Call {
        SEND,
        LOOK_UP,
        DESCRIBE
    }

    /** What a process has around it. Everything that it is told comes back later, as an event of its own. */
    public interface Surroundings {
        /** By the process's clock, which may be set. */
        Instant now();

        /** Time that only goes on. */
        Instant steadyNow();

        void later(Duration time, Runnable event);

        /** @param last what the execution heard last */
        void call(Command command, Call call, @Nullable ProviderResponse last, Consumer<ProviderResponse> response);

        /** @param acknowledged whether the broker took it */
        void append(Command command, Input answer, Consumer<Boolean> acknowledged);

        /** @return whether the broker took it */
        boolean commit(int partition, long offset);
    }

    private final Capabilities capabilities;
    private final ExecutorSettings settings = ExecutorSettings.DEFAULT;
    private final Surroundings surroundings;
    private final ExecutorCore<Command, Input> core = new ExecutorCore<>(settings);
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Set<Integer> paused = new HashSet<>();
    private final Map<Delivery, Command> answering = new HashMap<>();
    private Flow flow = Flow.FREE;
    private Flow circuit = Flow.FREE;
    private boolean clockTrusted = true;
    private boolean ticking;
    private boolean dead;

    public SimulatedExecutor(Capabilities capabilities, Surroundings surroundings) {
        this.capabilities = capabilities;
        this.surroundings = surroundings;
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

    public Set<Integer> partitions() {
        return Set.copyOf(positions.keySet());
    }

    /** The offset that it wants of a partition; absent when it wants none. */
    public @Nullable Long wanted(int partition) {
        return dead || paused.contains(partition) ? null : positions.get(partition);
    }

    public void polled(int partition, long offset, Command command) {
        positions.put(partition, offset + 1);
        perform(core.polled(partition, offset, command));
        tickSoon();
    }

    private void tickSoon() {
        if (!ticking) {
            ticking = true;
            surroundings.later(TICK, this::tick);
        }
    }

    private void tick() {
        ticking = false;
        if (dead) {
            return;
        }
        perform(core.tick(surroundings.steadyNow()));
        if (core.inFlight() + core.backlogSize() + core.unacknowledgedAnswers() > 0) {
            tickSoon();
        }
    }

    private void perform(List<Action<Command, Input>> actions) {
        for (Action<Command, Input> action : actions) {
            switch (action) {
                case Action.StartCall(Delivery delivery, Command command) ->
                    go(delivery, command, CommandProcedure.of(command, capabilities, settings.patience()), null);
                case Action.SendAnswer(Delivery delivery, Input answer) -> append(delivery, answer);
                case Action.Commit(Map<Integer, Long> offsets) ->
                    offsets.forEach((partition, offset) -> {
                        if (!surroundings.commit(partition, offset)) {
                            core.commitFailed(List.of(partition));
                            tickSoon();
                        }
                    });
                case Action.Pause(Set<Integer> partitions) -> paused.addAll(partitions);
                case Action.Resume(Set<Integer> partitions) -> paused.removeAll(partitions);
            }
        }
    }

    private void go(
            Delivery delivery, Command command, CommandProcedure procedure, @Nullable ProviderResponse previous) {
        if (dead) {
            return;
        }
        switch (procedure.next(surroundings.now(), previous)) {
            case Step.Send() -> call(delivery, command, procedure, Call.SEND, previous);
            case Step.LookUp() -> call(delivery, command, procedure, Call.LOOK_UP, previous);
            case Step.Describe() -> call(delivery, command, procedure, Call.DESCRIBE, previous);
            case Step.Wait(Duration time) -> surroundings.later(time, () -> go(delivery, command, procedure, null));
            case Step.Done(Input answer) -> {
                answering.put(delivery, command);
                perform(core.finished(delivery, answer));
                tickSoon();
            }
        }
    }

    private void call(
            Delivery delivery,
            Command command,
            CommandProcedure procedure,
            Call call,
            @Nullable ProviderResponse last) {
        ProviderResponse refusal = switch (flow) {
            case FREE, TRICKLE -> null;
            case CUT -> CommandRunner.CIRCUIT_OPEN;
            case STOPPED -> CommandRunner.CLOCK_OFF;
        };
        if (refusal != null) {
            go(delivery, command, procedure, refusal);
            return;
        }
        surroundings.call(command, call, last, response -> go(delivery, command, procedure, response));
    }

    private void append(Delivery delivery, Input answer) {
        Command command = answering.get(delivery);
        if (command == null) {
            throw new IllegalStateException(delivery + " has no command");
        }
        surroundings.append(command, answer, acknowledged -> {
            if (dead) {
                return;
            }
            if (acknowledged) {
                answering.remove(delivery);
                perform(core.answerAcknowledged(delivery));
            } else {
                core.answerFailed(delivery, surroundings.steadyNow());
            }
            tickSoon();
        });
    }
}
