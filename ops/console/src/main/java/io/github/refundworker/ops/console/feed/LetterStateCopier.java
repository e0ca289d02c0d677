package io.github.refundworker.ops.console.feed;

import io.github.refundworker.ops.deadletter.book.Book;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.JdbcTemplate;

/** Copies what was done about each dead letter of a topic, and the progress of the jobs that did it. */
final class LetterStateCopier implements Copier {

    private static final String UPDATE_JOB = """
            update job set kind = ?, plan = ?, actor = ?, why = ?, status = ?, total = ?, replayed = ?, parked = ?,
              discarded = ?, skipped = ?, died_again = ?, canary_passed = ?, note = ?, started_at = ?, updated_at = ?
            where topic = ? and id = ?""";
    private static final String INSERT_JOB = """
            insert into job (kind, plan, actor, why, status, total, replayed, parked, discarded, skipped, died_again,
              canary_passed, note, started_at, updated_at, topic, id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final String letters;
    private final Map<LetterId, Object[]> states = new LinkedHashMap<>();
    private final Map<String, Object[]> jobs = new LinkedHashMap<>();

    /** @param letters the topic of the letters */
    LetterStateCopier(JdbcTemplate jdbc, String letters) {
        this.jdbc = jdbc;
        this.letters = letters;
    }

    @Override
    public boolean add(ConsumerRecord<byte[], byte[]> record) {
        Book.Marked marked = Book.marked(record);
        if (marked != null) {
            LetterId letter = marked.letter();
            states.put(letter, new Object[] {
                marked.mark().state().name(),
                Columns.indexed(marked.mark().job()),
                letters,
                letter.partition(),
                letter.offset()
            });
        }
        Job job = Book.job(record);
        if (job != null) {
            jobs.put(job.id(), row(job, record.timestamp()));
        }
        return true; // the other records are of who holds the topic
    }

    private Object[] row(Job job, long timestamp) {
        return new Object[] {
            job.kind().name(),
            Columns.indexed(job.plan()),
            Columns.text(job.actor()),
            Columns.text(job.why()),
            job.status().name(),
            job.total(),
            job.replayed(),
            job.parked(),
            job.discarded(),
            job.skipped(),
            job.diedAgain(),
            job.canaryPassed(),
            Columns.text(job.note()),
            Columns.time(job.startedAt(), timestamp),
            Columns.time(job.updatedAt(), timestamp),
            letters,
            Columns.indexed(job.id())
        };
    }

    @Override
    public void write() {
        Upsert.all(jdbc, UPDATE_JOB, INSERT_JOB, List.copyOf(jobs.values()));
        Upsert.all(
                jdbc,
                "update letter_state set state = ?, job = ? where topic = ? and part = ? and letter_offset = ?",
                "insert into letter_state (state, job, topic, part, letter_offset) values (?, ?, ?, ?, ?)",
                List.copyOf(states.values()));
    }
}
