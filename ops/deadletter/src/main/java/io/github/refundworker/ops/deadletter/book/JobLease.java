package io.github.refundworker.ops.deadletter.book;

import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.deadletter.book.BookWriter.FencedException;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive hold on a dead-letter topic while this object is open. Two rules make it exclusive:
 *
 * <ul>
 *   <li>Only the process with the newest writer can write.
 *   <li>A process that created a writer reads the topic of jobs (the book) again, and gives up unless the lease is free or its own.
 * </ul>
 *
 * <p>A holder that is killed stops renewing the lease, and the next process takes it. A holder that only slept is
 * fenced at its next write.
 */
public final class JobLease implements AutoCloseable {

    private final KafkaAccess access;
    private final DeadLetterTopic topic;
    private final BookFeed feed;
    private final Thread beating;

    private BookWriter writer;
    private Lease lease;
    private @Nullable RuntimeException lost;
    private boolean closed;

    private JobLease(KafkaAccess access, DeadLetterTopic topic, BookFeed feed, BookWriter writer, Lease lease) {
        this.access = access;
        this.topic = topic;
        this.feed = feed;
        this.writer = writer;
        this.lease = lease;
        this.beating = Thread.ofPlatform().daemon().name("lease").unstarted(this::beat);
    }

    /** Is told that another process holds the lease, and that this one waits to see whether the holder is alive. */
    public interface Waiting {
        void on(Lease lease);
    }

    /**
     * Takes the lease: at once if it is free, and within {@link Lease#PATIENCE} if its holder is dead.
     *
     * @throws HeldException if its holder is alive
     */
    public static JobLease take(KafkaAccess access, DeadLetterTopic topic, String job, String actor, Waiting waiting) {
        return take(access, topic, job, actor, waiting, Lease.PATIENCE);
    }

    static JobLease take(
            KafkaAccess access, DeadLetterTopic topic, String job, String actor, Waiting waiting, Duration patience) {
        BookTopic.prepare(access, topic);
        BookFeed feed = BookFeed.ofPrepared(access, topic);
        try {
            Lease wanted = new Lease(
                    UUID.randomUUID().toString(),
                    job,
                    actor,
                    host(),
                    ProcessHandle.current().pid(),
                    Instant.now().toString(),
                    0);
            while (true) {
                Lease found = feed.catchUp().lease();
                // It may be our own, from a try whose result is unknown.
                if (found != null && !found.holder().equals(wanted.holder())) {
                    waiting.on(found);
                    Lease living = livingAfter(feed, found, patience);
                    if (living != null) {
                        throw new HeldException(topic.name(), living);
                    }
                }
                JobLease taken = tryToTake(access, topic, feed, found, wanted);
                if (taken != null) {
                    taken.beating.start();
                    return taken;
                }
            }
        } catch (RuntimeException e) {
            feed.close();
            throw e;
        }
    }

    /** Absent if another process wanted it at the same time and won. The caller then checks the lease again. */
    private static @Nullable JobLease tryToTake(
            KafkaAccess access, DeadLetterTopic topic, BookFeed feed, @Nullable Lease found, Lease wanted) {
        BookWriter writer = null;
        try {
            writer = BookWriter.make(access, topic);
            // Only records written before this writer was created can be from another process.
            if (Objects.equals(feed.catchUp().lease(), found)) {
                writer.write(Map.of(Book.LEASE, wanted));
                return new JobLease(access, topic, feed, writer, wanted);
            }
        } catch (FencedException e) {
            // Retried later.
        }
        if (writer != null) {
            writer.close();
        }
        return null;
    }

    /**
     * The lease as soon as it is renewed or taken by another process. Absent if it is given back or not renewed in
     * time.
     */
    private static @Nullable Lease livingAfter(BookFeed feed, Lease found, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        Lease now = found;
        while (now != null && now.equals(found)) {
            if (System.nanoTime() > until) {
                return null;
            }
            now = feed.poll(Duration.ofMillis(100)).lease();
        }
        return now;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /**
     * The current book. A record of a moment ago may be missing, because brokers show a transaction shortly after
     * its end.
     */
    public synchronized Book book() {
        return feed.catchUp();
    }

    /**
     * Records finished work.
     *
     * @throws LeaseLostException if another process has taken over; nothing is recorded then
     */
    public synchronized void record(Map<LetterId, Mark> marks, Job job) {
        Map<String, @Nullable Object> values = new HashMap<>();
        marks.forEach((id, mark) -> values.put(Book.key(id), mark));
        values.put(Book.key(job), job);
        write(values);
    }

    private void write(Map<String, @Nullable Object> values) {
        if (lost != null) {
            throw lost;
        }
        while (true) {
            try {
                writer.write(values);
                return;
            } catch (FencedException e) {
                regain();
            } catch (RuntimeException e) {
                // The producer is unusable now, and the result of the transaction is unknown.
                lost = e;
                throw e;
            }
        }
    }

    /** Another process created a newer writer. It gives up if it finds that the lease is ours. */
    private void regain() {
        while (true) {
            writer.close();
            requireOurs();
            try {
                writer = BookWriter.make(access, topic);
                requireOurs();
                return;
            } catch (FencedException e) {
                // Another process created one more writer.
            }
        }
    }

    private void requireOurs() {
        Lease now = feed.catchUp().lease();
        if (now == null || !now.holder().equals(lease.holder())) {
            LeaseLostException taken = new LeaseLostException(now == null ? "it has ended since" : now.describe());
            lost = taken;
            throw taken;
        }
    }

    private void beat() {
        try {
            while (true) {
                Thread.sleep(Lease.BEAT);
                synchronized (this) {
                    if (closed || lost != null) {
                        return;
                    }
                    lease = lease.renewed();
                    write(Map.of(Book.LEASE, lease));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Kept, so that the next caller of record gets it.
        }
    }

    /** Gives the lease back, if it is still held. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (lost == null) {
                Map<String, @Nullable Object> free = new HashMap<>();
                free.put(Book.LEASE, null);
                try {
                    write(free);
                } catch (RuntimeException e) {
                    // The lease expires by itself.
                }
            }
            writer.close();
            feed.close();
        }
        beating.interrupt();
    }
}
