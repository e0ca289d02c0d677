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
 * The one who works on a dead-letter topic, as long as this is open. Two rules make it one: whoever has made the newest
 * writer is the only one who can write, and whoever has made one reads the book again and goes away unless the lease is
 * free or its own. A holder that is killed stops beating and is followed by the next; one that only slept finds itself
 * shut out at its next write.
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

    /** Hears that somebody else has the lease, and that it is watched whether he lives. */
    public interface Waiting {
        void on(Lease lease);
    }

    /**
     * Takes the lease. That is done at once where it is free, and within {@link Lease#PATIENCE} where its holder is dead.
     *
     * @throws HeldException if its holder lives
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
                // It may be ours, of a try whose end was not known.
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

    /** Absent if somebody else wants it too, and was faster or later: then it is to be looked at again. */
    private static @Nullable JobLease tryToTake(
            KafkaAccess access, DeadLetterTopic topic, BookFeed feed, @Nullable Lease found, Lease wanted) {
        BookWriter writer = null;
        try {
            writer = BookWriter.make(access, topic);
            // Only what was written before this writer was made can be another's.
            if (Objects.equals(feed.catchUp().lease(), found)) {
                writer.write(Map.of(Book.LEASE, wanted));
                return new JobLease(access, topic, feed, writer, wanted);
            }
        } catch (FencedException e) {
            // Later.
        }
        if (writer != null) {
            writer.close();
        }
        return null;
    }

    /** The lease as soon as it is renewed or changes hands; none if it is given back or nothing is heard of it. */
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

    /** As of the last time that it was read. */
    public synchronized Book book() {
        return feed.catchUp();
    }

    /**
     * Records what was done.
     *
     * @throws LeaseLostException if another process has taken over; then nothing is recorded
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
                // The producer is of no more use, and what became of the transaction is not known.
                lost = e;
                throw e;
            }
        }
    }

    /** Somebody has made a newer writer; he goes away if he finds the lease to be ours. */
    private void regain() {
        while (true) {
            writer.close();
            requireOurs();
            try {
                writer = BookWriter.make(access, topic);
                requireOurs();
                return;
            } catch (FencedException e) {
                // Another one yet.
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
            // Kept: whoever records next is told.
        }
    }

    /** Gives it back, if it is still held. */
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
                    // It runs out by itself.
                }
            }
            writer.close();
            feed.close();
        }
        beating.interrupt();
    }
}
