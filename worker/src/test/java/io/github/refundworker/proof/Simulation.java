package io.github.refundworker.proof;

import io.github.refundworker.decide.Encodings;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.InputCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of the whole worker, on one thread and simulated time: the real intake, the real decider, a decision being one
 * atomic step as its transaction makes it, the real executor core and procedures, the real HTTP adapter, the real bytes of
 * every record and call; upstream, brokers, provider and network are simulated, and fail. A seed is a life.
 */
final class Simulation {
    static final int PARTITIONS = 2;
    static final AccountName MAIN = new AccountName("main");
    static final AccountName OTHER = new AccountName("other");

    private static final Duration LONGEST_TROUBLE = Duration.ofDays(4);
    private static final Duration LONGEST_LIFE = Duration.ofDays(250);
    private static final Duration TROUBLED_LIFE = Duration.ofDays(40);
    /** As far as the clock of an executor that is ready may be from the brokers'. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

    private static final ProviderKind[] KINDS = {
        ProviderKind.KEYED_STORING, ProviderKind.KEYED_FORGETTING, ProviderKind.KEYED_SILENT, ProviderKind.COMPARING
    };

    /** What a life is to show. */
    enum Mode {
        /** Nothing wrong ever happens, although the troubles never end. */
        SAFETY,
        /** Once the troubles end, everything comes to rest. */
        LIVENESS;

        static Mode of(long seed) {
            return seed % 4 == 0 ? SAFETY : LIVENESS;
        }
    }

    /** Thrown with the first invariant that does not hold. */
    static final class ViolationException extends RuntimeException {
        ViolationException(String what) {
            super(what);
        }
    }

    /** Takes every input of a life in the order in which they were decided. */
    interface Recorder {
        void begun(ProviderKind main, ProviderKind other);

        /** @param input absent where a due time had passed */
        void decided(ChargeId chargeId, Instant at, byte @Nullable [] input);
    }

    /** A record of the inputs topic, or a due time that was found. */
    private record Taken(Instant at, byte @Nullable [] value, Policy policy) {
        Input read() {
            return value == null ? new Input.DeadlinePassed(at) : InputCodec.read(value, at);
        }
    }

    private record Asked(ChargeId chargeId, RequestId requestId) {}

    private record Appended(ChargeId chargeId, Taken input) {}

    private final Fate fate;
    private final Mode mode;
    private final SimulatedPolicy policies;
    private final Encodings encodings;
    private final Map<AccountName, SimulatedAccount> accounts = new LinkedHashMap<>();
    private final SimulatedUpstream upstream;
    private final StatusReader statuses = new StatusReader();
    private final Map<ChargeId, byte[]> store = new LinkedHashMap<>();
    private final Map<ChargeId, List<Taken>> histories = new HashMap<>();
    private final List<List<Appended>> inputs = new ArrayList<>();
    private final int[] decided = new int[PARTITIONS];
    private final Map<Asked, RequestBody> first = new HashMap<>();
    private final Map<ChargeId, Reading> readings = new HashMap<>();
    private final SimulatedOperator operator;
    private final LimitInvariants limits = new LimitInvariants();
    private final @Nullable List<String> story;
    private final @Nullable Recorder recorder;

    private Simulation(long seed, long[] struck, @Nullable List<String> story, @Nullable Recorder recorder) {
        fate = new Fate(seed, struck);
        mode = Mode.of(seed);
        this.story = story;
        this.recorder = recorder;
        ProviderKind main = KINDS[fate.pick(KINDS.length)];
        ProviderKind other = KINDS[fate.pick(KINDS.length)];
        policies = new SimulatedPolicy(fate, this, main, other);
        encodings = new Encodings(policy(), PARTITIONS);
        for (int i = 0; i < PARTITIONS; i++) {
            inputs.add(new ArrayList<>());
        }
        accounts.put(MAIN, new SimulatedAccount(MAIN, main, fate, this));
        accounts.put(OTHER, new SimulatedAccount(OTHER, other, fate, this));
        upstream = new SimulatedUpstream(fate, this);
        operator = new SimulatedOperator(fate, this);
        tell(() -> "a life with " + main.description + " and " + other.description);
        if (recorder != null) {
            recorder.begun(main, other);
        }
    }

    boolean isGuarded(ChargeId chargeId, RefundId id) {
        return first.entrySet().stream()
                .anyMatch(e -> e.getKey().chargeId().equals(chargeId)
                        && e.getValue() instanceof RefundRequest request
                        && request.previouslyRefunded() != null
                        && RefundId.of(policy().namespace(), chargeId, request.requestId())
                                .equals(id));
    }

    /**
     * Lives a life to its end.
     *
     * @param struck counts the faults that occurred
     * @param story takes what happens, if anybody wants to read it
     * @throws ViolationException with the first invariant that does not hold
     */
    static void live(long seed, long[] struck, @Nullable List<String> story, @Nullable Recorder recorder) {
        new Simulation(seed, struck, story, recorder).live();
    }

    private void live() {
        upstream.begin();
        accounts.values().forEach(SimulatedAccount::begin);
        policies.begin();
        if (mode == Mode.LIVENESS) {
            fate.later(fate.between(Duration.ofHours(1), LONGEST_TROUBLE), fate::calmDown);
        }
        Instant end = Setting.BEGINNING.plus(mode == Mode.LIVENESS ? LONGEST_LIFE : TROUBLED_LIFE);
        while (fate.next()) {
            if (fate.now().isAfter(end)) {
                if (mode == Mode.LIVENESS && isAnythingUnreadable()) {
                    checkRest();
                    return;
                }
                if (mode == Mode.LIVENESS) {
                    throw new ViolationException("something still goes on after " + LONGEST_LIFE);
                }
                return;
            }
        }
        checkRest();
    }

    Mode mode() {
        return mode;
    }

    Policy policy() {
        return policies.now();
    }

    SimulatedPolicy policies() {
        return policies;
    }

    void tell(Supplier<String> what) {
        if (story != null) {
            story.add(fate.now() + " " + what.get());
        }
    }

    void violated(String what) {
        throw new ViolationException(what);
    }

    /** How far the clock of an executor that starts now is ahead of the brokers'. */
    Duration clockError() {
        if (!fate.strikes(Fault.CLOCK_WRONG)) {
            return Duration.ZERO;
        }
        int most = (int) CLOCK_TOLERANCE.toMillis();
        return Duration.ofMillis(fate.pick(2 * most + 1) - (long) most);
    }

    SimulatedAccount account(AccountName name) {
        return Objects.requireNonNull(accounts.get(name));
    }

    Books booksOf(ChargeId chargeId) {
        return accountOf(chargeId).provider().books(chargeId);
    }

    private SimulatedAccount accountOf(ChargeId chargeId) {
        return account(upstream.accountOf(chargeId));
    }

    // The inputs topic

    void append(int partition, byte[] key, byte[] value) {
        ChargeId chargeId = new ChargeId(new String(key, StandardCharsets.US_ASCII));
        if (partition != PartitionHash.partition(chargeId, PARTITIONS)) {
            violated(chargeId + " is written to partition " + partition);
        }
        inputs.get(partition).add(new Appended(chargeId, new Taken(fate.now(), value, policy())));
        Duration delay = fate.strikes(Fault.DECIDER_STOPPED)
                ? fate.between(Duration.ofSeconds(1), Duration.ofHours(30))
                : fate.aMoment();
        fate.later(delay, () -> decideNext(partition));
    }

    /** In the order of the topic, whoever was to be decided now. */
    private void decideNext(int partition) {
        Appended next = inputs.get(partition).get(decided[partition]++);
        decide(next.chargeId(), next.input());
    }

    // The decider

    private void decide(ChargeId chargeId, Taken taken) {
        decide(chargeId, taken.read(), new Taken(taken.at(), taken.value(), policy()));
    }

    private void decide(ChargeId chargeId, Input input, Taken taken) {
        ChargeState before = state(chargeId);
        Decision decision = Decider.decide(policy(), chargeId, before, input);
        if (fate.strikes(Fault.DECIDER_KILLED)) {
            tell(() -> "the decider is killed before its commit, on " + input);
            aborted(chargeId, decision);
            // Its successor reads the same again, from the same state.
            Decision again = Decider.decide(policy(), chargeId, state(chargeId), taken.read());
            if (!again.equals(decision)) {
                violated("the same input is decided in two ways: " + input);
            }
        }
        tell(() -> "decider: " + chargeId + " " + input + " -> "
                + (decision instanceof Decision.Next(var _, var effects) ? effects : decision));
        RequestBody earlier = input instanceof Input.RefundRequested requested
                ? first.putIfAbsent(new Asked(chargeId, requested.body().requestId()), requested.body())
                : null;
        Invariants invariants = accountOf(chargeId).invariants();
        require(invariants.onDecision(before, input, earlier, decision), chargeId);
        Reading reading = Reading.after(readings.get(chargeId), before, input, decision);
        if (reading != null) {
            readings.put(chargeId, reading);
        }
        require(
                invariants.wider().check(chargeId, before, input, decision, reading, id -> isGuarded(chargeId, id)),
                chargeId);
        if (decision instanceof Decision.Next next) {
            operator.seen(chargeId, next);
            require(limits.check(chargeId, before, policy(), next), chargeId);
        }
        histories.computeIfAbsent(chargeId, _ -> new ArrayList<>()).add(taken);
        if (recorder != null) {
            recorder.decided(chargeId, taken.at(), taken.value());
        }
        if (decision instanceof Decision.Next next) {
            commit(chargeId, next, taken.at());
        }
    }

    /** State and outputs at once, or neither. */
    private void commit(ChargeId chargeId, Decision.Next decision, Instant at) {
        int partition = PartitionHash.partition(chargeId, PARTITIONS);
        Encodings.Encoded encoded = encodings.encode(chargeId, decision, at, partition);
        if (!ChargeStateCodec.read(encoded.state()).equals(decision.state())) {
            violated("a charge is not read as it was written: " + decision.state());
        }
        store.put(chargeId, encoded.state());
        encoded.outputs().forEach(this::deliver);
        require(accountOf(chargeId).inState(chargeId, decision.state()), chargeId);
        awaitDue(chargeId, encoded.due());
    }

    /** An aborted transaction has written nothing that anybody reads. */
    void aborted(ChargeId chargeId, Decision decision) {
        tell(() -> "aborted: " + chargeId + " " + decision.getClass().getSimpleName());
    }

    List<Encodings.Written> commandsOf(ChargeId chargeId, Decision.Next decision) {
        int partition = PartitionHash.partition(chargeId, PARTITIONS);
        return encodings.encode(chargeId, decision, fate.now(), partition).outputs().stream()
                .filter(output -> output.topic().startsWith(Encodings.COMMANDS))
                .toList();
    }

    void deliver(Encodings.Written output) {
        switch (output.topic()) {
            case Encodings.STATUS -> require(statuses.status(output));
            case Encodings.BALANCES -> require(statuses.balance(output));
            default ->
                accounts.forEach((name, account) -> {
                    if (output.topic().equals(Encodings.commandsOf(name))) {
                        account.executors().append(output);
                    }
                });
        }
    }

    /** The decider finds due times by the brokers' clock. */
    private void awaitDue(ChargeId chargeId, @Nullable Instant due) {
        if (due == null) {
            return;
        }
        Duration wait = due.isAfter(fate.now()) ? Duration.between(fate.now(), due) : Duration.ZERO;
        fate.later(wait.plus(fate.aMoment()), () -> {
            Instant still = state(chargeId).due();
            // Another decision may have met it, or moved it.
            if (still != null && !still.isAfter(fate.now())) {
                decide(chargeId, new Taken(fate.now(), null, policy()));
            }
        });
    }

    ChargeState state(ChargeId chargeId) {
        byte[] value = store.get(chargeId);
        return value == null ? ChargeState.NONE : ChargeStateCodec.read(value);
    }

    // What must hold

    /** To be called when a provider's books have changed. */
    void check(ChargeId chargeId) {
        require(accountOf(chargeId).inState(chargeId, state(chargeId)), chargeId);
    }

    private boolean isAnythingUnreadable() {
        return upstream.charges().stream()
                .anyMatch(chargeId -> accountOf(chargeId).provider().isUnreadable(chargeId));
    }

    /** What can never be read is asked again for ever; its charge answers all requests and delays no other charge. */
    private void checkRest() {
        if (!isAnythingUnreadable()) {
            accounts.values().forEach(account -> account.executors().checkRest());
        }
        upstream.checkRest();
        for (ChargeId chargeId : upstream.charges()) {
            SimulatedAccount account = accountOf(chargeId);
            ChargeState state = state(chargeId);
            if (!account.provider().isUnreadable(chargeId)) {
                Reading reading = readings.get(chargeId);
                require(account.atRest(chargeId, state, upstream.requestsOf(chargeId), reading), chargeId);
            }
            require(statuses.atRest(chargeId, upstream.requestsOf(chargeId)), chargeId);
            checkFold(chargeId);
        }
    }

    /** The store is what its history makes it, each step taken from the stored bytes of the step before. */
    private void checkFold(ChargeId chargeId) {
        byte[] folded = null;
        for (Taken taken : histories.getOrDefault(chargeId, List.of())) {
            ChargeState before = folded == null ? ChargeState.NONE : ChargeStateCodec.read(folded);
            Decision decision = Decider.decide(taken.policy(), chargeId, before, taken.read());
            if (decision instanceof Decision.Next(ChargeState after, var _)) {
                folded = ChargeStateCodec.write(after);
            }
        }
        if (!Arrays.equals(folded, store.get(chargeId))) {
            violated(chargeId + ": its state is not what its history makes it");
        }
    }

    private void require(@Nullable String violation, ChargeId chargeId) {
        if (violation != null) {
            violated(chargeId + ": " + violation);
        }
    }

    private void require(@Nullable String violation) {
        if (violation != null) {
            violated(violation);
        }
    }
}
