package io.github.refundworker.execute;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which command is executed when, and which offset may be committed. Events come in, actions go out; there are no
 * threads, no clocks and no Kafka in it, so that a simulation runs the very same code. Not thread-safe.
 *
 * <p>An offset is committed only when every command before it has an answer that the broker acknowledged. So a crash
 * repeats calls, which their keys make harmless, and loses none.
 *
 * @param <C> a command
 * @param <A> an answer
 */
final class ExecutorCore<C, A> {
    private static final Duration FIRST_RESEND = Duration.ofMillis(100);
    private static final int MAX_DOUBLINGS = 6;

    private final ExecutorSettings settings;
    private final Map<Integer, PartitionProgress> partitions = new HashMap<>();
    private final ArrayDeque<Queued<C>> backlog = new ArrayDeque<>();
    private final Set<Delivery> running = new HashSet<>();
    private final Map<Delivery, Unacknowledged<A>> unacknowledged = new HashMap<>();
    private final PriorityQueue<Resend> resends = new PriorityQueue<>(Comparator.comparing(Resend::due));
    private int assignments;
    private Flow flow = Flow.FREE;
    private boolean full;
    private boolean draining;
    private Instant nextCommit = Instant.MIN;

    private record Queued<C>(Delivery delivery, C command) {}

    private record Unacknowledged<A>(A answer, int failures) {}

    private record Resend(Instant due, Delivery delivery) {}

    ExecutorCore(ExecutorSettings settings) {
        this.settings = settings;
    }

    void partitionsAssigned(Collection<Integer> assigned) {
        for (int partition : assigned) {
            PartitionProgress progress = new PartitionProgress(++assignments);
            if (draining) {
                progress.close();
            }
            partitions.put(partition, progress);
        }
    }

    /** Ours to commit one last time. What runs goes on and is answered, which harms nobody; the backlog is dropped. */
    List<Action<C, A>> partitionsRevoked(Collection<Integer> revoked) {
        Map<Integer, Long> offsets = takeCommits(revoked);
        forget(revoked);
        return offsets.isEmpty() ? List.of() : List.of(new Action.Commit<>(offsets));
    }

    /** Somebody else's already: nothing is committed. */
    void partitionsLost(Collection<Integer> lost) {
        forget(lost);
    }

    private void forget(Collection<Integer> gone) {
        gone.forEach(partitions::remove);
        backlog.removeIf(queued -> !isAssigned(queued.delivery()));
    }

    /** A command, in the order of its partition. While draining it is left for the next owner. */
    List<Action<C, A>> polled(int partition, long offset, C command) {
        PartitionProgress progress = partitions.get(partition);
        if (progress == null || progress.isClosed()) {
            return List.of();
        }
        progress.polled(offset);
        backlog.add(new Queued<>(new Delivery(progress.assignment(), partition, offset), command));
        return startMore();
    }

    /** A record that is no command: its partition stops before it, because skipping it would lose a refund. */
    void unreadable(int partition, long offset) {
        PartitionProgress progress = partitions.get(partition);
        if (progress != null && !progress.isClosed()) {
            progress.polled(offset);
            progress.close();
        }
    }

    /** The consumer's position: records before it that were not polled are none. */
    void readUpTo(int partition, long offset) {
        PartitionProgress progress = partitions.get(partition);
        if (progress != null) {
            progress.readUpTo(offset);
        }
    }

    List<Action<C, A>> finished(Delivery delivery, A answer) {
        requireRunning(delivery);
        unacknowledged.put(delivery, new Unacknowledged<>(answer, 0));
        List<Action<C, A>> actions = new ArrayList<>(2);
        actions.add(new Action.SendAnswer<>(delivery, answer));
        actions.addAll(startMore());
        return actions;
    }

    /** A call that was given up without an answer: it stays unfinished, and its next delivery answers it. */
    void abandoned(Delivery delivery) {
        requireRunning(delivery);
    }

    private void requireRunning(Delivery delivery) {
        if (!running.remove(delivery)) {
            throw new IllegalStateException(delivery + " is not running");
        }
    }

    List<Action<C, A>> answerAcknowledged(Delivery delivery) {
        if (unacknowledged.remove(delivery) == null) {
            throw new IllegalStateException(delivery + " awaits no acknowledgement");
        }
        PartitionProgress progress = partitions.get(delivery.partition());
        if (progress != null && progress.assignment() == delivery.assignment()) {
            progress.finished(delivery.offset());
        }
        return startMore();
    }

    /** The answer is sent again, later each time and for as long as it takes. */
    void answerFailed(Delivery delivery, Instant now) {
        Unacknowledged<A> failed = unacknowledged.get(delivery);
        if (failed == null) {
            throw new IllegalStateException(delivery + " awaits no acknowledgement");
        }
        int doublings = Math.min(failed.failures(), MAX_DOUBLINGS);
        unacknowledged.put(delivery, new Unacknowledged<>(failed.answer(), failed.failures() + 1));
        resends.add(new Resend(now.plus(FIRST_RESEND.multipliedBy(1L << doublings)), delivery));
    }

    void commitFailed(Collection<Integer> failed) {
        for (int partition : failed) {
            PartitionProgress progress = partitions.get(partition);
            if (progress != null) {
                progress.commitFailed();
            }
        }
    }

    /** How much may be begun from here on. */
    List<Action<C, A>> flow(Flow next) {
        flow = next;
        return startMore();
    }

    /** What time has brought; to be called after each poll, before the next one. */
    List<Action<C, A>> tick(Instant now) {
        List<Action<C, A>> actions = new ArrayList<>();
        for (Resend next = resends.peek(); next != null && !next.due().isAfter(now); next = resends.peek()) {
            resends.remove();
            Unacknowledged<A> answer = unacknowledged.get(next.delivery());
            if (answer != null) {
                actions.add(new Action.SendAnswer<>(next.delivery(), answer.answer()));
            }
        }
        addPauses(actions);
        if (!now.isBefore(nextCommit)) {
            nextCommit = now.plus(settings.commitInterval());
            Map<Integer, Long> offsets = takeCommits(partitions.keySet());
            if (!offsets.isEmpty()) {
                actions.add(new Action.Commit<>(offsets));
            }
        }
        return actions;
    }

    private void addPauses(List<Action<C, A>> actions) {
        // Filled to the brim and drawn down by half, so that a partition is not paused and resumed at every poll.
        full = backlog.size() >= (full ? settings.backlog() / 2 + 1 : settings.backlog());
        Set<Integer> pause = new HashSet<>();
        Set<Integer> resume = new HashSet<>();
        partitions.forEach((partition, progress) -> {
            int limit = progress.isPaused() ? settings.window() / 2 + 1 : settings.window();
            boolean wanted = full || draining || isHeld() || progress.isClosed() || progress.window() >= limit;
            if (wanted != progress.isPaused()) {
                progress.setPaused(wanted);
                (wanted ? pause : resume).add(partition);
            }
        });
        if (!pause.isEmpty()) {
            actions.add(new Action.Pause<>(pause));
        }
        if (!resume.isEmpty()) {
            actions.add(new Action.Resume<>(resume));
        }
    }

    private boolean isHeld() {
        return switch (flow) {
            case FREE, TRICKLE -> false;
            case CUT, STOPPED -> true;
        };
    }

    private Map<Integer, Long> takeCommits(Collection<Integer> of) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (int partition : of) {
            PartitionProgress progress = partitions.get(partition);
            if (progress != null) {
                progress.toCommit().ifPresent(offset -> {
                    progress.commitRequested(offset);
                    offsets.put(partition, offset);
                });
            }
        }
        return offsets;
    }

    /** Nothing is started from here on; what runs is waited for. */
    void drain() {
        draining = true;
        backlog.clear();
        partitions.values().forEach(PartitionProgress::close);
        nextCommit = Instant.MIN;
    }

    boolean isDrained() {
        return draining && running.isEmpty() && unacknowledged.isEmpty();
    }

    int inFlight() {
        return running.size();
    }

    int backlogSize() {
        return backlog.size();
    }

    int unacknowledgedAnswers() {
        return unacknowledged.size();
    }

    private List<Action<C, A>> startMore() {
        if (backlog.isEmpty() || !mayStart()) {
            return List.of();
        }
        List<Action<C, A>> actions = new ArrayList<>(1);
        while (!backlog.isEmpty() && mayStart()) {
            Queued<C> next = backlog.remove();
            running.add(next.delivery());
            actions.add(new Action.StartCall<>(next.delivery(), next.command()));
        }
        return actions;
    }

    /** Answers that the broker does not take hold the calls back, or they would pile up without end. */
    private boolean mayStart() {
        int limit = switch (flow) {
            case FREE, CUT -> settings.maxInFlight();
            case TRICKLE -> Math.min(settings.breaker().trialCalls(), settings.maxInFlight());
            case STOPPED -> 0;
        };
        return !draining && running.size() < limit && unacknowledged.size() < settings.maxInFlight();
    }

    private boolean isAssigned(Delivery delivery) {
        PartitionProgress progress = partitions.get(delivery.partition());
        return progress != null && progress.assignment() == delivery.assignment();
    }
}
