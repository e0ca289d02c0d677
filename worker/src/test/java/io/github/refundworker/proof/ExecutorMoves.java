package io.github.refundworker.proof;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.execute.Executions;
import io.github.refundworker.execute.Executions.Heard;
import io.github.refundworker.execute.Executions.Wish;
import io.github.refundworker.proof.World.Execution;
import io.github.refundworker.proof.World.Issued;
import io.github.refundworker.proof.World.Progress;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that can happen next at the executors, which are as many as there are deliveries. */
final class ExecutorMoves {
    private static final ProviderResponse RESET = new ProviderResponse.Unclear("reset");
    private static final ProviderResponse TIMED_OUT = new ProviderResponse.Unclear("timed out");
    private static final ProviderResponse UNREACHABLE = new ProviderResponse.NotSent("refused", null);

    private final Setting setting;
    private final World world;
    private final Moves.Sink sink;

    private ExecutorMoves(Setting setting, World world, Moves.Sink sink) {
        this.setting = setting;
        this.world = world;
        this.sink = sink;
    }

    static void from(Setting setting, World world, Moves.Sink sink) {
        ExecutorMoves moves = new ExecutorMoves(setting, world, sink);
        for (Issued issued : world.commands()) {
            moves.deliver(issued);
        }
        for (int i = 0; i < world.executions().size(); i++) {
            Execution execution = world.executions().get(i);
            if (world.executions().indexOf(execution) == i) {
                moves.act(execution);
            }
        }
    }

    /** The assumption on how long a process or a call may stall between its last look at the clock and its effect. */
    static boolean mayStillLand(Setting setting, Command.Settle settle, Instant now) {
        return !now.isAfter(
                setting.kind().capabilities.hasKeys()
                                && setting.kind().capabilities.storesRefusals()
                        ? settle.firstIssuedAt()
                                .plus(setting.kind().capabilities.idempotencyWindow())
                        : settle.sendBy().plus(setting.policy().ages().call()));
    }

    static boolean mayStillAct(Setting setting, Execution execution, Instant now) {
        return !(execution.wish() instanceof Wish.Send && execution.command() instanceof Command.Settle settle)
                || mayStillLand(setting, settle, now);
    }

    private boolean may(int faults) {
        return world.faults() >= faults;
    }

    private void deliver(Issued issued) {
        Command command = issued.command();
        if (setting.kind().oneDeliveryAtATime() && isUnderWay(command)) {
            return;
        }
        boolean again = issued.progress() != Progress.NEW;
        if (again && !may(1)) {
            return;
        }
        World taken = (again ? world.paying(1) : world).progress(command, Progress.TAKEN);
        goOn(
                taken,
                new Execution(command, List.of(), null, null),
                () -> "#" + command.number() + (again ? " is delivered to another executor" : " is delivered"));
    }

    private boolean isUnderWay(Command command) {
        return world.flying().stream().anyMatch(f -> f.number() == command.number())
                || world.executions().stream().anyMatch(e -> e.command().number() == command.number());
    }

    static boolean isBeingSent(World world, RefundId refundId) {
        return world.flying().stream().anyMatch(f -> f.refundId().equals(refundId))
                || world.executions().stream()
                        .anyMatch(e -> e.command() instanceof Command.Settle settle
                                && settle.refundId().equals(refundId));
    }

    private void act(Execution execution) {
        Wish wish = execution.wish();
        World rest = world.replaced(execution, null);
        switch (wish) {
            case Wish.Send _ -> send(execution, (Command.Settle) execution.command());
            case Wish.LookUp _ -> lookUp(execution);
            case Wish.Describe _ -> {
                respond(execution, 0, world.books().describe(), "reads the charge");
                respond(execution, 1, TIMED_OUT, "cannot read the charge");
            }
            case Wish.Answer _ -> throw new IllegalStateException("an answer ends an execution");
            case null -> {
                String name = "#" + execution.command().number() + "'s executor";
                goOn(rest, execution, () -> name + " goes on");
            }
        }
        if (may(1)) {
            sink.move(
                    rest.paying(1).progress(execution.command(), Progress.NEW),
                    () -> "#" + execution.command().number() + "'s executor dies"
                            + (wish == null ? " with the response" : " before the call"),
                    null);
        }
    }

    /** The procedure hears what there is and says what it wants. */
    private void goOn(World rest, Execution execution, Supplier<String> story) {
        Command command = execution.command();
        List<Heard> heard = World.plus(execution.heard(), new Heard(world.now(), execution.held()));
        Wish wish = Executions.after(command, setting.kind().capabilities, Duration.ZERO, heard);
        if (!(wish instanceof Wish.Answer(Input answer))) {
            Execution next = new Execution(command, heard, wish, null);
            sink.move(
                    rest.executing(World.plus(rest.executions(), next)),
                    () -> story.get() + " and wants to " + wish.getClass().getSimpleName(),
                    wish instanceof Wish.Send ? onSend((Command.Settle) command, execution.held()) : null);
            return;
        }
        World answered = rest.progress(command, Progress.DONE).written(answer);
        sink.move(answered, () -> story.get() + " and answers: " + Teller.answer(answer), null);
        if (rest.faults() >= 1) {
            sink.move(
                    answered.paying(1).straggling(World.plus(answered.stragglers(), answer)),
                    () -> story.get() + " and answers: " + Teller.answer(answer) + "; a copy is on its way",
                    null);
        }
    }

    private @Nullable String onSend(Command.Settle settle, @Nullable ProviderResponse last) {
        return setting.invariants().onSend(settle, world.now(), last instanceof ProviderResponse.NotFound);
    }

    private void send(Execution execution, Command.Settle settle) {
        Books.Turn paid = settled(settle, Books.Choice.PAY);
        outcome(execution, paid, 0, "sends: " + Teller.response(paid.answer()));
        if (paid.books().entries().size() > world.books().entries().size()) {
            Books.Turn pending = settled(settle, Books.Choice.TAKE_ITS_TIME);
            outcome(execution, pending, 1, "sends: " + Teller.response(pending.answer()));
            Books.Turn refused = settled(settle, Books.Choice.REFUSE);
            outcome(execution, refused, 1, "sends: " + Teller.response(refused.answer()));
        }
        respond(execution, 1, RESET, "loses the connection before the provider reads the call");
        respond(execution, 1, UNREACHABLE, "cannot reach the provider");
        if (may(1)) {
            World gone = world.paying(1)
                    .replaced(execution, holding(execution, TIMED_OUT))
                    .flying(World.plus(world.flying(), settle));
            sink.move(gone, () -> tell(execution, "sends, and gives up waiting while the call is on its way"), null);
        }
    }

    private Books.Turn settled(Command.Settle settle, Books.Choice choice) {
        return world.books().settle(setting.kind(), settle, world.now(), choice);
    }

    private void outcome(Execution execution, Books.Turn turn, int cost, String story) {
        if (may(cost)) {
            move(world.paying(cost).with(turn.books()), execution, turn.answer(), story);
        }
        if (may(cost + 1)) {
            move(world.paying(cost + 1).with(turn.books()), execution, TIMED_OUT, story + ", but the answer is lost");
        }
    }

    private void lookUp(Execution execution) {
        ProviderResponse answer = switch (execution.command()) {
            case Command.Settle settle -> world.books().lookUp(settle.refundId(), null);
            case Command.LookUp lookUp -> world.books().lookUp(lookUp.refundId(), lookUp.providerRefundId());
            case Command.Describe _ -> throw new IllegalStateException("a describe looks nothing up");
        };
        respond(execution, 0, answer, "looks it up: " + Teller.response(answer));
        respond(execution, 1, TIMED_OUT, "looks it up and gets no answer");
        respond(execution, 1, UNREACHABLE, "cannot reach the provider to look it up");
    }

    private void respond(Execution execution, int cost, ProviderResponse response, String story) {
        if (may(cost)) {
            move(world.paying(cost), execution, response, story);
        }
    }

    private void move(World next, Execution execution, ProviderResponse response, String story) {
        sink.move(next.replaced(execution, holding(execution, response)), () -> tell(execution, story), null);
    }

    private static Execution holding(Execution execution, @Nullable ProviderResponse response) {
        return new Execution(execution.command(), execution.heard(), null, response);
    }

    private static String tell(Execution execution, String what) {
        return "#" + execution.command().number() + "'s executor " + what;
    }
}
