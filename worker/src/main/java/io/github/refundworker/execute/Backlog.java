package io.github.refundworker.execute;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait for their turn. A command that sends goes before those that read. It follows from a recent reading,
 * and is of no use once that reading is too old.
 *
 * @param <C> a command
 */
final class Backlog<C> {
    /**
     * After this many commands that send, one that reads has its turn, because webhooks must be followed up in a
     * long burst too.
     */
    private static final int SENDS_IN_A_ROW = 3;

    private final ArrayDeque<Queued<C>> sends = new ArrayDeque<>();
    private final ArrayDeque<Queued<C>> reads = new ArrayDeque<>();
    private int sendsInARow;

    /** @param readBy absent for a command that sends */
    record Queued<C>(Delivery delivery, C command, @Nullable Instant readBy) {}

    void add(Queued<C> queued) {
        (queued.readBy() == null ? sends : reads).add(queued);
    }

    void keepOnly(Predicate<Delivery> which) {
        sends.removeIf(queued -> !which.test(queued.delivery()));
        reads.removeIf(queued -> !which.test(queued.delivery()));
    }

    /** Takes the next command; there is one. */
    Queued<C> take() {
        if (sends.isEmpty() || (sendsInARow >= SENDS_IN_A_ROW && !reads.isEmpty())) {
            sendsInARow = 0;
            return reads.remove();
        }
        sendsInARow++;
        return sends.remove();
    }

    /** Takes the first command that reads, if it is too late to begin it. */
    @Nullable
    Queued<C> takeOverdue(Instant now) {
        Queued<C> first = reads.peek();
        return first == null || (first.readBy() != null && !first.readBy().isBefore(now)) ? null : reads.remove();
    }

    int reads() {
        return reads.size();
    }

    int size() {
        return sends.size() + reads.size();
    }

    void clear() {
        sends.clear();
        reads.clear();
    }
}
