package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.execute.Executions.Heard;
import io.github.refundworker.execute.Executions.Wish;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is in an explored world at one moment, as a value.
 *
 * @param log inputs written and not decided yet, in their order
 * @param arrived bit by request: whether it was written to the log
 * @param commands the newest ones, in order; any of them may be delivered again
 * @param flying refunds on their way to the provider that nobody waits for any more
 * @param stragglers inputs that may still be written, or never
 * @param faults how many things may still go wrong
 */
record World(
        Instant now,
        ChargeState charge,
        List<Input> log,
        int arrived,
        List<Issued> commands,
        List<Execution> executions,
        List<Command.Settle> flying,
        Books books,
        List<Input> stragglers,
        int faults) {

    private static final int COMMANDS_KEPT = 3;

    enum Progress {
        NEW,
        TAKEN,
        DONE
    }

    record Issued(Command command, Progress progress) {}

    /**
     * One delivery of a command at one executor. Either it wants something done, or it holds a response that it has not
     * looked at yet.
     */
    record Execution(
            Command command,
            List<Heard> heard,
            @Nullable Wish wish,
            @Nullable ProviderResponse held) {
        Execution {
            heard = List.copyOf(heard);
        }
    }

    World {
        log = List.copyOf(log);
        commands = List.copyOf(commands);
        executions = List.copyOf(executions);
        flying = List.copyOf(flying);
        stragglers = List.copyOf(stragglers);
    }

    static World beginning(Setting setting) {
        return new World(
                Setting.BEGINNING,
                ChargeState.NONE,
                List.of(),
                0,
                List.of(),
                List.of(),
                List.of(),
                Books.of(Setting.CAPTURED),
                List.of(),
                setting.faults());
    }

    boolean hasArrived(int request) {
        return (arrived & (1 << request)) != 0;
    }

    boolean isOverdue() {
        Instant due = charge.due();
        return due != null && !due.isAfter(now);
    }

    /** Nothing is under way and nothing is owed: without another surprise it stays like this. */
    boolean isAtRest() {
        return log.isEmpty()
                && executions.isEmpty()
                && flying.isEmpty()
                && commands.stream().allMatch(c -> c.progress() == Progress.DONE)
                && charge.due() == null;
    }

    // What may change

    World paying(int cost) {
        return new World(now, charge, log, arrived, commands, executions, flying, books, stragglers, faults - cost);
    }

    World at(Instant then) {
        return new World(then, charge, log, arrived, commands, executions, flying, books, stragglers, faults);
    }

    World with(Books next) {
        return new World(now, charge, log, arrived, commands, executions, flying, next, stragglers, faults);
    }

    World written(Input input) {
        return log(plus(log, input));
    }

    World requestWritten(int request, Input input) {
        return new World(
                now,
                charge,
                plus(log, input),
                arrived | (1 << request),
                commands,
                executions,
                flying,
                books,
                stragglers,
                faults);
    }

    World log(List<Input> next) {
        return new World(now, charge, next, arrived, commands, executions, flying, books, stragglers, faults);
    }

    World decided(Decision decision) {
        if (!(decision instanceof Decision.Next(ChargeState next, List<Effect> effects))) {
            return this;
        }
        List<Issued> issued = commands;
        for (Effect effect : effects) {
            if (effect instanceof Effect.SendCommand(var _, Command command)) {
                issued = plus(issued, new Issued(command, Progress.NEW));
                if (issued.size() > COMMANDS_KEPT && issued.getFirst().progress() == Progress.DONE) {
                    issued = issued.subList(1, issued.size());
                }
            }
        }
        return new World(now, next, log, arrived, issued, executions, flying, books, stragglers, faults);
    }

    World executing(List<Execution> next) {
        return new World(now, charge, log, arrived, commands, next, flying, books, stragglers, faults);
    }

    World flying(List<Command.Settle> next) {
        return new World(now, charge, log, arrived, commands, executions, next, books, stragglers, faults);
    }

    World straggling(List<Input> next) {
        return new World(now, charge, log, arrived, commands, executions, flying, books, next, faults);
    }

    World progress(Command command, Progress progress) {
        List<Issued> next = map(commands, i -> i.command().equals(command) ? new Issued(command, progress) : i);
        return new World(now, charge, log, arrived, next, executions, flying, books, stragglers, faults);
    }

    World replaced(Execution before, @Nullable Execution after) {
        List<Execution> next = without(executions, before);
        return executing(after == null ? next : plus(next, after));
    }

    static <T> List<T> plus(List<T> list, T one) {
        List<T> next = new ArrayList<>(list.size() + 1);
        next.addAll(list);
        next.add(one);
        return next;
    }

    static <T> List<T> without(List<T> list, T one) {
        List<T> next = new ArrayList<>(list);
        next.remove(one);
        return next;
    }

    private static <T> List<T> map(List<T> list, UnaryOperator<T> change) {
        return list.stream().map(change).toList();
    }
}
