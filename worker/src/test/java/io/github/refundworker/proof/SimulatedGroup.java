package io.github.refundworker.proof;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.execute.SimulatedExecutor;
import io.github.refundworker.execute.SimulatedExecutor.Call;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.wire.CommandCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands topic and the consumer group of executors that reads it: two processes, killed, stalled, reassigned. */
final class SimulatedGroup {
    private static final int PROCESSES = 2;
    private static final Duration TROUBLE_EVERY = Duration.ofHours(60);

    /** One process with its way to the world, through which nothing comes while it is stopped. */
    private final class Process implements SimulatedExecutor.Surroundings {
        private final SimulatedExecutor executor = new SimulatedExecutor(capabilities, this);
        private Instant stoppedUntil = Instant.EPOCH;
        private Duration ahead = Duration.ZERO;
        private boolean dead;

        @Override
        public Instant now() {
            return fate.now().plus(ahead);
        }

        @Override
        public Instant steadyNow() {
            return fate.now();
        }

        @Override
        public void later(Duration time, Runnable event) {
            fate.later(time, () -> unlessStopped(event));
        }

        private void unlessStopped(Runnable event) {
            if (dead) {
                return;
            }
            if (stoppedUntil.isAfter(fate.now())) {
                fate.later(Duration.between(fate.now(), stoppedUntil), () -> unlessStopped(event));
            } else {
                event.run();
            }
        }

        @Override
        public void call(
                Command command, Call call, @Nullable ProviderResponse last, Consumer<ProviderResponse> response) {
            if (call == Call.SEND) {
                String wrong = simulation
                        .invariants()
                        .onSend((Command.Settle) command, fate.now(), last instanceof ProviderResponse.NotFound);
                if (wrong != null) {
                    simulation.violated(command + ": " + wrong);
                }
            }
            simulation.tell(() -> "executor: " + call + " for #" + command.number() + " of " + command.chargeId());
            provider.call(
                    command,
                    call,
                    r -> unlessStopped(() -> {
                        simulation.tell(
                                () -> "executor: #" + command.number() + " of " + command.chargeId() + " hears " + r);
                        response.accept(r);
                    }));
        }

        @Override
        public void append(Command command, Input answer, Consumer<Boolean> acknowledged) {
            boolean taken = !fate.strikes(Fault.ANSWER_NOT_TAKEN);
            Duration delay = fate.strikes(Fault.ANSWER_HELD_UP)
                    ? fate.between(Duration.ofSeconds(1), Duration.ofHours(5))
                    : fate.aMoment();
            if (taken || fate.pick(2) == 0) {
                fate.later(delay, () -> simulation.append(command.chargeId(), answer));
            }
            if (fate.strikes(Fault.ANSWER_REPEATED)) {
                fate.later(
                        fate.between(Duration.ofMillis(5), Duration.ofHours(30)),
                        () -> simulation.append(command.chargeId(), answer));
            }
            later(delay.plus(fate.aMoment()), () -> acknowledged.accept(taken));
        }

        @Override
        public boolean commit(int partition, long offset) {
            if (owners[partition] != this || fate.strikes(Fault.COMMIT_FAILED)) {
                return false;
            }
            committed[partition] = offset;
            return true;
        }
    }

    private final Fate fate;
    private final Capabilities capabilities;
    private final SimulatedProvider provider;
    private final Simulation simulation;
    private final List<List<byte[]>> commands = new ArrayList<>();
    private final long[] committed = new long[Simulation.PARTITIONS];
    private final Process[] owners = new Process[Simulation.PARTITIONS];
    private final List<Process> processes = new ArrayList<>();

    SimulatedGroup(Fate fate, Capabilities capabilities, SimulatedProvider provider, Simulation simulation) {
        this.fate = fate;
        this.capabilities = capabilities;
        this.provider = provider;
        this.simulation = simulation;
        for (int i = 0; i < Simulation.PARTITIONS; i++) {
            commands.add(new ArrayList<>());
        }
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new Process());
        }
        for (int i = 0; i < Simulation.PARTITIONS; i++) {
            owners[i] = processes.get(i % PROCESSES);
        }
    }

    void begin() {
        for (int i = 0; i < Simulation.PARTITIONS; i++) {
            owners[i].executor.assign(i, 0);
        }
        fate.later(fate.between(Duration.ofSeconds(1), TROUBLE_EVERY), this::trouble);
    }

    void append(ChargeId chargeId, byte[] command) {
        int partition = Simulation.partition(chargeId);
        commands.get(partition).add(command);
        pollSoon(partition);
        if (fate.pick(3) == 0) {
            // Troubles come when there is something to be troubled.
            fate.later(fate.aMoment(), () -> strike(partition));
        }
    }

    private void pollSoon(int partition) {
        fate.later(fate.aMoment(), () -> owners[partition].unlessStopped(() -> poll(partition)));
    }

    private void poll(int partition) {
        Process owner = owners[partition];
        Long wanted = owner.executor.wanted(partition);
        if (wanted == null || owner.stoppedUntil.isAfter(fate.now())) {
            return;
        }
        if (wanted < commands.get(partition).size()) {
            owner.executor.polled(
                    partition, wanted, CommandCodec.read(commands.get(partition).get(wanted.intValue())));
            pollSoon(partition);
        }
    }

    // Troubles

    private void trouble() {
        strike(fate.pick(Simulation.PARTITIONS));
        if (!fate.isCalm()) {
            fate.later(fate.between(Duration.ofSeconds(1), TROUBLE_EVERY), this::trouble);
        }
    }

    private void strike(int partition) {
        Process owner = owners[partition];
        if (fate.strikes(Fault.EXECUTOR_KILLED)) {
            kill(owner);
        } else if (fate.strikes(Fault.EXECUTOR_STALLED)) {
            Duration time = fate.between(Duration.ofSeconds(5), Duration.ofHours(20));
            simulation.tell(() -> "an executor is stopped for " + time);
            owner.stoppedUntil = fate.now().plus(time);
            for (int i = 0; i < Simulation.PARTITIONS; i++) {
                if (owners[i] == owner) {
                    move(i, false);
                }
            }
        } else if (fate.strikes(Fault.PARTITION_MOVED)) {
            move(partition, true);
        } else if (fate.strikes(Fault.PARTITION_LOST)) {
            move(partition, false);
        } else if (fate.strikes(Fault.CIRCUIT_OPENED)) {
            breakCircuit(owner);
        } else if (fate.strikes(Fault.CLOCK_OFF)) {
            setClock(owner);
        } else if (fate.strikes(Fault.OFFSET_FELL_BACK)) {
            simulation.tell(() -> "the offset of partition " + partition + " falls back");
            move(partition, true);
            int back = fate.pick(4);
            owners[partition].executor.lose(partition);
            committed[partition] = Math.max(0, committed[partition] - back);
            owners[partition].executor.assign(partition, committed[partition]);
            pollSoon(partition);
        }
    }

    private void breakCircuit(Process process) {
        simulation.tell(() -> "a circuit opens");
        process.executor.openCircuit();
        Duration time = fate.between(Duration.ofSeconds(1), Duration.ofHours(10));
        process.later(time, process.executor::halfOpenCircuit);
        process.later(time.plusSeconds(5), () -> {
            process.executor.closeCircuit();
            pollAgain(process);
        });
    }

    /** It notices, as it looks at how much time has passed before every call. */
    private void setClock(Process process) {
        process.ahead = Duration.ofDays(fate.pick(2) == 0 ? 5 : -5);
        simulation.tell(() -> "the clock of an executor is set, and is " + process.ahead + " ahead");
        process.executor.trustClock(false);
        process.later(fate.between(Duration.ofSeconds(1), Duration.ofHours(10)), () -> {
            process.ahead = Duration.ZERO;
            process.executor.trustClock(true);
            pollAgain(process);
        });
    }

    /** The next tick resumes what was paused. */
    private void pollAgain(Process process) {
        process.later(Duration.ofSeconds(1), () -> {
            for (int i = 0; i < Simulation.PARTITIONS; i++) {
                if (owners[i] == process) {
                    pollSoon(i);
                }
            }
        });
    }

    private void kill(Process victim) {
        simulation.tell(() -> "an executor is killed");
        victim.dead = true;
        victim.executor.kill();
        processes.set(processes.indexOf(victim), new Process());
        for (int i = 0; i < Simulation.PARTITIONS; i++) {
            if (owners[i] == victim) {
                take(i, processes.get(fate.pick(PROCESSES)));
            }
        }
    }

    /** @param inPeace whether the old owner is asked first and may commit */
    private void move(int partition, boolean inPeace) {
        simulation.tell(() -> "partition " + partition + " gets another executor");
        Process before = owners[partition];
        Process next = processes.get((processes.indexOf(before) + 1) % PROCESSES);
        if (inPeace) {
            before.executor.revoke(partition);
        } else {
            before.executor.lose(partition);
        }
        take(partition, next);
    }

    private void take(int partition, Process next) {
        owners[partition] = next;
        next.executor.assign(partition, committed[partition]);
        pollSoon(partition);
    }

    /** Every command was answered, and its offset committed. */
    void checkRest() {
        for (int i = 0; i < Simulation.PARTITIONS; i++) {
            if (committed[i] < commands.get(i).size()) {
                simulation.violated("partition " + i + " rests with offset " + committed[i] + " committed of "
                        + commands.get(i).size());
            }
        }
    }
}
