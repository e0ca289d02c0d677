package io.github.refundworker.proof;

import io.github.refundworker.decide.Encodings;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.execute.SimulatedExecutor.Call;
import io.github.refundworker.proof.Books.Choice;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.http.SimulatedHttp;
import io.github.refundworker.provider.http.SimulatedHttp.Answer;
import io.github.refundworker.provider.http.SimulatedHttp.Request;
import io.github.refundworker.wire.InputCodec;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A provider behind the real HTTP adapter, and the network between them. Its books are right, and everything around them
 * may fail.
 */
final class SimulatedProvider {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);
    private static final BigDecimal DASHBOARD_AMOUNT = new BigDecimal("10.00");

    private final Fate fate;
    private final ProviderKind kind;
    private final Simulation simulation;
    private final Map<ChargeId, Books> books = new LinkedHashMap<>();
    private final ProviderClient client = SimulatedHttp.client(this::answer);
    private final Set<String> untold = new HashSet<>();
    private List<Books.Key> keys = List.of();
    private Instant downUntil = Instant.EPOCH;

    /** What the call that is being answered is for, and what happens to it on the way. */
    private @Nullable Command command;

    private Way way = Way.CLEAR;

    private enum Way {
        CLEAR,
        /** Nothing gets there. */
        CUT,
        /** It gets there, and nothing comes back. */
        ONE_WAY,
        GARBLED
    }

    SimulatedProvider(Fate fate, ProviderKind kind, Simulation simulation) {
        this.fate = fate;
        this.kind = kind;
        this.simulation = simulation;
    }

    void begin() {
        if (fate.strikes(Fault.PROVIDER_DOWN)) {
            fate.later(fate.between(Duration.ZERO, DAY), () -> {
                Duration time = fate.between(Duration.ofMinutes(1), Duration.ofDays(6));
                simulation.tell(() -> kind.description + " is down for " + time);
                downUntil = fate.now().plus(time);
            });
        }
    }

    void open(ChargeId chargeId) {
        books.put(chargeId, Books.of(Setting.CAPTURED));
    }

    Books books(ChargeId chargeId) {
        return Objects.requireNonNull(books.get(chargeId), "no such charge");
    }

    // Calls

    void call(Command asked, Call call, Consumer<ProviderResponse> response) {
        if (fate.strikes(Fault.NOT_REACHED) || isDown()) {
            fate.later(fate.aMoment(), () -> response.accept(made(asked, call, HttpAnswers.unreachable(fate))));
            return;
        }
        Answer refused = refusedAtTheDoor();
        if (refused != null) {
            fate.later(fate.aMoment(), () -> response.accept(made(asked, call, _ -> refused)));
            return;
        }
        Way through = switch (call) {
            case SEND ->
                fate.strikes(Fault.RESET_BEFORE_READ)
                        ? Way.CUT
                        : fate.strikes(Fault.RESPONSE_LOST) ? Way.ONE_WAY : Way.CLEAR;
            case LOOK_UP -> fate.strikes(Fault.LOOK_UP_LOST) ? Way.ONE_WAY : Way.CLEAR;
            case DESCRIBE -> fate.strikes(Fault.DESCRIBE_LOST) ? Way.ONE_WAY : Way.CLEAR;
        };
        if (through == Way.CLEAR && fate.strikes(Fault.ANSWER_GARBLED)) {
            through = Way.GARBLED;
        }
        if (call == Call.SEND && through == Way.CLEAR && fate.strikes(Fault.CALL_LANDS_LATE)) {
            landLate((Command.Settle) asked);
            through = Way.CUT;
        }
        Way taken = through;
        Duration there = taken == Way.CUT || taken == Way.ONE_WAY ? CALL_TIMEOUT : fate.aMoment();
        if (taken == Way.ONE_WAY) {
            fate.later(fate.aMoment(), () -> made(asked, call, taken));
            fate.later(there, () -> response.accept(made(asked, call, Way.CUT)));
            return;
        }
        fate.later(there, () -> {
            ProviderResponse heard = made(asked, call, taken);
            fate.later(fate.aMoment(), () -> response.accept(heard));
        });
    }

    private boolean isDown() {
        return downUntil.isAfter(fate.now());
    }

    /** What is answered before the call itself is looked at. */
    private @Nullable Answer refusedAtTheDoor() {
        if (fate.strikes(Fault.RATE_LIMITED)) {
            return HttpAnswers.tooManyCalls(fate.pick(20));
        }
        if (fate.strikes(Fault.CREDENTIALS_REFUSED)) {
            return HttpAnswers.problem(fate.pick(2) == 0 ? 401 : 403, "NOT_YOU", "who are you");
        }
        if (fate.strikes(Fault.SERVER_ERROR)) {
            return fate.pick(2) == 0
                    ? HttpAnswers.page(500 + fate.pick(5), "<html>something is wrong</html>")
                    : HttpAnswers.page(404, "<html>no such page</html>");
        }
        return fate.strikes(Fault.CONFLICT)
                ? HttpAnswers.problem(409, "IDEMPOTENCY_KEY_IN_USE", "a call with this key is under way")
                : null;
    }

    private void landLate(Command.Settle settle) {
        Instant latest = kind.capabilities.hasKeys() && kind.capabilities.storesRefusals()
                ? settle.firstIssuedAt().plus(DAY)
                : settle.sendBy().plus(simulation.policy().ages().call()).plus(CLOCK_TOLERANCE);
        Duration most = Duration.between(fate.now(), latest);
        if (most.isPositive()) {
            fate.later(fate.between(Duration.ZERO, most), () -> made(settle, Call.SEND, Way.ONE_WAY));
        }
    }

    private ProviderResponse made(Command asked, Call call, Way through) {
        way = through;
        return made(asked, call);
    }

    private ProviderResponse made(Command asked, Call call, SimulatedHttp.Server instead) {
        try (ProviderClient other = SimulatedHttp.client(instead)) {
            return made(other, asked, call);
        }
    }

    private ProviderResponse made(Command asked, Call call) {
        command = asked;
        return made(client, asked, call);
    }

    private static ProviderResponse made(ProviderClient through, Command asked, Call call) {
        return switch (call) {
            case SEND -> through.settle((Command.Settle) asked, CALL_TIMEOUT);
            case LOOK_UP ->
                asked instanceof Command.LookUp lookUp
                        ? through.lookUp(lookUp.chargeId(), lookUp.refundId(), lookUp.providerRefundId(), CALL_TIMEOUT)
                        : through.lookUp(asked.chargeId(), ((Command.Settle) asked).refundId(), null, CALL_TIMEOUT);
            case DESCRIBE -> through.describe(asked.chargeId(), CALL_TIMEOUT);
        };
    }

    // The other side of the network

    private Answer answer(Request request) throws IOException {
        if (way == Way.CUT) {
            throw new IOException("connection reset");
        }
        Answer answer = HttpAnswers.isSettle(request) ? settled(request) : read(request);
        if (way == Way.ONE_WAY) {
            throw new IOException("connection reset");
        }
        return way == Way.GARBLED ? HttpAnswers.garbled(answer) : answer;
    }

    private Answer read(Request request) {
        Books of = books(Objects.requireNonNull(command).chargeId());
        return HttpAnswers.read(request, command.chargeId(), of);
    }

    private Answer settled(Request request) {
        Command.Settle settle = (Command.Settle) Objects.requireNonNull(command);
        HttpAnswers.Posted posted = HttpAnswers.posted(request);
        ChargeId chargeId = posted.chargeId();
        Books before = books(chargeId).with(keys);
        // The contract's body says nothing of the sum; a provider that compares would be told it there.
        Books.Asking asking = new Books.Asking(
                posted.key(),
                posted.reference(),
                posted.amount(),
                kind.capabilities.comparesAndSets() ? settle.succeededBefore() : null);
        Choice choice = Choice.PAY;
        Books.Turn paid = before.settle(kind, asking, fate.now(), Choice.PAY);
        if (paid.books().entries().size() > before.entries().size()) {
            choice = choice();
        }
        Books.Turn turn = before.settle(kind, asking, fate.now(), choice);
        if (turn.contradiction()) {
            simulation.violated("two requests under one key are not the same: " + settle);
        }
        keys = turn.books().keys();
        change(chargeId, turn.books());
        if (turn.books().entries().size() > before.entries().size()) {
            live(chargeId, turn.books().entries().getLast());
        }
        return HttpAnswers.of(chargeId, turn.answer());
    }

    private Choice choice() {
        if (fate.strikes(Fault.REFUSED)) {
            return Choice.REFUSE;
        }
        if (fate.strikes(Fault.TAKES_ITS_TIME)) {
            return Choice.TAKE_ITS_TIME;
        }
        if (fate.strikes(Fault.ERROR_STORED)) {
            return Choice.BREAK;
        }
        return fate.strikes(Fault.PAID_AND_ERROR_STORED) ? Choice.BREAK_AFTER_PAYING : Choice.PAY;
    }

    // Its own life

    /** What becomes of a refund by itself. */
    private void live(ChargeId chargeId, Books.Entry made) {
        String id = made.refund().id();
        if (made.refund().status() == ProviderStatus.PENDING) {
            ProviderStatus end = fate.strikes(Fault.PENDING_FAILS) ? ProviderStatus.FAILED : ProviderStatus.SUCCEEDED;
            fate.later(fate.between(Duration.ofMinutes(15), Duration.ofDays(3)), () -> turn(chargeId, id, end));
        } else if (fate.strikes(Fault.TAKEN_BACK)) {
            // Sooner would break the promise of a provider that only compares sums.
            ProviderStatus end = fate.pick(2) == 0 ? ProviderStatus.REVERSED : ProviderStatus.FAILED;
            Duration least = kind.takesNothingBackMeanwhile() ? Duration.ofMinutes(15) : Duration.ofMillis(1);
            fate.later(fate.between(least, Duration.ofDays(2)), () -> turn(chargeId, id, end));
        }
    }

    private void turn(ChargeId chargeId, String id, ProviderStatus status) {
        Books before = books(chargeId);
        for (Books.Entry entry : before.entries()) {
            if (entry.refund().id().equals(id)) {
                change(chargeId, before.turning(entry, status));
                hint(chargeId, entry.refund().reference(), id);
            }
        }
    }

    private void change(ChargeId chargeId, Books next) {
        books.put(chargeId, next);
        simulation.check(chargeId);
    }

    /** Whether nobody was told of the last change of a refund. */
    boolean isUntold(ChargeId chargeId, String id) {
        return untold.contains(chargeId + " " + id);
    }

    private void hint(ChargeId chargeId, @Nullable RefundId reference, String id) {
        untold.remove(chargeId + " " + id);
        if (fate.strikes(Fault.WEBHOOK_LOST)) {
            untold.add(chargeId + " " + id);
            return;
        }
        int times = fate.strikes(Fault.WEBHOOK_REPEATED) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            fate.later(fate.between(Duration.ofMillis(10), Duration.ofHours(1)), () -> {
                Input hint = new Input.ProviderNotified(fate.now(), reference, id);
                simulation.append(
                        PartitionHash.partition(chargeId, Simulation.PARTITIONS),
                        Encodings.key(chargeId),
                        InputCodec.write(hint));
            });
        }
    }

    void refundInDashboard(ChargeId chargeId) {
        Books before = books(chargeId);
        if (before.live().add(DASHBOARD_AMOUNT).compareTo(Setting.CAPTURED.amount()) <= 0) {
            Books after = before.fromDashboard(DASHBOARD_AMOUNT);
            change(chargeId, after);
            hint(chargeId, null, after.entries().getLast().refund().id());
        }
    }
}
