package io.github.refundworker.execute;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.domain.Input;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs the core with threads: a lock for its state, a virtual thread for each call, the producer for the answers. A
 * call that ends starts the next one itself. Actions that only the consumer's thread may perform are returned to it.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final ExecutorCore<ReceivedCommand, ProducerRecord<byte[], byte[]>> core;
    private final CallCircuit circuit;
    private final CallPace pace;
    private final CommandRunner runner;
    private final AnswerRecords answers;
    private final Producer<byte[], byte[]> producer;
    private final ExecutorMeters meters;
    private final ClockOffset offset;
    private final SteadyClock clock;
    private final ExecutorService threads;
    private volatile @Nullable String trouble;

    Dispatcher(
            String name,
            ExecutorSettings settings,
            CallCircuit circuit,
            CallPace pace,
            CommandRunner runner,
            AnswerRecords answers,
            Producer<byte[], byte[]> producer,
            ExecutorMeters meters,
            ClockOffset offset,
            SteadyClock clock) {
        core = new ExecutorCore<>(settings);
        this.circuit = circuit;
        this.pace = pace;
        this.runner = runner;
        this.answers = answers;
        this.producer = producer;
        this.meters = meters;
        this.offset = offset;
        this.clock = clock;
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory());
    }

    /** Why answers are not acknowledged. Absent while they are. */
    @Nullable
    String trouble() {
        return trouble;
    }

    void assigned(Collection<Integer> partitions) {
        change(core -> {
            core.partitionsAssigned(partitions);
            share(core);
        });
    }

    private void share(ExecutorCore<?, ?> core) {
        pace.share(core.assigned());
        pace.limit(core);
    }

    List<Action.OfLoop<ReceivedCommand, ProducerRecord<byte[], byte[]>>> revoked(Collection<Integer> partitions) {
        return locked(core -> {
            var actions = core.partitionsRevoked(partitions);
            share(core);
            return actions;
        });
    }

    void lost(Collection<Integer> partitions) {
        change(core -> {
            core.partitionsLost(partitions);
            share(core);
        });
    }

    /** Call this before commands are passed in. Every tick calls it too. */
    void letFlow() {
        Flow flow = offset.isTrusted() ? circuit.flow() : Flow.STOPPED;
        perform(locked(core -> core.flow(flow)));
    }

    void polled(int partition, long position, ReceivedCommand command) {
        Instant readBy = CommandProcedure.readBy(command.command());
        Instant byThisClock = readBy == null ? null : byThisClock(readBy);
        perform(locked(core -> core.polled(partition, position, command, byThisClock)));
    }

    /** Converts a time, because the core knows only the monotonic clock. */
    private Instant byThisClock(Instant brokersTime) {
        Instant now = offset.brokersTime();
        return now == null ? Instant.MAX : clock.instant().plus(Duration.between(now, brokersTime));
    }

    void unreadable(int partition, long offset) {
        change(core -> {
            core.unreadable(partition, offset);
        });
    }

    void readUpTo(int partition, long offset) {
        change(core -> {
            core.readUpTo(partition, offset);
        });
    }

    void commitFailed(Collection<Integer> partitions) {
        change(core -> {
            core.commitFailed(partitions);
        });
    }

    /** @return actions for the consumer's thread */
    List<Action.OfLoop<ReceivedCommand, ProducerRecord<byte[], byte[]>>> tick() {
        letFlow();
        List<Action.OfLoop<ReceivedCommand, ProducerRecord<byte[], byte[]>>> forConsumer = new ArrayList<>();
        for (var action : locked(core -> core.tick(clock.instant()))) {
            switch (action) {
                // The producer may block while it has no metadata, but the consumer must continue to poll.
                case Action.SendAnswer(Delivery delivery, var answer) -> threads.execute(() -> send(delivery, answer));
                case Action.OfDispatcher<ReceivedCommand, ProducerRecord<byte[], byte[]>> other ->
                    perform(List.of(other));
                case Action.OfLoop<ReceivedCommand, ProducerRecord<byte[], byte[]>> other -> forConsumer.add(other);
            }
        }
        return forConsumer;
    }

    void drain() {
        change(core -> {
            core.drain();
        });
    }

    boolean isDrained() {
        return locked(ExecutorCore::isDrained);
    }

    int inFlight() {
        return locked(ExecutorCore::inFlight);
    }

    int backlogSize() {
        return locked(ExecutorCore::backlogSize);
    }

    int unacknowledgedAnswers() {
        return locked(ExecutorCore::unacknowledgedAnswers);
    }

    /** Interrupts running calls. They stay unanswered; their next delivery answers them. */
    void stop() {
        threads.shutdownNow();
    }

    /** Executes a command on a thread of its own, so that all its log lines carry the keys of the command. */
    private void execute(Delivery delivery, ReceivedCommand received) {
        received.keys().forEach(MDC::put);
        ProducerRecord<byte[], byte[]> answer;
        try {
            Input input = runner.run(received, () -> permitted(delivery));
            answer = answers.of(received, input);
        } catch (InterruptedException e) {
            change(core -> {
                core.abandoned(delivery);
            });
            return;
        } catch (RuntimeException | Error e) {
            meters.bug();
            LOG.error("a command could not be executed", e);
            answer = answers.unknown(
                    received, "it could not be executed: " + e.getClass().getSimpleName());
        }
        ProducerRecord<byte[], byte[]> record = answer;
        perform(locked(core -> core.finished(delivery, record)));
    }

    /** Reports the first permit. Without a limit no command waits for it. */
    private void permitted(Delivery delivery) {
        if (pace.isLimited()) {
            perform(locked(core -> core.permitted(delivery)));
        }
    }

    private void giveBack(Delivery delivery, ReceivedCommand received) {
        var answer = answers.of(received, Answers.tooLate(received.command(), clock.instant()));
        perform(locked(core -> core.finished(delivery, answer)));
    }

    private void perform(List<Action.OfDispatcher<ReceivedCommand, ProducerRecord<byte[], byte[]>>> actions) {
        for (var action : actions) {
            switch (action) {
                case Action.StartCall(Delivery delivery, ReceivedCommand command) ->
                    threads.execute(() -> execute(delivery, command));
                case Action.GiveBack(Delivery delivery, ReceivedCommand command) ->
                    threads.execute(() -> giveBack(delivery, command));
                case Action.SendAnswer(Delivery delivery, var answer) -> send(delivery, answer);
            }
        }
    }

    private void send(Delivery delivery, ProducerRecord<byte[], byte[]> answer) {
        try {
            producer.send(answer, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged(delivery);
                } else {
                    failed(delivery, failure);
                }
            });
        } catch (RuntimeException e) {
            failed(delivery, e);
        }
    }

    private void acknowledged(Delivery delivery) {
        if (trouble != null) {
            trouble = null;
            LOG.info("answers are taken again");
        }
        perform(locked(core -> core.answerAcknowledged(delivery)));
    }

    private void failed(Delivery delivery, Exception failure) {
        meters.answerFailed();
        if (trouble == null) {
            LOG.warn("answers wait, and are sent again until the broker takes them: {}", failure.toString());
        }
        trouble = "answers are not taken: " + failure.getClass().getSimpleName();
        change(core -> {
            core.answerFailed(delivery, clock.instant());
        });
    }

    private void change(Consumer<ExecutorCore<ReceivedCommand, ProducerRecord<byte[], byte[]>>> event) {
        locked(core -> {
            event.accept(core);
            return core;
        });
    }

    private <T> T locked(Function<ExecutorCore<ReceivedCommand, ProducerRecord<byte[], byte[]>>, T> event) {
        lock.lock();
        try {
            return event.apply(core);
        } finally {
            lock.unlock();
        }
    }
}
