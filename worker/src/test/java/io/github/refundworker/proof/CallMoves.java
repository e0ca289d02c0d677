package io.github.refundworker.proof;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.execute.Executions.Wish;
import io.github.refundworker.proof.World.Execution;
import io.github.refundworker.proof.World.Executor;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that can become of the call that an execution wants to make. */
final class CallMoves {
    private static final ProviderResponse RESET = new ProviderResponse.Unclear("reset");
    private static final ProviderResponse BROKEN = new ProviderResponse.Unclear("HTTP 500");
    private static final ProviderResponse TIMED_OUT = new ProviderResponse.Unclear("timed out");
    private static final ProviderResponse UNREACHABLE = new ProviderResponse.NotSent("refused", null);

    private final Setting setting;
    private final World world;
    private final int index;
    private final Execution execution;
    private final Moves.Sink sink;

    private CallMoves(Setting setting, World world, int index, Execution execution, Moves.Sink sink) {
        this.setting = setting;
        this.world = world;
        this.index = index;
        this.execution = execution;
        this.sink = sink;
    }

    static void of(Setting setting, World world, int index, Execution execution, Moves.Sink sink) {
        CallMoves moves = new CallMoves(setting, world, index, execution, sink);
        switch (execution.wish()) {
            case Wish.Send _ -> moves.send((Command.Settle) execution.command());
            case Wish.LookUp _ -> moves.lookUp();
            case Wish.Describe _ -> {
                if (setting.has(Wider.BLIND_DESCRIBES) && world.charge().facts() instanceof Facts.Described) {
                    moves.respond(0, TIMED_OUT, "cannot read the charge any more");
                } else {
                    moves.respond(0, world.books().describe(setting.kind()), "reads the charge");
                    moves.respond(1, TIMED_OUT, "cannot read the charge");
                    moves.stale(books -> books.describe(setting.kind()), "reads the charge as it was");
                }
            }
            case Wish.Answer _ -> throw new IllegalStateException("an answer ends an execution");
            case null -> throw new IllegalStateException("it wants nothing");
        }
    }

    /**
     * The assumption on how long a process or a call may stall between its last look at the clock and its effect: where
     * everything is stored under the key, as long as the key is remembered, elsewhere within the call limit.
     */
    static boolean mayStillLand(Setting setting, Command.Settle settle, Instant now) {
        return !now.isAfter(
                setting.kind().storesEveryRefusal()
                        ? settle.firstIssuedAt()
                                .plus(setting.kind().capabilities.idempotencyWindow())
                        : settle.sendBy().plus(setting.policy().ages().call()));
    }

    static boolean mayStillAct(Setting setting, Execution execution, Instant now) {
        return !(execution.wish() instanceof Wish.Send && execution.command() instanceof Command.Settle settle)
                || mayStillLand(setting, settle, now);
    }

    static @Nullable String contradiction(Books.Turn turn) {
        return turn.contradiction() ? "two requests under one key are not the same" : null;
    }

    private boolean may(int faults) {
        return world.faults() >= faults;
    }

    private void send(Command.Settle settle) {
        Books.Turn paid = settled(settle, Books.Choice.PAY);
        outcome(paid, 0);
        if (paid.books().entries().size() > world.books().entries().size()) {
            outcome(settled(settle, Books.Choice.TAKE_ITS_TIME), 1);
            outcome(settled(settle, Books.Choice.REFUSE), 1);
            if (setting.kind() == ProviderKind.KEYED_CHOOSY) {
                outcome(settled(settle, Books.Choice.TURN_DOWN), 1);
            }
            outcome(settled(settle, Books.Choice.BREAK), 1);
            outcome(settled(settle, Books.Choice.BREAK_AFTER_PAYING), 1);
        }
        respond(1, RESET, "loses the connection before the provider reads the call");
        respond(1, UNREACHABLE, "cannot reach the provider");
        if (may(1)) {
            World gone = heard(world.paying(1), TIMED_OUT).flying(World.plus(world.flying(), settle));
            sink.move(gone, () -> tell("sends, and gives up waiting while the call is on its way"), null);
        }
    }

    private Books.Turn settled(Command.Settle settle, Books.Choice choice) {
        return world.books().settle(setting.kind(), Books.Asking.of(setting.kind(), settle), world.now(), choice);
    }

    private void outcome(Books.Turn turn, int cost) {
        String story = "sends: " + Teller.response(turn.answer());
        if (may(cost)) {
            World paid = turn.answer() instanceof ProviderResponse.Found
                    ? Moves.written(setting, world.paying(cost), turn.books())
                    : Moves.paidUnheard(setting, world.paying(cost), turn.books());
            sink.move(heard(paid, turn.answer()), () -> tell(story), contradiction(turn));
        }
        if (may(cost + 1)) {
            sink.move(
                    heard(Moves.paidUnheard(setting, world.paying(cost + 1), turn.books()), TIMED_OUT),
                    () -> tell(story + ", but the answer is lost"),
                    contradiction(turn));
        }
    }

    private void lookUp() {
        if (execution.command() instanceof Command.LookUp(var _, var _, var id, var providerId, var _, var _)
                && setting.isBlindTo(id, providerId, world.books())) {
            respond(0, BROKEN, "cannot look it up");
            return;
        }
        ProviderResponse answer = looked(world.books());
        stale(this::looked, "looks it up as it was");
        respond(0, answer, "looks it up: " + Teller.response(answer));
        respond(1, TIMED_OUT, "looks it up and gets no answer");
        respond(1, UNREACHABLE, "cannot reach the provider to look it up");
    }

    private ProviderResponse looked(Books books) {
        return switch (execution.command()) {
            case Command.Settle settle -> books.lookUp(settle.refundId(), null);
            case Command.LookUp lookUp -> books.lookUp(lookUp.refundId(), lookUp.providerRefundId());
            case Command.Describe _ -> throw new IllegalStateException("a describe looks nothing up");
        };
    }

    private void stale(Function<Books, ProviderResponse> read, String story) {
        World.Stale stale = world.stale();
        if (stale != null) {
            respond(1, read.apply(stale.books()), story);
        }
    }

    private void respond(int cost, ProviderResponse response, String story) {
        if (may(cost)) {
            sink.move(heard(world.paying(cost), response), () -> tell(story), null);
        }
    }

    private World heard(World next, ProviderResponse response) {
        Executor executor = world.executors().get(index);
        return next.replaced(
                index, executor.running(World.replaced(executor.running(), execution, e -> e.holding(response))));
    }

    private String tell(String what) {
        return "#" + execution.command().number() + "'s executor " + what;
    }
}
