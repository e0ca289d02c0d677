package io.github.refundworker.ops.console.feed;

import io.github.refundworker.ops.deadletter.letter.Cause;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.Masking;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.JdbcTemplate;

/** Copies dead letters, masked. */
final class LetterCopier implements Copier {

    private final JdbcTemplate jdbc;
    private final List<Object[]> letters = new ArrayList<>();

    LetterCopier(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(ConsumerRecord<byte[], byte[]> record) {
        DeadLetter letter = DeadLetter.of(record);
        Cause cause = letter.cause();
        String message = letter.failure().message();
        letters.add(new Object[] {
            record.topic(),
            record.partition(),
            record.offset(),
            Columns.time(letter.at()),
            Columns.indexed(cause.topic()),
            Columns.indexed(cause.reason()),
            Columns.indexed(cause.exception()),
            Columns.indexed(cause.where()),
            message == null ? null : Columns.text(Masking.text(message)),
            Columns.text(Masking.key(letter.key())),
            Columns.text(Masking.value(letter.value())),
            letter.size(),
            letter.replays().count()
        });
        return true;
    }

    @Override
    public void write() {
        jdbc.batchUpdate("""
                insert into letter (topic, part, letter_offset, died_at, died_on, reason, exception, place, message,
                  key_masked, value_masked, bytes, replays)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", letters);
    }
}
