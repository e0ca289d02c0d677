package io.github.refundworker.ops.deadletter.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Everything that was done about the dead letters of a topic, built from the records of the book topic in their
 * order.
 */
public final class Book {

    static final String LEASE = "lease";
    private static final String LETTER = "letter/";
    private static final String JOB = "job/";
    private static final String CANCEL = "cancel/";

    private final Map<LetterId, Mark> marks = new HashMap<>();
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Set<String> cancelled = new HashSet<>();
    private @Nullable Lease lease;

    /** A letter with its state. */
    public record Marked(LetterId letter, Mark mark) {}

    static String key(LetterId id) {
        return LETTER + id;
    }

    static String key(Job job) {
        return JOB + job.id();
    }

    static String cancelKey(String job) {
        return CANCEL + job;
    }

    /** The state that a record of the topic gives to a letter. Absent if the record says something else. */
    public static @Nullable Marked marked(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        byte[] value = record.value();
        try {
            return key.startsWith(LETTER) && value != null
                    ? new Marked(
                            LetterId.parse(key.substring(LETTER.length())),
                            JsonHttp.MAPPER.readValue(value, Mark.class))
                    : null;
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The job that a record of the topic tells the progress of. Absent if the record says something else. */
    public static @Nullable Job job(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        byte[] value = record.value();
        try {
            return key.startsWith(JOB) && value != null ? JsonHttp.MAPPER.readValue(value, Job.class) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Applies a record. A record of an unknown later version changes nothing. */
    void read(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        byte[] value = record.value();
        try {
            Marked marked = marked(record);
            if (marked != null) {
                marks.put(marked.letter(), marked.mark());
            } else if (key.startsWith(JOB)) {
                Job job = job(record);
                if (job != null) {
                    jobs.put(job.id(), job);
                }
            } else if (key.startsWith(CANCEL)) {
                cancelled.add(key.substring(CANCEL.length()));
            } else if (key.equals(LEASE)) {
                lease = value == null ? null : JsonHttp.MAPPER.readValue(value, Lease.class);
            }
        } catch (JacksonException | IllegalArgumentException e) {
            // Not our record. Only the tool's principal may write here.
        }
    }

    public LetterState state(LetterId id) {
        Mark mark = marks.get(id);
        return mark == null ? LetterState.OPEN : mark.state();
    }

    public @Nullable Mark mark(LetterId id) {
        return marks.get(id);
    }

    /** The jobs in the order in which they began. */
    public Collection<Job> jobs() {
        return Collections.unmodifiableCollection(jobs.values());
    }

    public @Nullable Job job(String id) {
        return jobs.get(id);
    }

    /** The unfinished job of this plan. A new replay of the plan continues it. */
    public @Nullable Job unfinished(String plan) {
        return jobs.values().stream()
                .filter(job -> plan.equals(job.plan()) && job.status().goesOn())
                .findFirst()
                .orElse(null);
    }

    public boolean isCancelled(String job) {
        return cancelled.contains(job);
    }

    /** The holder of the topic, or the last one if it was killed. */
    public @Nullable Lease lease() {
        return lease;
    }
}
