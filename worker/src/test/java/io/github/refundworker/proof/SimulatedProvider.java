package io.github.refundworker.proof;

import io.github.refundworker.decide.Encodings;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Told;
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
import java.util.ArrayList;
import java.util.HashMap;
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
    private static final BigDecimal DASHBOARD_AMOUNT = new BigDecimal("10.00");
    private static final BigDecimal CHARGED_BACK = new BigDecimal("30.00");

    private final Fate fate;
    private final ProviderKind kind;
    private final Simulation simulation;
    private final Map<ChargeId, Books> books = new LinkedHashMap<>();
    private final ProviderClient client = SimulatedHttp.client(this::answer);
    private final Set<String> untold = new HashSet<>();
    private final Set<ChargeId> undisclosed = new HashSet<>();
    private List<Books.Key> keys = List.of();
    private Instant downUntil = Instant.EPOCH;

    /** In the form of our ids, and of another charge. */
    static final RefundId STRANGER = RefundId.of("proof", new ChargeId("ch_of_a_stranger"), new RequestId("r1"));

    private static final Duration READ_LAG = Duration.ofSeconds(20);

    private record Sum(Instant since, BigDecimal succeeded) {}

    private record Before(Books books, Instant changed) {}

    private final Set<String> told = new HashSet<>();
    /** How much of each charge was refunded, and since when. */
    private final Map<ChargeId, List<Sum>> sums = new HashMap<>();

    private final Map<ChargeId, Before> before = new HashMap<>();
    /** What can never be read any more: references, ids behind their charge's, and charges. */
    private final Set<String> unreadable = new HashSet<>();

    private Instant called = Instant.EPOCH;

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
        if (fate.strikes(Fault.DISPUTED)) {
            fate.later(fate.between(Duration.ofSeconds(10), DAY), () -> dispute(chargeId));
        }
        if (fate.strikes(Fault.CAPTURED_MORE)) {
            books.put(chargeId, Books.of(Setting.CAPTURED_FIRST));
            fate.later(fate.between(Duration.ofSeconds(10), DAY), () -> {
                simulation.tell(() -> "more of " + chargeId + " is captured");
                change(chargeId, books(chargeId).capturing(Setting.CAPTURED));
            });
        }
    }

    /** A dispute takes part of the charge or all of it, and ends weeks later. */
    private void dispute(ChargeId chargeId) {
        BigDecimal amount = fate.pick(2) == 0 ? CHARGED_BACK : Setting.CAPTURED.amount();
        simulation.tell(() -> "the payer disputes " + amount + " of " + chargeId);
        disputed(chargeId, new Disputes(true, amount));
        fate.later(fate.between(Duration.ofMinutes(1), Duration.ofDays(30)), () -> {
            boolean won = fate.pick(2) == 0;
            simulation.tell(() -> "the dispute about " + chargeId + " is " + (won ? "won" : "lost"));
            disputed(chargeId, won ? Disputes.NONE : new Disputes(false, amount));
        });
    }

    private void disputed(ChargeId chargeId, Disputes next) {
        change(chargeId, books(chargeId).disputed(next));
        undisclosed.remove(chargeId);
        if (fate.strikes(Fault.WEBHOOK_LOST)) {
            undisclosed.add(chargeId);
            return;
        }
        Instant happened = fate.now();
        fate.later(fate.between(leastHintDelay(), Duration.ofHours(1)), () -> {
            Input hint = new Input.ProviderNotified(fate.now(), null, null, null, happened);
            simulation.append(
                    PartitionHash.partition(chargeId, Simulation.PARTITIONS),
                    Encodings.key(chargeId),
                    InputCodec.write(hint));
        });
    }

    /** Whether the last change of a charge's disputes was told to nobody. */
    boolean isUndisclosed(ChargeId chargeId) {
        return undisclosed.contains(chargeId);
    }

    Books books(ChargeId chargeId) {
        return Objects.requireNonNull(books.get(chargeId), "no such charge");
    }

    // Calls

    void call(Command asked, Call call, Consumer<ProviderResponse> response) {
        if (fate.strikes(Fault.NOT_REACHED) || isDown()) {
            becauseOursHangs(asked);
            fate.later(fate.aMoment(), () -> response.accept(made(asked, call, HttpAnswers.unreachable(fate))));
            return;
        }
        Answer refused = refusedAtTheDoor();
        if (refused != null) {
            becauseOursHangs(asked);
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
        Instant latest = kind.storesEveryRefusal()
                ? settle.firstIssuedAt().plus(DAY)
                : settle.sendBy().plus(simulation.policy().ages().call()).plus(Simulation.CLOCK_TOLERANCE);
        Duration most = Duration.between(fate.now(), latest);
        if (most.isPositive()) {
            Instant sent = fate.now();
            fate.later(fate.between(Duration.ZERO, most), () -> {
                called = sent;
                way = Way.ONE_WAY;
                made(settle, Call.SEND);
            });
        }
    }

    private ProviderResponse made(Command asked, Call call, Way through) {
        way = through;
        called = fate.now();
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
        ChargeId chargeId = Objects.requireNonNull(command).chargeId();
        Books of = books.get(chargeId);
        if (of == null) {
            return HttpAnswers.problem(404, "CHARGE_NOT_FOUND", "no such charge");
        }
        String path = request.uri().getRawPath();
        if (unreadable.contains(chargeId + path.substring(path.lastIndexOf('/'))) || isNeverDescribed(chargeId, path)) {
            return HttpAnswers.page(500, "<html>something is wrong with this one</html>");
        }
        return HttpAnswers.read(request, chargeId, shown(chargeId, of));
    }

    private Books shown(ChargeId chargeId, Books now) {
        Before was = before.get(chargeId);
        if (was == null || !was.changed().plus(READ_LAG).isAfter(fate.now()) || !fate.strikes(Fault.READ_LAGS)) {
            return now;
        }
        return was.books();
    }

    /** A charge that could be read once and no more. */
    private boolean isNeverDescribed(ChargeId chargeId, String path) {
        if (!path.startsWith("/charges/")) {
            return false;
        }
        if (fate.strikes(Fault.NEVER_DESCRIBED)) {
            unreadable.add(chargeId + "/" + chargeId);
        }
        return unreadable.contains(chargeId + "/" + chargeId);
    }

    /** Whether something of this charge can never be read, so that it does not come to rest. */
    boolean isUnreadable(ChargeId chargeId) {
        return unreadable.stream().anyMatch(one -> one.startsWith(chargeId + "/"));
    }

    /** People refund by hand because ours takes so long. */
    private void becauseOursHangs(Command asked) {
        if (asked instanceof Command.Settle settle && fate.strikes(Fault.DASHBOARD_AS_OURS_HANGS)) {
            fate.later(fate.between(Duration.ofSeconds(1), Duration.ofDays(2)), () -> {
                simulation.tell(() -> "somebody refunds " + settle.amount() + " by hand, as ours hangs");
                refundInDashboard(settle.chargeId(), settle.amount().amount());
            });
        }
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
        if (turn.books().entries().size() > before.entries().size()) {
            checkGuard(chargeId, posted.reference(), settle);
        }
        keys = turn.books().keys();
        change(chargeId, turn.books());
        if (turn.books().entries().size() > before.entries().size()) {
            live(chargeId, turn.books().entries().getLast());
        }
        return HttpAnswers.of(chargeId, turn.answer());
    }

    /** A worker that reads the charge before it pays decides on a state that is minutes old, not a day old. */
    private void checkGuard(ChargeId chargeId, RefundId reference, Command.Settle settle) {
        if (!Wider.GUARD_AT_PAYMENT.isOn()
                || !simulation.isGuarded(chargeId, reference)
                || !kind.capabilities.describesCharges()) {
            return;
        }
        Instant since = called.minus(simulation.policies().guardWindow());
        List<Sum> history = sums.getOrDefault(chargeId, List.of());
        BigDecimal at = BigDecimal.ZERO;
        boolean matched = history.isEmpty() || history.getFirst().since().isAfter(since)
                ? settle.succeededBefore().signum() == 0
                : false;
        for (Sum sum : history) {
            at = sum.succeeded();
            boolean lasts = sum == history.getLast()
                    || history.get(history.indexOf(sum) + 1).since().isAfter(since);
            matched |= lasts && at.compareTo(settle.succeededBefore()) == 0;
        }
        if (!matched) {
            simulation.violated(chargeId + ": " + reference + " was accepted on " + settle.succeededBefore()
                    + " and is paid after " + at + " was refunded, which is known since "
                    + history.getLast().since());
        }
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
        if (fate.strikes(Fault.NEVER_LOOKED_UP)) {
            simulation.tell(() -> made.refund() + " can never be looked up");
            unreadable.add(chargeId + "/" + id);
            unreadable.add(chargeId + "/" + made.refund().reference());
        }
        if (made.refund().status() == ProviderStatus.PENDING) {
            ProviderStatus end = fate.strikes(Fault.PENDING_FAILS) ? ProviderStatus.FAILED : ProviderStatus.SUCCEEDED;
            if (fate.strikes(Fault.PENDING_FOR_WEEKS)) {
                Duration weeks = fate.between(Duration.ofDays(31), Duration.ofDays(50));
                fate.later(weeks, () -> turnInSecret(chargeId, id, end));
            } else {
                Duration time = fate.between(Duration.ofMinutes(15), Duration.ofDays(3));
                fate.later(time, () -> turn(chargeId, id, end));
            }
        } else if (fate.strikes(Fault.TAKEN_BACK)) {
            // Sooner would break the promise of a provider that only compares sums.
            ProviderStatus end = fate.pick(2) == 0 ? ProviderStatus.REVERSED : ProviderStatus.FAILED;
            Duration least = kind.takesNothingBackMeanwhile() ? Duration.ofMinutes(15) : Duration.ofMillis(1);
            fate.later(fate.between(least, Duration.ofDays(2)), () -> turn(chargeId, id, end));
        }
    }

    private void turn(ChargeId chargeId, String id, ProviderStatus status) {
        turned(chargeId, id, status);
        hint(chargeId, books(chargeId).entry(id).refund());
    }

    /** No webhook tells of it, so it is known only if the worker goes on asking. */
    private void turnInSecret(ChargeId chargeId, String id, ProviderStatus status) {
        turned(chargeId, id, status);
        untold.add(chargeId + " " + id);
    }

    private void turned(ChargeId chargeId, String id, ProviderStatus status) {
        Books before = books(chargeId);
        change(chargeId, before.turning(before.entry(id), status));
    }

    private void change(ChargeId chargeId, Books next) {
        before.put(chargeId, new Before(books(chargeId), fate.now()));
        books.put(chargeId, next);
        BigDecimal sum = next.sum(entry -> entry.refund().status() == ProviderStatus.SUCCEEDED);
        List<Sum> history = sums.computeIfAbsent(chargeId, _ -> new ArrayList<>());
        if (sum.compareTo(
                        history.isEmpty() ? BigDecimal.ZERO : history.getLast().succeeded())
                != 0) {
            history.add(new Sum(fate.now(), sum));
        }
        simulation.check(chargeId);
    }

    /** Whether nobody was told of the last change of a refund. */
    boolean isUntold(ChargeId chargeId, String id) {
        return untold.contains(chargeId + " " + id) || !told.contains(chargeId + " " + id);
    }

    private void hint(ChargeId chargeId, ProviderRefund refund) {
        String id = refund.id();
        Instant happened = fate.now();
        untold.remove(chargeId + " " + id);
        if (fate.strikes(Fault.WEBHOOK_LOST)) {
            untold.add(chargeId + " " + id);
            return;
        }
        told.add(chargeId + " " + id);
        int times = fate.strikes(Fault.WEBHOOK_REPEATED) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            fate.later(fate.between(leastHintDelay(), Duration.ofHours(1)), () -> {
                Input hint = new Input.ProviderNotified(
                        fate.now(), refund.reference(), id, new Told.Shown(refund), happened);
                simulation.append(
                        PartitionHash.partition(chargeId, Simulation.PARTITIONS),
                        Encodings.key(chargeId),
                        InputCodec.write(hint));
            });
        }
    }

    /** A provider whose readings lag tells of a change when its readings show it. */
    private static Duration leastHintDelay() {
        return Wider.LAGGING_READS.isOn() ? READ_LAG : Duration.ofMillis(10);
    }

    void refundInDashboard(ChargeId chargeId) {
        refundInDashboard(chargeId, DASHBOARD_AMOUNT);
    }

    private void refundInDashboard(ChargeId chargeId, BigDecimal amount) {
        Books before = books(chargeId);
        if (before.live().add(amount).compareTo(before.captured().amount()) <= 0) {
            CurrencyCode currency = fate.strikes(Fault.REFUNDED_IN_EUROS)
                    ? new CurrencyCode("EUR")
                    : before.captured().currency();
            Books after = before.fromElsewhere(
                    new Money(amount, currency), fate.strikes(Fault.STRANGERS_REFERENCE) ? STRANGER : null);
            change(chargeId, after);
            hint(chargeId, after.entries().getLast().refund());
        }
    }
}
