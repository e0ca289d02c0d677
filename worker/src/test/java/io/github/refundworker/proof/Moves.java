package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.Told;
import io.github.refundworker.proof.World.Requests;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that can happen next in a world, except at the executors. */
final class Moves {
    private static final Duration LONG_STALL = Duration.ofHours(25);
    private static final BigDecimal DASHBOARD_AMOUNT = new BigDecimal("25.00");
    /** Shorter than any pause of the rules that is made so that a read shows what was sent. */
    private static final Duration READ_LAG = Duration.ofSeconds(20);
    /** In the form of our ids, and of another charge. */
    private static final RefundId STRANGER =
            RefundId.of("proof", new ChargeId("ch_of_a_stranger"), new RequestId("r1"));
    /** A dead letter that is replayed stands at another place of its topic; the last digits tell which request it is. */
    private static final int REPLAYED = 100;

    private static final BigDecimal CHARGED_BACK = new BigDecimal("60.00");
    /** A webhook about the charge and no refund of it. */
    static final Input OF_CHARGE = new Input.ProviderNotified(Setting.BEGINNING, null, null);

    /** Takes the worlds that may come next. */
    interface Sink {
        /** @param violation of an invariant on the way there; absent if all is well */
        void move(World next, Supplier<String> story, @Nullable String violation);
    }

    private final Setting setting;
    private final World world;
    private final Sink sink;

    private Moves(Setting setting, World world, Sink sink) {
        this.setting = setting;
        this.world = world;
        this.sink = sink;
    }

    /** Always the same moves in the same order for the same world, so that a path is told by its turnings. */
    static void from(Setting setting, World world, Sink sink) {
        Moves moves = new Moves(setting, world, sink);
        moves.decide();
        ExecutorMoves.from(setting, world, sink);
        moves.requests();
        moves.stragglers();
        moves.provider();
        OperatorMoves.from(setting, world, sink);
        moves.time();
    }

    private boolean may(int faults) {
        return world.faults() >= faults;
    }

    private boolean mayFail(int machines) {
        return may(machines) && !setting.hasSteadyMachines();
    }

    private void to(World next, Supplier<String> story) {
        sink.move(next, story, null);
    }

    // The decider

    private void decide() {
        if (!world.log().isEmpty()) {
            Input input = world.log().getFirst();
            World rest = world.log(world.log().subList(1, world.log().size()));
            if (input instanceof Input.RefundRequested requested) {
                decide(requested, rest);
            } else {
                decide(rest, input, null);
            }
        }
        if (world.isOverdue()) {
            decide(world, new Input.DeadlinePassed(world.now()), null);
        }
    }

    private void decide(Input.RefundRequested requested, World rest) {
        int request = (int) (requested.source().offset() % REPLAYED);
        Integer first = world.requests().first().stream()
                .filter(i -> setting.asks()
                        .get(i)
                        .id()
                        .equals(setting.asks().get(request).id()))
                .findFirst()
                .orElse(null);
        if (first == null) {
            decide(rest.with(world.requests().decidedFirst(request)), requested, null);
        } else {
            decide(rest, requested, setting.asks().get(first).request());
        }
        if (mayFail(1) && requested.source().offset() < REPLAYED) {
            to(
                    rest.paying(1).with(world.requests().died(request)),
                    () -> "request " + setting.asks().get(request).id()
                            + " cannot be decided by the version that runs, and is dead-lettered");
        }
    }

    private void decide(World rest, Input input, @Nullable RequestBody earlier) {
        Decision decision = Decider.decide(setting.policy(), Setting.CHARGE, world.charge(), input);
        Reading reading =
                Wider.needsReadings() ? Reading.after(world.reading(), world.charge(), input, decision) : null;
        String wrong = setting.invariants().onDecision(world.charge(), input, earlier, decision);
        if (wrong == null) {
            List<Integer> first = rest.requests().first();
            wrong = setting.invariants()
                    .wider()
                    .check(
                            Setting.CHARGE,
                            world.charge(),
                            input,
                            decision,
                            reading,
                            id -> setting.isGuarded(id, first));
        }
        sink.move(rest.decided(decision).told(reading), () -> Teller.decided(setting, input, decision), wrong);
        World aborted = world.aborted(decision);
        if (mayFail(1) && aborted != world) {
            to(
                    aborted.paying(1),
                    () -> "the decider dies in its commit, on " + Teller.decided(setting, input, decision));
        }
    }

    // What is written to the log

    private void requests() {
        Requests requests = world.requests();
        for (int i = 0; i < setting.asks().size(); i++) {
            Setting.Ask ask = setting.asks().get(i);
            if (!Requests.has(requests.arrived(), i)) {
                if (setting.mayArrive(i, requests.arrived())) {
                    to(world.with(requests.arrived(i)).written(request(i, 0)), () -> "request " + ask + " arrives");
                }
            } else if (mayFail(1)) {
                to(
                        world.paying(1).written(request(i, 0)),
                        () -> "the record of request " + ask.id() + " is read again");
            }
            if (Requests.has(requests.dead(), i)) {
                to(
                        world.with(requests.replayed(i)).written(request(i, 1)),
                        () -> "the dead letter of request " + ask.id() + " is replayed");
            } else if (Requests.has(requests.died(), i) && mayFail(1)) {
                to(
                        world.paying(1).written(request(i, 2)),
                        () -> "the dead letter of request " + ask.id() + " is replayed once more");
            }
        }
    }

    private Input request(int index, int replay) {
        return new Input.RefundRequested(
                world.now(),
                new Source("refund-requests", 0, (long) replay * REPLAYED + index, Setting.BEGINNING),
                setting.asks().get(index).request());
    }

    private void stragglers() {
        for (int i = 0; i < world.stragglers().size(); i++) {
            Input input = world.stragglers().get(i);
            // A provider whose readings lag tells of a change when its readings show it.
            boolean isTooEarly = input instanceof Input.ProviderNotified && world.stale() != null;
            if (!isTooEarly && world.stragglers().indexOf(input) == i) {
                to(
                        world.straggling(World.without(world.stragglers(), input))
                                .written(at(input, world.now())),
                        () -> Teller.straggler(setting, input));
            }
        }
    }

    static Input at(Input input, Instant now) {
        return switch (input) {
            case Input.CommandAnswered(var _, long number, var refundId, var outcome) ->
                new Input.CommandAnswered(now, number, refundId, outcome);
            case Input.ChargeDescribed(var _, long number, var description) ->
                new Input.ChargeDescribed(now, number, description);
            case Input.ProviderNotified(var _, var refundId, var providerId, var told, var happened) ->
                new Input.ProviderNotified(now, refundId, providerId, told, happened);
            case Input.RefundRequested(var _, var source, var body) -> new Input.RefundRequested(now, source, body);
            case Input.DeadlinePassed _, Input.OperatorDecided _ -> input;
        };
    }

    // The provider's own life

    private void provider() {
        Books books = world.books();
        for (Command.Settle settle : world.flying()) {
            Books.Turn landed = books.settle(
                    setting.kind(), Books.Asking.of(setting.kind(), settle), world.now(), Books.Choice.PAY);
            sink.move(
                    paidUnheard(setting, world.flying(World.without(world.flying(), settle)), landed.books()),
                    () -> "the call of #" + settle.number() + " that nobody waited for reaches the provider",
                    CallMoves.contradiction(landed));
        }
        boolean fromDashboard = false;
        for (Books.Entry entry : books.entries()) {
            fromDashboard |= entry.refund().reference() == null
                    || STRANGER.equals(entry.refund().reference());
            switch (entry.refund().status()) {
                case PENDING -> {
                    turn(entry, ProviderStatus.SUCCEEDED, 0);
                    turn(entry, ProviderStatus.FAILED, 1);
                }
                case SUCCEEDED -> {
                    turn(entry, ProviderStatus.REVERSED, 1);
                    turn(entry, ProviderStatus.FAILED, 1);
                }
                case FAILED, REVERSED -> {}
            }
        }
        if (!fromDashboard
                && may(1)
                && books.live().add(DASHBOARD_AMOUNT).compareTo(books.captured().amount()) <= 0) {
            World made = written(world.paying(1), elsewhere(books));
            to(
                    hinting(made, made.books().entries().getLast().refund()),
                    () -> "somebody refunds "
                            + made.books().entries().getLast().refund().amount() + " in the provider's dashboard");
        }
        if (setting.has(Wider.DISPUTES)) {
            disputes(books);
        }
        if (setting.has(Wider.CAPTURE_GROWS) && !books.captured().equals(Setting.CAPTURED)) {
            to(
                    written(world, books.capturing(Setting.CAPTURED)),
                    () -> "more of the charge is captured, " + Setting.CAPTURED + " by now");
        }
    }

    private void disputes(Books books) {
        if (books.disputes().open()) {
            disputed(Disputes.NONE, 0, "the dispute is won");
            disputed(new Disputes(false, books.disputes().chargedBack()), 0, "the dispute is lost");
        } else if (books.disputes().isNone() && may(1)) {
            disputed(new Disputes(true, CHARGED_BACK), 1, "the payer disputes " + CHARGED_BACK + " of the charge");
        }
    }

    private void disputed(Disputes next, int cost, String story) {
        World disputed = world.paying(cost).with(world.books().disputed(next));
        to(
                disputed.stragglers().contains(OF_CHARGE)
                        ? disputed
                        : disputed.straggling(World.plus(disputed.stragglers(), OF_CHARGE)),
                () -> story);
    }

    private Books elsewhere(Books books) {
        if (setting.has(Wider.OTHER_CURRENCY)) {
            return books.fromElsewhere(new Money(DASHBOARD_AMOUNT, new CurrencyCode("EUR")), null);
        }
        Money amount = new Money(DASHBOARD_AMOUNT, books.captured().currency());
        return books.fromElsewhere(amount, setting.has(Wider.STRANGERS_REFERENCES) ? STRANGER : null);
    }

    private World written(World before, Books next) {
        return written(setting, before, next);
    }

    /** Where reads lag, they show for a while what was there before. */
    static World written(Setting setting, World before, Books next) {
        World after = before.with(next);
        return setting.has(Wider.LAGGING_READS)
                        && !next.entries().equals(before.books().entries())
                ? after.stale(new World.Stale(before.books(), before.now().plus(READ_LAG)))
                : after;
    }

    /** Where people decide, the provider tells of a payment whose answer nobody heard: they may have decided otherwise. */
    static World paidUnheard(Setting setting, World before, Books next) {
        World after = written(setting, before, next);
        boolean isPaid = next.entries().size() > before.books().entries().size();
        return setting.has(Wider.OPERATORS) && isPaid
                ? hinting(after, next.entries().getLast().refund())
                : after;
    }

    private void turn(Books.Entry entry, ProviderStatus status, int cost) {
        boolean tooEarly = setting.kind().takesNothingBackMeanwhile()
                && status != ProviderStatus.SUCCEEDED
                && isBeingSent(entry.refund().reference());
        if (may(cost) && !tooEarly) {
            World turned = written(world.paying(cost), world.books().turning(entry, status));
            to(
                    hinting(turned, turned.books().entry(entry.refund().id()).refund()),
                    () -> "the provider turns its refund " + entry.refund().id() + " to " + status);
        }
    }

    private boolean isBeingSent(@Nullable RefundId reference) {
        return reference != null
                && (world.flying().stream().anyMatch(f -> f.refundId().equals(reference))
                        || world.executors().stream()
                                .flatMap(e -> e.running().stream())
                                .anyMatch(e -> e.command() instanceof Command.Settle settle
                                        && settle.refundId().equals(reference)));
    }

    /** A webhook that comes whenever it likes. */
    private static World hinting(World world, ProviderRefund refund) {
        Input hint = new Input.ProviderNotified(
                Setting.BEGINNING, refund.reference(), refund.id(), new Told.Shown(refund), null);
        return world.stragglers().contains(hint) ? world : world.straggling(World.plus(world.stragglers(), hint));
    }

    // Time

    private void time() {
        Instant next = nextMoment();
        int cost = world.isBusy() ? 1 : 0;
        if (next != null && may(cost)) {
            to(passed(world.paying(cost), next), () -> Duration.between(world.now(), next) + " go by");
        }
        if (may(1)) {
            to(passed(world.paying(1), world.now().plus(LONG_STALL)), () -> "nothing moves for " + LONG_STALL);
        }
    }

    /** The next moment at which anything decides differently than now. */
    private @Nullable Instant nextMoment() {
        ChargeState charge = world.charge();
        Instant next = earliest(null, charge.due());
        if (world.stale() != null) {
            next = earliest(next, world.stale().until().plusSeconds(1));
        }
        for (long offset = world.topic().base(); offset < world.topic().end(); offset++) {
            if (!world.topic().isAnswered(offset)) {
                next = earliest(next, world.topic().at(offset).sendBy().plusSeconds(1));
            }
        }
        boolean allArrived =
                Integer.bitCount(world.requests().arrived()) == setting.asks().size();
        if (charge.facts() instanceof Facts.Described(var _, Instant readAt, var _, var _)
                && readAt != null
                && !allArrived) {
            next = earliest(next, readAt.plus(setting.policy().ages().facts()).plusSeconds(1));
        }
        return next;
    }

    private @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (other == null || !other.isAfter(world.now())) {
            return one;
        }
        return one == null || other.isBefore(one) ? other : one;
    }

    /** Calls end in time, and a process that could not make its call in time has died. */
    private World passed(World before, Instant then) {
        List<Command.Settle> flying = before.flying().stream()
                .filter(settle -> CallMoves.mayStillLand(setting, settle, then))
                .toList();
        World next = before.at(then).flying(flying);
        if (next.stale() != null && next.stale().until().isBefore(then)) {
            next = next.stale(null);
        }
        for (int i = before.executors().size() - 1; i >= 0; i--) {
            boolean inTime =
                    before.executors().get(i).running().stream().allMatch(e -> CallMoves.mayStillAct(setting, e, then));
            next = inTime ? next : ExecutorMoves.died(next, i);
        }
        return next;
    }
}
