package io.github.refundworker.proof;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.decide.Encodings;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.execute.SimulatedExecutor;
import io.github.refundworker.execute.SimulatedExecutor.Call;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.InputCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** An account's commands topic and the consumer group of executors that reads it: two processes, killed, stalled, reassigned. */
final class SimulatedGroup {
    private static final int PROCESSES = 2;
    private static final Duration TROUBLE_EVERY = Duration.ofHours(60);

    /** One process with its way to the world, through which nothing comes while it is stopped. */
    private final class Process implements SimulatedExecutor.Surroundings {
        private final SimulatedExecutor executor = new SimulatedExecutor(
                TopicNames.BARE.log(Simulation.PARTITIONS), kind.capabilities, fate.pick(2) == 0, this);
        private final Duration clock = simulation.clockError();
        private Instant stoppedUntil = Instant.EPOCH;
        private Duration ahead = Duration.ZERO;
        private boolean dead;

        @Override
        public Instant now() {
            return fate.now().plus(clock).plus(ahead);
        }

        @Override
        public Instant brokersNow() {
            return fate.now();
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
            if (command instanceof Command.Settle settle && call == Call.SEND) {
                String wrong = simulation
                        .account(name)
                        .invariants()
                        .onSend(settle, brokersNow(), last instanceof ProviderResponse.NotFound);
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
        public void append(ProducerRecord<byte[], byte[]> answer, Consumer<Boolean> acknowledged) {
            boolean taken = !fate.strikes(Fault.ANSWER_NOT_TAKEN);
            Duration delay = fate.strikes(Fault.ANSWER_HELD_UP)
                    ? fate.between(Duration.ofSeconds(1), Duration.ofHours(5))
                    : fate.aMoment();
            if (taken || fate.pick(2) == 0) {
                fate.later(delay, () -> write(answer));
            }
            if (fate.strikes(Fault.ANSWER_REPEATED)) {
                fate.later(fate.between(Duration.ofMillis(5), Duration.ofHours(30)), () -> write(answer));
            }
            later(delay.plus(fate.aMoment()), () -> acknowledged.accept(taken));
        }

        private void write(ProducerRecord<byte[], byte[]> answer) {
            simulation.append(answer.partition(), answer.key(), answer.value());
            answered.add(nameOf(answer.key(), numberOf(InputCodec.read(answer.value(), fate.now()))));
        }

        @Override
        public boolean commit(int partition, long offset) {
            if (owners[partition] != this || fate.strikes(Fault.COMMIT_FAILED)) {
                return false;
            }
            for (long o = committed[partition]; o < offset; o++) {
                Encodings.Written command = commands.get(partition).get((int) o);
                long number = CommandCodec.read(command.value()).number();
                if (!answered.contains(nameOf(command.key(), number))) {
                    simulation.violated("an offset is committed before the answer to its command is on the log");
                }
            }
            committed[partition] = offset;
            return true;
        }

        @Override
        public void resumed(Set<Integer> partitions) {
            for (int partition : partitions) {
                if (owners[partition] == this) {
                    pollSoon(partition);
                }
            }
        }
    }

    private static String nameOf(byte[] chargeId, long number) {
        return new String(chargeId, StandardCharsets.US_ASCII) + " " + number;
    }

    private static long numberOf(Input answer) {
        return switch (answer) {
            case Input.CommandAnswered(var _, long number, var _, var _) -> number;
            case Input.ChargeDescribed(var _, long number, var _) -> number;
            case Input.RefundRequested _, Input.ProviderNotified _, Input.DeadlinePassed _, Input.OperatorDecided _ ->
                throw new IllegalArgumentException(answer + " is no answer");
        };
    }

    private final AccountName name;
    private final Fate fate;
    private final ProviderKind kind;
    private final SimulatedProvider provider;
    private final Simulation simulation;
    private final List<List<Encodings.Written>> commands = new ArrayList<>();
    private final Set<String> answered = new HashSet<>();
    private final long[] committed = new long[Simulation.PARTITIONS];
    private final Process[] owners = new Process[Simulation.PARTITIONS];
    private final List<Process> processes = new ArrayList<>();

    SimulatedGroup(AccountName name, Fate fate, ProviderKind kind, SimulatedProvider provider, Simulation simulation) {
        this.name = name;
        this.fate = fate;
        this.kind = kind;
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

    void append(Encodings.Written command) {
        int partition = partition(command);
        commands.get(partition).add(command);
        pollSoon(partition);
        if (fate.pick(3) == 0) {
            // Troubles come when there is something to be troubled.
            fate.later(fate.aMoment(), () -> strike(partition));
        }
    }

    private static int partition(Encodings.Written command) {
        return Integer.parseInt(command.headers().getOrDefault("input-partition", "-1"));
    }

    private void pollSoon(int partition) {
        fate.later(fate.aMoment(), () -> owners[partition].unlessStopped(() -> poll(partition)));
    }

    private void poll(int partition) {
        Process owner = owners[partition];
        if (owner.stoppedUntil.isAfter(fate.now())) {
            return;
        }
        Long wanted = owner.executor.wanted(partition);
        List<Encodings.Written> topic = commands.get(partition);
        if (wanted != null && wanted < topic.size()) {
            owner.executor.polled(record(partition, wanted, topic.get(wanted.intValue())));
            pollSoon(partition);
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, Encodings.Written command) {
        RecordHeaders headers = new RecordHeaders();
        command.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                command.topic(),
                partition,
                offset,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                command.key(),
                command.value(),
                headers,
                Optional.empty());
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
            end(owner, "is killed");
        } else if (fate.strikes(Fault.EXECUTOR_STOPPED)) {
            owner.executor.drain();
            awaitDrained(owner);
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

    private void awaitDrained(Process stopping) {
        fate.later(Duration.ofSeconds(1), () -> {
            if (stopping.dead) {
                return;
            }
            if (stopping.executor.isDrained()) {
                for (int i = 0; i < Simulation.PARTITIONS; i++) {
                    if (owners[i] == stopping) {
                        stopping.executor.revoke(i);
                    }
                }
                end(stopping, "has stopped");
            } else {
                awaitDrained(stopping);
            }
        });
    }

    private void breakCircuit(Process process) {
        simulation.tell(() -> "a circuit opens");
        process.executor.openCircuit();
        Duration time = fate.between(Duration.ofSeconds(1), Duration.ofHours(10));
        process.later(time, process.executor::halfOpenCircuit);
        process.later(time.plusSeconds(5), process.executor::closeCircuit);
    }

    /** It notices, as it looks at how much time has passed before every call. */
    private void setClock(Process process) {
        process.ahead = Duration.ofDays(fate.pick(2) == 0 ? 5 : -5);
        simulation.tell(() -> "the clock of an executor is set, and is " + process.ahead + " ahead");
        process.executor.trustClock(false);
        process.later(fate.between(Duration.ofSeconds(1), Duration.ofHours(10)), () -> {
            process.ahead = Duration.ZERO;
            process.executor.trustClock(true);
        });
    }

    /** Another process takes its place, and its partitions go to whoever lives. */
    private void end(Process victim, String how) {
        simulation.tell(() -> "an executor " + how);
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
