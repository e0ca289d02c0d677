package io.github.refundworker.decide.store;

import io.github.refundworker.domain.ChargeId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The committed charges of one partition, for all threads but the one that decides on them. The store itself already
 * holds what the open transaction wrote, and the transaction may still be aborted. So this view keeps the previous
 * values until the commit. While a commit is under way, this process does not know whether others can see its events
 * already, so readers of its charges wait.
 */
public final class PartitionView {
    private static final byte[] NOTHING = {};

    /** The changes of one transaction. It never goes back: when it is committed, the next one begins. */
    private static final class Transaction {
        final ConcurrentMap<ChargeId, byte[]> before = new ConcurrentHashMap<>();
        final CountDownLatch ended = new CountDownLatch(1);
        volatile boolean committing;
    }

    private volatile Transaction open = new Transaction();
    private volatile boolean closed;

    // For the stream thread

    /** The charge will be written. */
    void changing(ChargeId chargeId, byte @Nullable [] stored) {
        open.before.putIfAbsent(chargeId, stored == null ? NOTHING : stored);
    }

    /** From now on others may see the transaction's changes. */
    void committing() {
        open.committing = true;
    }

    void committed() {
        Transaction ended = open;
        open = new Transaction();
        ended.ended.countDown();
    }

    /** The task has ended, perhaps without a commit, so this view knows nothing any more. */
    void close() {
        closed = true;
        open.ended.countDown();
    }

    // For all others

    /**
     * @param stored reads the charge from the store
     * @param patience maximum wait for a commit
     * @throws ChargesNotServedException if the commit takes longer, or the task has ended
     */
    byte @Nullable [] committed(ChargeId chargeId, Supplier<byte @Nullable []> stored, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!closed) {
            Transaction transaction = open;
            byte[] prior = transaction.before.get(chargeId);
            if (prior == null) {
                byte[] value = stored.get();
                if (transaction == open && !transaction.before.containsKey(chargeId)) {
                    return value;
                }
            } else if (!transaction.committing) {
                return prior == NOTHING ? null : prior;
            } else {
                await(transaction.ended, end);
            }
        }
        throw new ChargesNotServedException("the partition is leaving this instance");
    }

    private static void await(CountDownLatch commit, long end) {
        try {
            if (commit.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ChargesNotServedException("a commit takes too long");
    }
}
