package io.github.refundworker.proof;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.InputCodec;
import io.github.refundworker.wire.StatusWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of the whole worker, on one thread and simulated time: the real decider, a decision being one atomic step as
 * its transaction makes it, the real executor and procedures, the real forms of every record; upstream, brokers,
 * provider and network are simulated, and fail. A seed is a life.
 */
final class Simulation {
    static final int PARTITIONS = 2;

    private static final AccountName MAIN = new AccountName("main");
    private static final Duration TROUBLE = Duration.ofDays(4);
    private static final Duration LIFE = Duration.ofDays(120);

    /** Thrown with the first invariant that does not hold. */
    static final class ViolationException extends RuntimeException {
        ViolationException(String what) {
            super(what);
        }
    }

    /** A record of the inputs topic as bytes. */
    private record Written(Instant at, ChargeId chargeId, byte[] value) {}

    private final Fate fate;
    private final Policy policy;
    private final Setting.Rules rules;
    private final Invariants invariants;
    private final SimulatedProvider provider;
    private final SimulatedUpstream upstream;
    private final SimulatedGroup executors;
    private final StatusWriter statuses = new StatusWriter("proof");
    private final Map<ChargeId, byte[]> store = new LinkedHashMap<>();
    private final List<List<Written>> inputs = new ArrayList<>();
    private final int[] decided = new int[PARTITIONS];
    private final Map<RequestId, BigDecimal> guards = new HashMap<>();
    private final @Nullable List<String> story;

    private Simulation(long seed, long[] struck, Setting.Rules rules, @Nullable List<String> story) {
        fate = new Fate(seed, struck);
        this.rules = rules;
        this.story = story;
        ProviderKind[] kinds = {ProviderKind.KEYED_STORING, ProviderKind.KEYED_FORGETTING, ProviderKind.COMPARING};
        ProviderKind kind = kinds[fate.pick(kinds.length)];
        policy = new Policy(
                "proof", MAIN, Map.of(MAIN, kind.capabilities), false, Policy.Limits.DEFAULT, Policy.Ages.DEFAULT);
        invariants =
                new Invariants(policy, kind.capabilities, Setting.CAPTURED, id -> Optional.ofNullable(guards.get(id)));
        for (int i = 0; i < PARTITIONS; i++) {
            inputs.add(new ArrayList<>());
        }
        provider = new SimulatedProvider(fate, kind, policy.ages().call(), this::append, this::check);
        executors = new SimulatedGroup(fate, kind.capabilities, provider, this);
        upstream = new SimulatedUpstream(fate, provider, this);
        tell(() -> "a life with " + kind.description);
    }

    /**
     * Lives a life to its end.
     *
     * @param struck counts the faults that occurred
     * @param story takes what happens, if anybody wants to read it
     * @throws ViolationException with the first invariant that does not hold
     */
    static void live(long seed, long[] struck, Setting.Rules rules, @Nullable List<String> story) {
        Simulation simulation = new Simulation(seed, struck, rules, story);
        simulation.upstream.begin();
        simulation.executors.begin();
        simulation.fate.later(TROUBLE, simulation.fate::calmDown);
        while (simulation.fate.next()) {
            if (simulation.fate.now().isAfter(Setting.BEGINNING.plus(LIFE))) {
                throw new ViolationException("something still goes on after " + LIFE);
            }
        }
        simulation.checkRest();
    }

    void tell(Supplier<String> what) {
        if (story != null) {
            story.add(fate.now() + " " + what.get());
        }
    }

    void violated(String what) {
        throw new ViolationException(what);
    }

    Invariants invariants() {
        return invariants;
    }

    void remember(RequestId requestId, @Nullable BigDecimal guard) {
        if (guard != null) {
            guards.put(requestId, guard);
        }
    }

    // The inputs topic

    static int partition(ChargeId chargeId) {
        return PartitionHash.partition(chargeId, PARTITIONS);
    }

    void append(ChargeId chargeId, Input input) {
        int partition = partition(chargeId);
        inputs.get(partition).add(new Written(fate.now(), chargeId, InputCodec.write(input)));
        Duration delay = fate.strikes(Fault.DECIDER_STOPPED)
                ? fate.between(Duration.ofSeconds(1), Duration.ofHours(30))
                : fate.aMoment();
        fate.later(delay, () -> decideNext(partition));
    }

    /** In the order of the topic, whoever was to be decided now. */
    private void decideNext(int partition) {
        Written next = inputs.get(partition).get(decided[partition]++);
        decide(next.chargeId(), InputCodec.read(next.value(), next.at()));
    }

    // The decider

    private void decide(ChargeId chargeId, Input input) {
        ChargeState before = state(chargeId);
        Decision decision = rules.decide(policy, chargeId, before, input);
        tell(() -> "decider: " + chargeId + " " + input + " -> "
                + (decision instanceof Decision.Next(var _, var effects) ? effects : decision));
        require(invariants.onDecision(chargeId, before, input, decision), chargeId);
        if (!(decision instanceof Decision.Next(ChargeState after, List<Effect> effects))) {
            return;
        }
        byte[] value = ChargeStateCodec.write(after);
        if (!ChargeStateCodec.read(value).equals(after)) {
            violated("a charge is not read as it was written: " + after);
        }
        store.put(chargeId, value);
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.SendCommand(var _, Command command) ->
                    executors.append(chargeId, CommandCodec.write(command));
                case Effect.PublishStatus(StatusEvent event) -> statuses.value(chargeId, event);
                case Effect.PublishBalance(var balance) -> statuses.balance(chargeId, balance);
            }
        }
        require(invariants.inState(after, provider.books(chargeId)), chargeId);
        awaitDue(chargeId, after);
    }

    private void awaitDue(ChargeId chargeId, ChargeState state) {
        Instant due = state.due();
        if (due == null) {
            return;
        }
        Duration wait = due.isAfter(fate.now()) ? Duration.between(fate.now(), due) : Duration.ZERO;
        fate.later(wait.plus(fate.aMoment()), () -> {
            // Another decision may have met it, or moved it.
            if (due.equals(state(chargeId).due())) {
                decide(chargeId, new Input.DeadlinePassed(fate.now()));
            }
        });
    }

    private ChargeState state(ChargeId chargeId) {
        byte[] value = store.get(chargeId);
        return value == null ? ChargeState.NONE : ChargeStateCodec.read(value);
    }

    // What must hold

    private void check() {
        for (ChargeId chargeId : store.keySet()) {
            require(invariants.inState(state(chargeId), provider.books(chargeId)), chargeId);
        }
    }

    private void checkRest() {
        executors.checkRest();
        for (Map.Entry<ChargeId, Set<RequestId>> arrived : upstream.arrived().entrySet()) {
            ChargeId chargeId = arrived.getKey();
            Books books = provider.books(chargeId);
            require(invariants.atRest(chargeId, state(chargeId), books, arrived.getValue()), chargeId);
        }
    }

    private void require(@Nullable String violation, ChargeId chargeId) {
        if (violation != null) {
            violated(chargeId + ": " + violation);
        }
    }
}
