package io.github.refundworker.execute;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The real core as a function of everything that has happened to it, for proofs that keep executors as values. It has
 * one partition, and stands for a command and for its answer by their offset.
 */
public final class CoreHistory {
    private static final int PARTITION = 0;
    /** The first partition that a core is assigned to; it tells deliveries apart. */
    private static final int ASSIGNMENT = 1;
    /** Longer than the longest wait before an answer is sent again. */
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(10);

    private static final ExecutorSettings SETTINGS = new ExecutorSettings(
            10,
            10,
            100,
            Duration.ZERO,
            Duration.ofSeconds(10),
            0,
            Duration.ZERO,
            ExecutorSettings.Breaker.DEFAULT,
            1024);

    private CoreHistory() {}

    public enum What {
        POLLED,
        FINISHED,
        ACKNOWLEDGED,
        NOT_TAKEN,
        TICKED,
        COMMIT_FAILED,
        REVOKED,
        LOST,
        DRAINED
    }

    /** @param offset of the command that it is about; negative where it is about none */
    public record Event(What what, long offset) {
        public Event(What what) {
            this(what, -1);
        }
    }

    /**
     * What the core wants done after the last event.
     *
     * @param started calls to be made
     * @param sent answers to be written
     * @param committed absent where no offset is to be committed
     * @param drained whether nothing runs any more and nothing will
     */
    public record Actions(
            List<Long> started, List<Long> sent, @Nullable Long committed, boolean drained) {}

    public static Actions after(List<Event> history) {
        ExecutorCore<Long, Long> core = new ExecutorCore<>(SETTINGS);
        core.partitionsAssigned(List.of(PARTITION));
        Instant now = Instant.EPOCH;
        List<? extends Action<Long, Long>> last = List.of();
        for (Event event : history) {
            now = now.plus(BETWEEN_EVENTS);
            last = happen(core, event, now);
        }
        List<Long> started = new ArrayList<>();
        List<Long> sent = new ArrayList<>();
        Long committed = null;
        for (Action<Long, Long> action : last) {
            switch (action) {
                case Action.StartCall(Delivery delivery, Long _) -> started.add(delivery.offset());
                case Action.SendAnswer(Delivery delivery, Long _) -> sent.add(delivery.offset());
                case Action.GiveBack<Long, Long> _ -> throw new IllegalStateException("all of its commands send");
                case Action.Commit(Map<Integer, Long> offsets) -> committed = offsets.get(PARTITION);
                // It would take more commands than a small world has.
                case Action.Pause<Long, Long> _, Action.Resume<Long, Long> _ -> {}
            }
        }
        return new Actions(started, sent, committed, core.isDrained());
    }

    private static List<? extends Action<Long, Long>> happen(ExecutorCore<Long, Long> core, Event event, Instant now) {
        long offset = event.offset();
        Delivery delivery = new Delivery(ASSIGNMENT, PARTITION, offset);
        return switch (event.what()) {
            case POLLED -> {
                var actions = core.polled(PARTITION, offset, offset, null);
                core.readUpTo(PARTITION, offset + 1);
                yield actions;
            }
            case FINISHED -> core.finished(delivery, offset);
            case ACKNOWLEDGED -> core.answerAcknowledged(delivery);
            case NOT_TAKEN -> {
                core.answerFailed(delivery, now);
                yield List.of();
            }
            case TICKED -> core.tick(now);
            case COMMIT_FAILED -> {
                core.commitFailed(List.of(PARTITION));
                yield List.of();
            }
            case REVOKED -> core.partitionsRevoked(List.of(PARTITION));
            case LOST -> {
                core.partitionsLost(List.of(PARTITION));
                yield List.of();
            }
            case DRAINED -> {
                core.drain();
                yield List.of();
            }
        };
    }
}
