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
import org.jspecify.annotations.Nullable;

/**
 * Decides which command is executed when, and which offset may be committed. Events come in, actions go out. It has
 * no threads, no clock and no Kafka, so that the simulation runs the same code. Not thread-safe.
 *
 * <p>An offset is committed only when every command before it has an answer that the broker acknowledged. So a crash
 * repeats calls, which is harmless because of their keys, and loses none.
 *
 * @param <C> a command
 * @param <A> an answer
 */
final class ExecutorCore<C, A> {
    private static final Duration FIRST_RESEND = Duration.ofMillis(100);
    private static final int MAX_DOUBLINGS = 6;

    /**
     * After this many commands that send, one that reads has its turn, because webhooks must be followed up in a
     * long burst too.
     */
    private static final int SENDS_IN_A_ROW = 3;

    private final ExecutorSettings settings;
    private final Map<Integer, PartitionProgress> partitions = new HashMap<>();
    private final ArrayDeque<Queued<C>> sends = new ArrayDeque<>();
    private final ArrayDeque<Queued<C>> reads = new ArrayDeque<>();
    private final Set<Delivery> running = new HashSet<>();
    private final Set<Delivery> awaitingPermit = new HashSet<>();
    private final Map<Delivery, Unacknowledged<A>> unacknowledged = new HashMap<>();
    private final PriorityQueue<Resend> resends = new PriorityQueue<>(Comparator.comparing(Resend::due));
    private int assignments;
    private Flow flow = Flow.FREE;
    private boolean full;
    private boolean draining;
    private Instant nextCommit = Instant.MIN;
    private int permitQueue = Integer.MAX_VALUE;
    private int readQueue = Integer.MAX_VALUE;
    private int sendsInARow;

    /** @param readBy absent for a command that sends */
    private record Queued<C>(
            Delivery delivery, C command, @Nullable Instant readBy) {}

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
        sends.removeIf(queued -> !isAssigned(queued.delivery()));
        reads.removeIf(queued -> !isAssigned(queued.delivery()));
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
        Queued<C> next = new Queued<>(delivery, command, readBy);
        if (readBy != null && reads.size() >= readQueue && mayRun()) {
            // Held here, it would only keep later commands from being read.
            return List.of(giveBack(next));
        }
        (readBy == null ? sends : reads).add(next);
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
        unacknowledged.put(delivery, new Unacknowledged<>(answer, 0));
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
        if (unacknowledged.remove(delivery) == null) {
            throw new IllegalStateException(delivery + " awaits no acknowledgement");
        }
        PartitionProgress progress = partitions.get(delivery.partition());
        if (progress != null && progress.assignment() == delivery.assignment()) {
            progress.finished(delivery.offset());
        }
        return startMore();
    }

    /** Sends the answer again, at growing intervals without an end. */
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

    /** Sets how many commands may be begun from now on. */
    List<Action.OfDispatcher<C, A>> flow(Flow next) {
        flow = next;
        return startMore();
    }

    /** Handles the passing of time. Call this after each poll, before the next one. */
    List<Action<C, A>> tick(Instant now) {
        List<Action<C, A>> actions = new ArrayList<>();
        for (Resend next = resends.peek(); next != null && !next.due().isAfter(now); next = resends.peek()) {
            resends.remove();
            Unacknowledged<A> answer = unacknowledged.get(next.delivery());
            if (answer != null) {
                actions.add(new Action.SendAnswer<>(next.delivery(), answer.answer()));
            }
        }
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
        for (Queued<C> read = reads.peek(); read != null && mayRun(); read = reads.peek()) {
            if (read.readBy() != null && !read.readBy().isBefore(now)) {
                return;
            }
            actions.add(giveBack(reads.remove()));
        }
    }

    private Action.OfDispatcher<C, A> giveBack(Queued<C> read) {
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
        sends.clear();
        reads.clear();
        partitions.values().forEach(PartitionProgress::close);
        nextCommit = Instant.MIN;
    }

    boolean isDrained() {
        return draining && running.isEmpty() && unacknowledged.isEmpty();
    }

    int assigned() {
        return partitions.size();
    }

    int inFlight() {
        return running.size();
    }

    int backlogSize() {
        return sends.size() + reads.size();
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
            start(next(), actions);
        }
        return actions;
    }

    private Queued<C> next() {
        if (sends.isEmpty() || (sendsInARow >= SENDS_IN_A_ROW && !reads.isEmpty())) {
            sendsInARow = 0;
            return reads.remove();
        }
        sendsInARow++;
        return sends.remove();
    }

    private void start(Queued<C> next, List<Action.OfDispatcher<C, A>> actions) {
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
