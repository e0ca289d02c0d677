package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.execute.CoreHistory;
import io.github.refundworker.execute.Executions.Heard;
import io.github.refundworker.execute.Executions.Wish;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is in an explored world at one moment, as a value.
 *
 * @param log inputs written and not decided yet, in their order
 * @param executors the first one owns the commands; the others did, and still do what they began
 * @param flying refunds on their way to the provider that nobody waits for any more
 * @param stragglers inputs that may still be written, or never
 * @param faults how many things may still go wrong
 * @param reading the newest one that the decider took
 * @param stale absent where reads show the books as they are
 */
record World(
        Instant now,
        ChargeState charge,
        List<Input> log,
        Requests requests,
        Topic topic,
        List<Executor> executors,
        List<Command.Settle> flying,
        Books books,
        List<Input> stragglers,
        int faults,
        @Nullable Reading reading,
        @Nullable Stale stale) {

    /** The books as they were, which is what reads may show until that moment. */
    record Stale(Books books, Instant until) {}

    /**
     * What became of the requests, by their index.
     *
     * @param arrived bits: whether it was written to the log
     * @param died bits: whether it was ever dead-lettered
     * @param dead bits: whether it lies among the dead letters and nobody replayed it
     * @param first those that were the first of their id to be decided
     */
    record Requests(int arrived, int died, int dead, List<Integer> first) {
        Requests {
            first = List.copyOf(first);
        }

        static boolean has(int bits, int request) {
            return (bits & (1 << request)) != 0;
        }

        Requests arrived(int request) {
            return new Requests(arrived | (1 << request), died, dead, first);
        }

        Requests died(int request) {
            return new Requests(arrived, died | (1 << request), dead | (1 << request), first);
        }

        Requests replayed(int request) {
            return new Requests(arrived, died, dead & ~(1 << request), first);
        }

        Requests decidedFirst(int request) {
            return new Requests(arrived, died, dead, plus(first, request));
        }
    }

    /**
     * The commands topic and where its group has come to.
     *
     * @param base the offset of the first command that is kept; offsets may fall back no further
     * @param answered how many of the answers to the kept commands are on the log, in the same order
     * @param committed the offset that a new owner begins at
     */
    record Topic(long base, List<Command> commands, List<Boolean> answered, long committed) {
        private static final int FALL_BACK = 2;

        Topic {
            commands = List.copyOf(commands);
            answered = List.copyOf(answered);
        }

        long end() {
            return base + commands.size();
        }

        Command at(long offset) {
            return commands.get((int) (offset - base));
        }

        boolean isAnswered(long offset) {
            return offset < base || answered.get((int) (offset - base));
        }

        boolean areAnsweredBefore(long offset) {
            return LongStream.range(base, offset).allMatch(this::isAnswered);
        }

        Topic written(Command command) {
            return new Topic(base, plus(commands, command), plus(answered, false), committed);
        }

        Topic answered(long offset) {
            if (isAnswered(offset)) {
                return this;
            }
            List<Boolean> next = new ArrayList<>(answered);
            next.set((int) (offset - base), true);
            return new Topic(base, commands, next, committed);
        }

        Topic committed(long offset) {
            int drop = (int) Math.max(0, offset - FALL_BACK - base);
            return new Topic(
                    base + drop,
                    commands.subList(drop, commands.size()),
                    answered.subList(drop, answered.size()),
                    offset);
        }

        Topic fallenBack(int by) {
            return new Topic(base, commands, answered, committed - by);
        }
    }

    /**
     * One executor process.
     *
     * @param history of its core since it last had nothing in hand
     * @param position the next offset that it polls
     * @param unsent answers that the broker did not take
     * @param uncommitted whether a commit failed and is to be made again
     */
    record Executor(
            List<CoreHistory.Event> history,
            long position,
            List<Execution> running,
            List<Unsent> unsent,
            boolean uncommitted,
            boolean draining) {
        Executor {
            history = List.copyOf(history);
            running = List.copyOf(running);
            unsent = List.copyOf(unsent);
        }

        static Executor assigned(long offset) {
            return new Executor(List.of(), offset, List.of(), List.of(), false, false);
        }

        boolean hasNothingInHand() {
            return running.isEmpty() && unsent.isEmpty() && !uncommitted;
        }

        /** A core that answered and committed everything is as one that was just assigned. */
        Executor settled() {
            return hasNothingInHand() && !draining ? assigned(position) : this;
        }

        Executor with(List<CoreHistory.Event> next) {
            return new Executor(next, position, running, unsent, uncommitted, draining);
        }

        Executor running(List<Execution> next) {
            return new Executor(history, position, next, unsent, uncommitted, draining);
        }

        Executor unsent(List<Unsent> next) {
            return new Executor(history, position, running, next, uncommitted, draining);
        }

        Executor uncommitted(boolean next) {
            return new Executor(history, position, running, unsent, next, draining);
        }
    }

    /**
     * One delivery of a command at one executor. Either it wants something done, or it holds a response that it has not
     * looked at yet.
     */
    record Execution(
            long offset,
            Command command,
            List<Heard> heard,
            @Nullable Wish wish,
            @Nullable ProviderResponse held) {
        Execution {
            heard = List.copyOf(heard);
        }

        Execution holding(ProviderResponse response) {
            return new Execution(offset, command, heard, null, response);
        }
    }

    record Unsent(long offset, Input answer) {}

    World {
        log = List.copyOf(log);
        executors = List.copyOf(executors);
        flying = List.copyOf(flying);
        stragglers = List.copyOf(stragglers);
    }

    static World beginning(Setting setting) {
        return new World(
                Setting.BEGINNING,
                ChargeState.NONE,
                List.of(),
                new Requests(0, 0, 0, List.of()),
                new Topic(0, List.of(), List.of(), 0),
                List.of(Executor.assigned(0)),
                List.of(),
                setting.books(),
                List.of(),
                setting.faults(),
                null,
                null);
    }

    Executor owner() {
        return executors.getFirst();
    }

    boolean isOverdue() {
        Instant due = charge.due();
        return due != null && !due.isAfter(now);
    }

    /** Whether anybody has something to do now. */
    boolean isBusy() {
        return !log.isEmpty()
                || isOverdue()
                || owner().position() < topic.end()
                || !executors.stream().allMatch(Executor::hasNothingInHand);
    }

    /** Nothing is under way and nothing is owed: without another surprise it stays like this. */
    boolean isAtRest() {
        return !isBusy()
                && flying.isEmpty()
                && topic.committed() == topic.end()
                && requests.dead() == 0
                && charge.due() == null;
    }

    boolean isBeingExecuted(Command command) {
        return flying.stream().anyMatch(f -> f.number() == command.number())
                || executors.stream()
                        .flatMap(e -> e.running().stream())
                        .anyMatch(e -> e.command().number() == command.number());
    }

    // What may change

    World paying(int cost) {
        return new World(
                now, charge, log, requests, topic, executors, flying, books, stragglers, faults - cost, reading, stale);
    }

    World at(Instant then) {
        return new World(
                then, charge, log, requests, topic, executors, flying, books, stragglers, faults, reading, stale);
    }

    World with(Books next) {
        return new World(
                now, charge, log, requests, topic, executors, flying, next, stragglers, faults, reading, stale);
    }

    World told(@Nullable Reading next) {
        return new World(now, charge, log, requests, topic, executors, flying, books, stragglers, faults, next, stale);
    }

    World stale(@Nullable Stale next) {
        return new World(
                now, charge, log, requests, topic, executors, flying, books, stragglers, faults, reading, next);
    }

    World with(Requests next) {
        return new World(now, charge, log, next, topic, executors, flying, books, stragglers, faults, reading, stale);
    }

    World with(Topic next) {
        return new World(
                now, charge, log, requests, next, executors, flying, books, stragglers, faults, reading, stale);
    }

    World written(Input input) {
        return log(plus(log, input));
    }

    World log(List<Input> next) {
        return new World(
                now, charge, next, requests, topic, executors, flying, books, stragglers, faults, reading, stale);
    }

    /** State and commands in one transaction. */
    World decided(Decision decision) {
        return decision instanceof Decision.Next(ChargeState next, List<Effect> effects)
                ? issuing(effects).with(next)
                : this;
    }

    /** The transaction was aborted: nobody sees anything of it, and its input is decided again. */
    World aborted(Decision decision) {
        return this;
    }

    World issuing(List<Effect> effects) {
        Topic next = topic;
        for (Effect effect : effects) {
            if (effect instanceof Effect.SendCommand(var _, Command command)) {
                next = next.written(command);
            }
        }
        return with(next);
    }

    private World with(ChargeState next) {
        return new World(now, next, log, requests, topic, executors, flying, books, stragglers, faults, reading, stale);
    }

    World executors(List<Executor> next) {
        return new World(now, charge, log, requests, topic, next, flying, books, stragglers, faults, reading, stale);
    }

    World flying(List<Command.Settle> next) {
        return new World(now, charge, log, requests, topic, executors, next, books, stragglers, faults, reading, stale);
    }

    World straggling(List<Input> next) {
        return new World(now, charge, log, requests, topic, executors, flying, books, next, faults, reading, stale);
    }

    /** One that lost its commands and has nothing in hand any more is of no more interest. */
    World replaced(int index, Executor next) {
        List<Executor> all = new ArrayList<>(executors);
        if (index > 0 && next.hasNothingInHand()) {
            all.remove(index);
        } else {
            all.set(index, next.settled());
        }
        return executors(all);
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

    static <T> List<T> replaced(List<T> list, T before, UnaryOperator<T> change) {
        List<T> next = new ArrayList<>(list);
        next.replaceAll(one -> one == before ? change.apply(one) : one);
        return next;
    }
}
