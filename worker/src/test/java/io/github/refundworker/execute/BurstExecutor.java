package io.github.refundworker.execute;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One account's executor on simulated time: the real core, procedures, pace and circuit, and all partitions of the commands. */
final class BurstExecutor {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration ACKNOWLEDGED = Duration.ofMillis(2);
    private static final int POLL_RECORDS = 2_000;
    private static final Duration LATENCY = Duration.ofMillis(50);

    private final SimulatedTime time;
    private final Capabilities capabilities;
    private final ExecutorSettings settings;
    private final BurstProvider provider;
    private final BiConsumer<Command, Input> answers;
    private final ExecutorCore<Command, Input> core;
    private final CallCircuit circuit;
    private final CallPace pace;
    private final List<List<Command>> logs = new ArrayList<>();
    private final int[] positions;
    private final Set<Integer> paused = new HashSet<>();
    private int firstPolled;
    private int opened;

    private static final class Execution {
        private final Delivery delivery;
        private final Command command;
        private final CommandProcedure procedure;
        private boolean hasPermit;

        Execution(Delivery delivery, Command command, CommandProcedure procedure) {
            this.delivery = delivery;
            this.command = command;
            this.procedure = procedure;
        }
    }

    /** @param answers where they are appended */
    BurstExecutor(
            SimulatedTime time,
            Capabilities capabilities,
            ExecutorSettings settings,
            int partitions,
            BurstProvider provider,
            BiConsumer<Command, Input> answers) {
        this.time = time;
        this.capabilities = capabilities;
        this.settings = settings;
        this.provider = provider;
        this.answers = answers;
        core = new ExecutorCore<>(settings);
        circuit = new CallCircuit("main", settings.breaker(), new SteadyClock(time::nanos));
        pace = new CallPace(settings.ratePerSecond(), partitions);
        pace.limit(core);
        positions = new int[partitions];
        for (int i = 0; i < partitions; i++) {
            logs.add(new ArrayList<>());
        }
        core.partitionsAssigned(IntStream.range(0, partitions).boxed().toList());
        time.later(POLL, this::poll);
    }

    void append(int partition, Command command) {
        logs.get(partition).add(command);
    }

    /** How many times its circuit was seen open. */
    int opened() {
        return opened;
    }

    private void poll() {
        opened += circuit.flow() == Flow.CUT ? 1 : 0;
        perform(core.flow(circuit.flow()));
        int left = POLL_RECORDS;
        for (int i = 0; i < positions.length; i++) {
            // As the brokers answer fetches, no partition is always the first.
            int partition = firstPolled++ % positions.length;
            List<Command> log = logs.get(partition);
            for (; left > 0 && !paused.contains(partition) && positions[partition] < log.size(); left--) {
                int offset = positions[partition]++;
                // What was read is not read again.
                Command command = log.set(offset, null);
                perform(core.polled(partition, offset, command, CommandProcedure.readBy(command)));
            }
        }
        firstPolled++;
        perform(core.tick(time.instant()));
        time.later(POLL, this::poll);
    }

    private void perform(List<? extends Action<Command, Input>> actions) {
        for (Action<Command, Input> action : actions) {
            switch (action) {
                case Action.StartCall(Delivery delivery, Command command) -> {
                    CommandProcedure procedure = CommandProcedure.of(command, capabilities, settings.patience());
                    go(new Execution(delivery, command, procedure), null);
                }
                case Action.GiveBack(Delivery delivery, Command command) ->
                    done(delivery, command, Answers.tooLate(command, time.instant()));
                case Action.SendAnswer(Delivery delivery, var _) ->
                    time.later(ACKNOWLEDGED, () -> perform(core.answerAcknowledged(delivery)));
                case Action.Commit<Command, Input> _ -> {}
                case Action.Pause(Set<Integer> partitions) -> paused.addAll(partitions);
                case Action.Resume(Set<Integer> partitions) -> paused.removeAll(partitions);
            }
        }
    }

    private void done(Delivery delivery, Command command, Input answer) {
        answers.accept(command, answer);
        time.later(Duration.ZERO, () -> perform(core.finished(delivery, answer)));
    }

    /** As {@link CommandRunner} does it. */
    private void go(Execution execution, @Nullable ProviderResponse previous) {
        Step step = execution.procedure.next(time.instant(), previous);
        switch (step) {
            case Step.Done(Input answer) -> {
                done(execution.delivery, execution.command, answer);
            }
            case Step.Wait(Duration wait) -> time.later(wait, () -> go(execution, null));
            case Step.Call call -> {
                if (circuit.flow() == Flow.CUT) {
                    go(execution, CommandRunner.CIRCUIT_OPEN);
                } else if (!execution.hasPermit) {
                    execution.hasPermit = true;
                    await(() -> {
                        perform(core.permitted(execution.delivery));
                        go(execution, null);
                    });
                } else {
                    execution.hasPermit = false;
                    if (circuit.permits()) {
                        request(execution, call, provider.requests(call));
                    } else {
                        go(execution, CommandRunner.CIRCUIT_OPEN);
                    }
                }
            }
        }
    }

    /** The first request of a call has its permit already. */
    private void request(Execution execution, Step.Call step, int requests) {
        BurstProvider.Answer answer = provider.answer(execution.command, step);
        if (answer.refusesForRate()) {
            pace.rest(time.nanos());
        }
        time.later(LATENCY, () -> {
            if (requests > 1) {
                await(() -> request(execution, step, requests - 1));
            } else {
                circuit.heard(execution.command.chargeId(), answer.unwell(), LATENCY);
                go(execution, answer.response());
            }
        });
    }

    private void await(Runnable permitted) {
        time.at(time.nanos() + pace.reserve(time.nanos(), Long.MAX_VALUE), permitted);
    }
}
