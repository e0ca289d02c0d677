package io.github.refundworker.execute;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.StatusEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The step that decides, as the topology runs it: one input of a partition after the other, due times once a second. */
final class BurstDecider {
    private static final Duration TO_THE_LOG = Duration.ofMillis(5);
    private static final Duration DUE_CHECK = Duration.ofSeconds(1);
    private static final int DUE_AT_ONCE = 500;
    private static final long DECISION_NANOS = 250_000;

    private final SimulatedTime time;
    private final Policy policy;
    private final BiConsumer<ChargeId, StatusEvent> events;
    private final List<Partition> partitions = new ArrayList<>();
    private BiConsumer<Integer, Command> commands = (partition, command) -> {};
    private long decisions;

    private record Due(Instant at, ChargeId chargeId) {}

    private static final class Partition {
        private final Map<ChargeId, ChargeState> states = new HashMap<>();
        private final TreeSet<Due> due =
                new TreeSet<>(Comparator.comparing(Due::at).thenComparing(d -> d.chargeId.value()));
        private long busyUntil;
    }

    BurstDecider(SimulatedTime time, Policy policy, int partitions, BiConsumer<ChargeId, StatusEvent> events) {
        this.time = time;
        this.policy = policy;
        this.events = events;
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new Partition());
        }
        time.later(DUE_CHECK, this::decideDue);
    }

    /** @param next takes a partition and a command */
    void sendCommandsTo(BiConsumer<Integer, Command> next) {
        commands = next;
    }

    long decisions() {
        return decisions;
    }

    /** @param input made of the time at which it is appended */
    void append(ChargeId chargeId, Function<Instant, Input> input) {
        Instant at = time.instant();
        Partition partition = partitions.get(partitionOf(chargeId));
        partition.busyUntil = Math.max(partition.busyUntil, time.nanos() + TO_THE_LOG.toNanos()) + DECISION_NANOS;
        time.at(partition.busyUntil, () -> decide(chargeId, input.apply(at)));
    }

    private void decideDue() {
        for (Partition partition : partitions) {
            List<Due> due = partition.due.headSet(new Due(time.instant(), new ChargeId("~")), true).stream()
                    .limit(DUE_AT_ONCE)
                    .toList();
            due.forEach(d -> decide(d.chargeId, new Input.DeadlinePassed(time.instant())));
        }
        time.later(DUE_CHECK, this::decideDue);
    }

    private void decide(ChargeId chargeId, Input input) {
        decisions++;
        int number = partitionOf(chargeId);
        Partition partition = partitions.get(number);
        ChargeState state = partition.states.getOrDefault(chargeId, ChargeState.NONE);
        if (!(Decider.decide(policy, chargeId, state, input) instanceof Decision.Next(ChargeState next, var effects))) {
            return;
        }
        partition.states.put(chargeId, next);
        if (state.due() != null) {
            partition.due.remove(new Due(state.due(), chargeId));
        }
        if (next.due() != null) {
            partition.due.add(new Due(next.due(), chargeId));
        }
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.SendCommand(var _, Command command) ->
                    time.later(TO_THE_LOG, () -> commands.accept(number, command));
                case Effect.PublishStatus(StatusEvent event) -> events.accept(chargeId, event);
                case Effect.PublishBalance _ -> {}
            }
        }
    }

    private int partitionOf(ChargeId chargeId) {
        return PartitionHash.partition(chargeId, partitions.size());
    }
}
