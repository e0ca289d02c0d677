package io.github.refundworker.proof;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.execute.CoreHistory;
import io.github.refundworker.execute.CoreHistory.Actions;
import io.github.refundworker.execute.CoreHistory.Event;
import io.github.refundworker.execute.CoreHistory.What;
import io.github.refundworker.execute.Executions;
import io.github.refundworker.execute.Executions.Heard;
import io.github.refundworker.execute.Executions.Wish;
import io.github.refundworker.proof.World.Execution;
import io.github.refundworker.proof.World.Executor;
import io.github.refundworker.proof.World.Unsent;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that can happen next at the executors: the one that owns the commands, and those that did before. */
final class ExecutorMoves {
    private static final int DEEPEST_FALL = 2;

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
        moves.poll();
        for (int i = 0; i < world.executors().size(); i++) {
            moves.act(i);
        }
        moves.reassign();
    }

    private boolean may(int faults) {
        return world.faults() >= faults && !setting.hasSteadyMachines();
    }

    private static List<Event> happened(Executor executor, What what, long offset) {
        return World.plus(executor.history(), new Event(what, offset));
    }

    private static List<Event> happened(Executor executor, What what) {
        return World.plus(executor.history(), new Event(what));
    }

    // Commands

    private void poll() {
        Executor owner = world.owner();
        if (owner.draining() || owner.position() >= world.topic().end()) {
            return;
        }
        long offset = owner.position();
        Command command = world.topic().at(offset);
        if (setting.kind().oneDeliveryAtATime() && world.isBeingExecuted(command)) {
            return;
        }
        List<Event> history = happened(owner, What.POLLED, offset);
        boolean starts = CoreHistory.after(history).started().contains(offset);
        Executor next = new Executor(
                history, offset + 1, owner.running(), owner.unsent(), owner.uncommitted(), owner.draining());
        if (starts) {
            Execution begun = new Execution(offset, command, List.of(), null, null);
            goOn(world, 0, next, begun, () -> "#" + command.number() + " is delivered");
        } else {
            sink.move(world.replaced(0, next), () -> "#" + command.number() + " is left alone", null);
        }
    }

    private void act(int index) {
        Executor executor = world.executors().get(index);
        for (Execution execution : executor.running()) {
            if (execution.wish() != null) {
                CallMoves.of(setting, world, index, execution, sink);
            } else {
                Executor without = executor.running(World.without(executor.running(), execution));
                goOn(world, index, without, execution, () -> name(execution) + " goes on");
            }
        }
        if (!executor.unsent().isEmpty() || executor.uncommitted()) {
            Written written = ticked(world, index, executor, true);
            sink.move(
                    written.world(),
                    () -> executorOf(index) + (executor.unsent().isEmpty() ? " commits" : " sends its answer again"),
                    written.violation());
        }
        if (may(1) && (!executor.hasNothingInHand() || !executor.history().isEmpty())) {
            sink.move(died(world, index).paying(1), () -> executorOf(index) + " dies", null);
        }
    }

    private static String executorOf(int index) {
        return index == 0 ? "the executor" : "an executor that lost its commands";
    }

    private static String name(Execution execution) {
        return "#" + execution.command().number() + "'s executor";
    }

    /** The procedure hears what there is and says what it wants. */
    private void goOn(World before, int index, Executor without, Execution execution, Supplier<String> story) {
        Command command = execution.command();
        List<Heard> heard = World.plus(execution.heard(), new Heard(world.now(), execution.held()));
        Wish wish = Executions.after(command, setting.kind().capabilities, Duration.ZERO, heard);
        if (wish instanceof Wish.Answer(Input answer)) {
            finish(before, index, without, execution.offset(), answer, story);
            return;
        }
        Execution next = new Execution(execution.offset(), command, heard, wish, null);
        String wrong = wish instanceof Wish.Send && command instanceof Command.Settle settle
                ? setting.invariants()
                        .onSend(settle, world.now(), execution.held() instanceof ProviderResponse.NotFound)
                : null;
        sink.move(
                before.replaced(index, without.running(World.plus(without.running(), next))),
                () -> story.get() + " and wants to " + wish.getClass().getSimpleName(),
                wrong);
    }

    // Answers and offsets

    private void finish(World before, int index, Executor without, long offset, Input answer, Supplier<String> story) {
        Executor finished = without.with(happened(without, What.FINISHED, offset));
        boolean sends = CoreHistory.after(finished.history()).sent().contains(offset);
        Supplier<String> answers = () -> story.get() + " and answers: " + Teller.answer(answer);
        if (!sends) {
            sink.move(before.replaced(index, finished), () -> answers.get() + ", to nobody", null);
            return;
        }
        Written written = acknowledged(before.written(answer), index, finished, offset, true);
        sink.move(written.world(), answers, written.violation());
        if (before.faults() < 1 || setting.hasSteadyMachines()) {
            return;
        }
        World paying = before.paying(1);
        sink.move(
                written.world().paying(1).straggling(World.plus(before.stragglers(), answer)),
                () -> answers.get() + "; a copy is on its way",
                null);
        if (written.commits()) {
            Written uncommitted = acknowledged(paying.written(answer), index, finished, offset, false);
            sink.move(uncommitted.world(), () -> answers.get() + "; the commit after it fails", null);
        }
        Executor unsent = finished.with(happened(finished, What.NOT_TAKEN, offset))
                .unsent(World.plus(finished.unsent(), new Unsent(offset, answer)));
        sink.move(paying.replaced(index, unsent), () -> answers.get() + ", which the broker does not take", null);
        sink.move(
                paying.written(answer).with(before.topic().answered(offset)).replaced(index, unsent),
                () -> answers.get() + ", and does not hear that the broker took it",
                null);
    }

    /** @param commits whether an offset was to be committed */
    private record Written(
            World world, boolean commits, @Nullable String violation) {}

    /** The broker took the answer and says so; then comes the tick that commits. */
    private Written acknowledged(World written, int index, Executor sent, long offset, boolean mayCommit) {
        World answered = written.with(written.topic().answered(offset));
        return ticked(answered, index, sent.with(happened(sent, What.ACKNOWLEDGED, offset)), mayCommit);
    }

    /** Time to send again what was not taken, and to commit. */
    private Written ticked(World before, int index, Executor executor, boolean mayCommit) {
        Executor next = executor.with(happened(executor, What.TICKED));
        Actions actions = CoreHistory.after(next.history());
        Written written = committed(before, index, next, actions, mayCommit);
        if (actions.sent().isEmpty() || written.violation() != null) {
            return written;
        }
        World taken = written.world();
        Executor sent = taken.executors().get(index);
        for (Unsent again : executor.unsent()) {
            if (actions.sent().contains(again.offset())) {
                taken = taken.written(Moves.at(again.answer(), world.now()))
                        .with(taken.topic().answered(again.offset()));
                sent = sent.unsent(World.without(sent.unsent(), again))
                        .with(happened(sent, What.ACKNOWLEDGED, again.offset()));
            }
        }
        return ticked(taken, index, sent, mayCommit);
    }

    /** A commit counts only from the owner; the group refuses the others. */
    private static Written committed(World before, int index, Executor ticked, Actions actions, boolean mayCommit) {
        Long offset = actions.committed();
        if (index > 0 || offset == null) {
            return settled(before, index, ticked.uncommitted(false), actions, false, null);
        }
        if (!mayCommit) {
            Executor failed = ticked.with(happened(ticked, What.COMMIT_FAILED)).uncommitted(true);
            return settled(before, index, failed, actions, true, null);
        }
        String wrong = before.topic().areAnsweredBefore(offset)
                ? null
                : "an offset is committed before the answer to its command is on the log";
        World next = before.with(before.topic().committed(offset));
        return settled(next, index, ticked.uncommitted(false), actions, true, wrong);
    }

    private static Written settled(
            World before, int index, Executor executor, Actions actions, boolean commits, @Nullable String wrong) {
        return actions.drained()
                ? new Written(
                        reassigned(before, before.executors().get(index), executor.uncommitted(false)), commits, wrong)
                : new Written(before.replaced(index, executor), commits, wrong);
    }

    // Owners

    static World died(World world, int index) {
        List<Executor> next = new ArrayList<>(world.executors());
        if (index == 0) {
            next.set(0, Executor.assigned(world.topic().committed()));
        } else {
            next.remove(index);
        }
        return world.executors(next);
    }

    /** The commands get another owner; the former one goes on with what it has in hand. */
    private void reassign() {
        if (!may(1)) {
            return;
        }
        Executor owner = world.owner();
        World paying = world.paying(1);
        if (!owner.history().isEmpty()) {
            Executor revoked = owner.with(happened(owner, What.REVOKED));
            Written peaceful = committed(paying, 0, revoked, CoreHistory.after(revoked.history()), true);
            sink.move(
                    reassigned(peaceful.world(), peaceful.world().owner(), revoked.uncommitted(false)),
                    () -> "the commands are given to another executor",
                    peaceful.violation());
            Executor lost = owner.with(happened(owner, What.LOST)).uncommitted(false);
            sink.move(reassigned(paying, owner, lost), () -> "the commands are taken over by another executor", null);
        }
        for (int by = 1; by <= DEEPEST_FALL; by++) {
            int fall = by;
            if (world.topic().committed() - by >= world.topic().base()) {
                Executor lost = owner.with(happened(owner, What.LOST)).uncommitted(false);
                World fallen = paying.with(world.topic().fallenBack(by));
                sink.move(
                        reassigned(fallen, owner, lost),
                        () -> "the offset falls back by " + fall + ", for another executor",
                        null);
            }
        }
        if (!owner.draining() && !owner.hasNothingInHand()) {
            Executor draining = new Executor(
                    happened(owner, What.DRAINED),
                    owner.position(),
                    owner.running(),
                    owner.unsent(),
                    owner.uncommitted(),
                    true);
            sink.move(paying.replaced(0, draining), () -> "the executor is told to stop", null);
        }
    }

    private static World reassigned(World before, Executor former, Executor after) {
        List<Executor> next = new ArrayList<>(before.executors());
        int index = next.indexOf(former);
        if (index == 0) {
            next.set(0, Executor.assigned(before.topic().committed()));
        } else {
            next.remove(index);
        }
        if (!after.hasNothingInHand()) {
            next.add(after);
        }
        return before.executors(next);
    }
}
