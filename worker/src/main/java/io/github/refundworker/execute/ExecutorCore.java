package io.github.refundworker.execute;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which command is executed when, and which offset may be committed. Events come in, actions go out. It has
 * no threads, no clock and no Kafka, so that the simulation runs the same code. Not thread-safe.
 *
 * <p>An offset is committed only when every command before it has an answer that the broker acknowledged. So a crash
 * repeats calls, which is harmless because of their keys, and loses none.
 *
 * <p>Longer than 300 lines because it is one state machine: each event and its conditions read the same few fields.
 *
 * @param <C> a command
 * @param <A> an answer
 */
final class ExecutorCore<C, A> {
    private final ExecutorSettings settings;
    private final Map<Integer, PartitionProgress> partitions = new HashMap<>();
    private final Backlog<C> backlog = new Backlog<>();
    private final Set<Delivery> running = new HashSet<>();
    private final Set<Delivery> awaitingPermit = new HashSet<>();
    private final UnacknowledgedAnswers<A> unacknowledged = new UnacknowledgedAnswers<>();
    private int assignments;
    private Flow flow = Flow.FREE;
    private boolean full;
    private boolean draining;
    private Instant nextCommit = Instant.MIN;
    private int permitQueue = Integer.MAX_VALUE;
    private int readQueue = Integer.MAX_VALUE;

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

    /**
     * Partitions taken away in order: commits one last time. Running commands continue and are answered, which does
     * no harm; the backlog is dropped.
     */
    List<Action.OfLoop<C, A>> partitionsRevoked(Collection<Integer> revoked) {
        Map<Integer, Long> offsets = takeCommits(revoked);
        forget(revoked);
        return offsets.isEmpty() ? List.of() : List.of(new Action.Commit<>(offsets));
    }

    /** Partitions that another member has already: nothing is committed. */
    void partitionsLost(Collection<Integer> lost) {
        forget(lost);
    }

    private void forget(Collection<Integer> gone) {
        gone.forEach(partitions::remove);
        backlog.keepOnly(this::isAssigned);
    }

    /**
     * @param permits commands that may be started and wait for their first permit; the others can still be overtaken
     * @param reads commands that read and may be kept in memory; more could not be executed in time
     */
    void queues(int permits, int reads) {
        permitQueue = permits;
        readQueue = reads;
    }

    /**
     * Takes a command, in the order of its partition. While the core drains, the command is left for the next owner.
     *
     * <p>A command that sends goes before those that read. It follows from a recent reading, and is of no use once
     * that reading is too old.
     *
     * @param readBy last moment to begin; absent for a command that sends
     */
    List<Action.OfDispatcher<C, A>> polled(int partition, long offset, C command, @Nullable Instant readBy) {
        PartitionProgress progress = partitions.get(partition);
        if (progress == null || progress.isClosed()) {
            return List.of();
        }
        progress.polled(offset);
        Delivery delivery = new Delivery(progress.assignment(), partition, offset);
        Backlog.Queued<C> next = new Backlog.Queued<>(delivery, command, readBy);
        if (readBy != null && backlog.reads() >= readQueue && mayRun()) {
            // Held here, it would only keep later commands from being read.
            return List.of(giveBack(next));
        }
        backlog.add(next);
        return startMore();
    }

    /** An unreadable record. Its partition stops before it, because skipping it could lose a refund. */
    void unreadable(int partition, long offset) {
        PartitionProgress progress = partitions.get(partition);
        if (progress != null && !progress.isClosed()) {
            progress.polled(offset);
            progress.close();
        }
    }

    /** The consumer's position. Offsets before it that were not polled hold no commands. */
    void readUpTo(int partition, long offset) {
        PartitionProgress progress = partitions.get(partition);
        if (progress != null) {
            progress.readUpTo(offset);
        }
    }

    List<Action.OfDispatcher<C, A>> finished(Delivery delivery, A answer) {
        requireRunning(delivery);
        unacknowledged.sent(delivery, answer);
        List<Action.OfDispatcher<C, A>> actions = new ArrayList<>(2);
        actions.add(new Action.SendAnswer<>(delivery, answer));
        actions.addAll(startMore());
        return actions;
    }

    /** The command's first call begins. */
    List<Action.OfDispatcher<C, A>> permitted(Delivery delivery) {
        return awaitingPermit.remove(delivery) ? startMore() : List.of();
    }

    /** A command that ended without an answer. It stays unfinished, and its next delivery answers it. */
    void abandoned(Delivery delivery) {
        requireRunning(delivery);
    }

    private void requireRunning(Delivery delivery) {
        if (!running.remove(delivery)) {
            throw new IllegalStateException(delivery + " is not running");
        }
        awaitingPermit.remove(delivery);
    }

    List<Action.OfDispatcher<C, A>> answerAcknowledged(Delivery delivery) {
        unacknowledged.acknowledged(delivery);
        PartitionProgress progress = partitions.get(delivery.partition());
        if (progress != null && progress.assignment() == delivery.assignment()) {
            progress.finished(delivery.offset());
        }
        return startMore();
    }

    /** Sends the answer again, at growing intervals without an end. */
    void answerFailed(Delivery delivery, Instant now) {
        unacknowledged.failed(delivery, now);
    }

    void commitFailed(Collection<Integer> failed) {
        for (int partition : failed) {
            PartitionProgress progress = partitions.get(partition);
            if (progress != null) {
                progress.commitFailed();
            }
        }
    }

    /** Sets how many commands may be begun from now on. */
    List<Action.OfDispatcher<C, A>> flow(Flow next) {
        flow = next;
        return startMore();
    }

    /** Handles the passing of time. Call this after each poll, before the next one. */
    List<Action<C, A>> tick(Instant now) {
        List<Action<C, A>> actions = new ArrayList<>();
        unacknowledged.takeDue(now, (delivery, answer) -> actions.add(new Action.SendAnswer<>(delivery, answer)));
        addOverdue(actions, now);
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

    private void addOverdue(List<Action<C, A>> actions, Instant now) {
        while (mayRun()) {
            Backlog.Queued<C> read = backlog.takeOverdue(now);
            if (read == null) {
                return;
            }
            actions.add(giveBack(read));
        }
    }

    private Action.OfDispatcher<C, A> giveBack(Backlog.Queued<C> read) {
        running.add(read.delivery());
        return new Action.GiveBack<>(read.delivery(), read.command());
    }

    private void addPauses(List<Action<C, A>> actions) {
        // Pauses when full and resumes at half, so that a partition is not paused and resumed at every poll.
        full = backlogSize() >= (full ? settings.backlog() / 2 + 1 : settings.backlog());
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

    /** Starts nothing from now on, and waits for running commands. */
    void drain() {
        draining = true;
        backlog.clear();
        partitions.values().forEach(PartitionProgress::close);
        nextCommit = Instant.MIN;
    }

    boolean isDrained() {
        return draining && running.isEmpty() && unacknowledged.size() == 0;
    }

    int assigned() {
        return partitions.size();
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

    private List<Action.OfDispatcher<C, A>> startMore() {
        if (backlogSize() == 0 || !mayStart()) {
            return List.of();
        }
        List<Action.OfDispatcher<C, A>> actions = new ArrayList<>(1);
        while (backlogSize() > 0 && mayStart()) {
            start(backlog.take(), actions);
        }
        return actions;
    }

    private void start(Backlog.Queued<C> next, List<Action.OfDispatcher<C, A>> actions) {
        running.add(next.delivery());
        if (permitQueue < Integer.MAX_VALUE) {
            awaitingPermit.add(next.delivery());
        }
        actions.add(new Action.StartCall<>(next.delivery(), next.command()));
    }

    private boolean mayStart() {
        return awaitingPermit.size() < permitQueue && mayRun();
    }

    /** Whether commands may run. Unacknowledged answers hold calls back, or they would pile up without end. */
    private boolean mayRun() {
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
