package io.github.refundworker.ops.console.feed;

import io.github.refundworker.ops.deadletter.book.Book;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.JdbcTemplate;

/** Copies what was done about each dead letter of a topic. */
final class LetterStateCopier implements Copier {

    private final JdbcTemplate jdbc;
    private final String letters;
    private final Map<LetterId, Object[]> states = new LinkedHashMap<>();

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
        return true; // the other records are of jobs and of who holds the topic
    }

    @Override
    public void write() {
        Upsert.all(
                jdbc,
                "update letter_state set state = ?, job = ? where topic = ? and part = ? and letter_offset = ?",
                "insert into letter_state (state, job, topic, part, letter_offset) values (?, ?, ?, ?, ?)",
                List.copyOf(states.values()));
    }
}
