package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.Source;
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
    /** A dead letter that is replayed stands at another place of its topic; the last digits tell which request it is. */
    private static final int REPLAYED = 100;

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
        moves.time();
    }

    private boolean may(int faults) {
        return world.faults() >= faults;
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
        if (may(1) && requested.source().offset() < REPLAYED) {
            to(
                    rest.paying(1).with(world.requests().died(request)),
                    () -> "request " + setting.asks().get(request).id()
                            + " cannot be decided by the version that runs, and is dead-lettered");
        }
    }

    private void decide(World rest, Input input, @Nullable RequestBody earlier) {
        Decision decision = Decider.decide(setting.policy(), Setting.CHARGE, world.charge(), input);
        sink.move(
                rest.decided(decision),
                () -> Teller.decided(setting, input, decision),
                setting.invariants().onDecision(world.charge(), input, earlier, decision));
        World aborted = world.aborted(decision);
        if (may(1) && aborted != world) {
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
            } else if (may(1)) {
                to(
                        world.paying(1).written(request(i, 0)),
                        () -> "the record of request " + ask.id() + " is read again");
            }
            if (Requests.has(requests.dead(), i)) {
                to(
                        world.with(requests.replayed(i)).written(request(i, 1)),
                        () -> "the dead letter of request " + ask.id() + " is replayed");
            } else if (Requests.has(requests.died(), i) && may(1)) {
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
            if (world.stragglers().indexOf(input) == i) {
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
            case Input.ProviderNotified(var _, var refundId, var providerId) ->
                new Input.ProviderNotified(now, refundId, providerId);
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
                    world.flying(World.without(world.flying(), settle)).with(landed.books()),
                    () -> "the call of #" + settle.number() + " that nobody waited for reaches the provider",
                    CallMoves.contradiction(landed));
        }
        boolean fromDashboard = false;
        for (Books.Entry entry : books.entries()) {
            fromDashboard |= entry.refund().reference() == null;
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
        if (!fromDashboard && may(1) && books.live().add(DASHBOARD_AMOUNT).compareTo(Setting.CAPTURED.amount()) <= 0) {
            World made = world.paying(1).with(books.fromDashboard(DASHBOARD_AMOUNT));
            to(
                    hinting(made, made.books().entries().getLast()),
                    () -> "somebody refunds " + DASHBOARD_AMOUNT + " in the provider's dashboard");
        }
    }

    private void turn(Books.Entry entry, ProviderStatus status, int cost) {
        boolean tooEarly = setting.kind().takesNothingBackMeanwhile()
                && status != ProviderStatus.SUCCEEDED
                && isBeingSent(entry.refund().reference());
        if (may(cost) && !tooEarly) {
            to(
                    hinting(world.paying(cost).with(world.books().turning(entry, status)), entry),
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
    private static World hinting(World world, Books.Entry entry) {
        Input hint = new Input.ProviderNotified(
                Setting.BEGINNING, entry.refund().reference(), entry.refund().id());
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
        for (long offset = world.topic().base(); offset < world.topic().end(); offset++) {
            if (!world.topic().isAnswered(offset)) {
                next = earliest(next, world.topic().at(offset).sendBy().plusSeconds(1));
            }
        }
        boolean allArrived =
                Integer.bitCount(world.requests().arrived()) == setting.asks().size();
        if (charge.facts() instanceof Facts.Described(var _, Instant readAt) && !allArrived) {
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
        for (int i = before.executors().size() - 1; i >= 0; i--) {
            boolean inTime =
                    before.executors().get(i).running().stream().allMatch(e -> CallMoves.mayStillAct(setting, e, then));
            next = inTime ? next : ExecutorMoves.died(next, i);
        }
        return next;
    }
}
