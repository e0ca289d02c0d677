package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
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

    private void decide() {
        if (!world.log().isEmpty()) {
            Input input = world.log().getFirst();
            decide(world.log(world.log().subList(1, world.log().size())), input);
        }
        if (world.isOverdue()) {
            decide(world, new Input.DeadlinePassed(world.now()));
        }
    }

    private void decide(World rest, Input input) {
        Decision decision = setting.rules().decide(setting.policy(), Setting.CHARGE, world.charge(), input);
        World next = rest.decided(decision);
        sink.move(
                next,
                () -> Teller.decided(setting, input, decision),
                setting.invariants().onDecision(Setting.CHARGE, world.charge(), input, decision));
    }

    private void requests() {
        for (int i = 0; i < setting.asks().size(); i++) {
            int index = i;
            if (!world.hasArrived(i)) {
                to(
                        world.requestWritten(i, setting.request(i, world.now())),
                        () -> "request " + setting.asks().get(index) + " arrives");
            } else if (may(1)) {
                to(
                        world.paying(1).requestWritten(i, setting.request(i, world.now())),
                        () -> "the record of request "
                                + setting.asks().get(index).id() + " is replayed");
            }
        }
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
            World landed = world.flying(World.without(world.flying(), settle))
                    .with(books.settle(setting.kind(), settle, world.now(), Books.Choice.PAY)
                            .books());
            to(landed, () -> "the call of #" + settle.number() + " that nobody waited for reaches the provider");
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
        RefundId reference = entry.refund().reference();
        boolean tooEarly = setting.kind().takesNothingBackMeanwhile()
                && status != ProviderStatus.SUCCEEDED
                && reference != null
                && ExecutorMoves.isBeingSent(world, reference);
        if (may(cost) && !tooEarly) {
            to(
                    hinting(world.paying(cost).with(world.books().turning(entry, status)), entry),
                    () -> "the provider turns its refund " + entry.refund().id() + " to " + status);
        }
    }

    /** A webhook that comes whenever it likes. */
    private static World hinting(World world, Books.Entry entry) {
        RefundId reference = entry.refund().reference();
        Input hint = new Input.ProviderNotified(
                Setting.BEGINNING, reference, entry.refund().id());
        return world.stragglers().contains(hint) ? world : world.straggling(World.plus(world.stragglers(), hint));
    }

    // Time

    private void time() {
        boolean lagging = !world.log().isEmpty()
                || world.isOverdue()
                || !world.executions().isEmpty()
                || world.commands().stream().anyMatch(c -> c.progress() == World.Progress.NEW);
        Instant next = nextMoment();
        int cost = lagging ? 1 : 0;
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
        Instant next = null;
        next = earliest(next, charge.due());
        for (World.Issued issued : world.commands()) {
            if (issued.progress() != World.Progress.DONE) {
                next = earliest(next, issued.command().sendBy().plusSeconds(1));
            }
        }
        if (charge.facts() instanceof Facts.Described(var _, Instant readAt) && anyYetToCome()) {
            next = earliest(next, readAt.plus(setting.policy().ages().facts()).plusSeconds(1));
        }
        return next;
    }

    private boolean anyYetToCome() {
        for (int i = 0; i < setting.asks().size(); i++) {
            if (!world.hasArrived(i)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (other == null || !other.isAfter(world.now())) {
            return one;
        }
        return one == null || other.isBefore(one) ? other : one;
    }

    /** Calls end in time: at a provider that stores all answers within the window, elsewhere within the call limit. */
    private World passed(World before, Instant then) {
        List<Command.Settle> flying = before.flying().stream()
                .filter(settle -> ExecutorMoves.mayStillLand(setting, settle, then))
                .toList();
        List<World.Execution> alive = before.executions().stream()
                .filter(e -> ExecutorMoves.mayStillAct(setting, e, then))
                .toList();
        World next = before.at(then).flying(flying).executing(alive);
        for (World.Execution execution : before.executions()) {
            if (!alive.contains(execution)) {
                next = next.progress(execution.command(), World.Progress.NEW);
            }
        }
        return next;
    }
}
