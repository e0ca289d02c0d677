package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads dead letters. */
@Component
class LetterQueries {

    private static final String LETTERS = """
            select l.*, coalesce(s.state, 'OPEN') as state, s.job
            from letter l left join letter_state s
              on s.topic = l.topic and s.part = l.part and s.letter_offset = l.letter_offset
            """;

    private static final String CAUSE = """
            l.topic = :topic and l.died_on is not distinct from :diedOn and l.reason is not distinct from :reason
            and l.exception is not distinct from :exception and l.place is not distinct from :place
            """;

    private final JdbcClient jdbc;

    LetterQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The causes; those with the most open letters first. */
    List<Letter.Group> groups() {
        return jdbc.sql("""
                select topic, died_on, reason, exception, place, count(*) as letters,
                  sum(case state when 'OPEN' then 1 else 0 end) as still_open,
                  sum(case state when 'REPLAYED' then 1 else 0 end) as replayed,
                  sum(case state when 'PARKED' then 1 else 0 end) as parked,
                  sum(case state when 'DISCARDED' then 1 else 0 end) as discarded,
                  min(died_at) as first_at, max(died_at) as last_at
                from (%s) as letters
                group by topic, died_on, reason, exception, place
                order by still_open desc, letters desc, last_at desc limit 100""".formatted(LETTERS))
                .query((row, number) -> new Letter.Group(
                        row.getString("topic"),
                        cause(row),
                        row.getLong("letters"),
                        row.getLong("still_open"),
                        row.getLong("replayed"),
                        row.getLong("parked"),
                        row.getLong("discarded"),
                        RefundQueries.instant(row, "first_at"),
                        RefundQueries.instant(row, "last_at"),
                        of(row.getString("topic"), cause(row), null, 1).getFirst()))
                .list();
    }

    /** The letters of a cause, the latest first. */
    List<Letter> of(String topic, Letter.Cause cause, @Nullable Letter after, int size) {
        String behind = after == null
                ? ""
                : "and (l.died_at < :at or l.died_at = :at and (l.part < :part or l.part = :part and l.letter_offset < :offset))\n";
        JdbcClient.StatementSpec sql = jdbc.sql(LETTERS + "where " + CAUSE + behind
                        + "order by l.died_at desc, l.part desc, l.letter_offset desc limit " + size)
                .param("topic", topic)
                .param("diedOn", cause.diedOn())
                .param("reason", cause.reason())
                .param("exception", cause.exception())
                .param("place", cause.place());
        if (after != null) {
            sql = sql.param("at", java.time.OffsetDateTime.ofInstant(after.diedAt(), java.time.ZoneOffset.UTC))
                    .param("part", after.partition())
                    .param("offset", after.offset());
        }
        return sql.query(LetterQueries::letter).list();
    }

    /** The open letters of a cause, the oldest first. */
    List<LetterId> openOf(String topic, Letter.Cause cause, int most) {
        return jdbc.sql(LETTERS + "where " + CAUSE
                        + "and coalesce(s.state, 'OPEN') = 'OPEN' order by l.died_at, l.part, l.letter_offset limit "
                        + most)
                .param("topic", topic)
                .param("diedOn", cause.diedOn())
                .param("reason", cause.reason())
                .param("exception", cause.exception())
                .param("place", cause.place())
                .query((row, number) -> new LetterId(row.getInt("part"), row.getLong("letter_offset")))
                .list();
    }

    Optional<Letter> find(String topic, int partition, long offset) {
        return jdbc.sql(LETTERS + "where l.topic = :topic and l.part = :part and l.letter_offset = :offset")
                .param("topic", topic)
                .param("part", partition)
                .param("offset", offset)
                .query(LetterQueries::letter)
                .optional();
    }

    long open() {
        return jdbc.sql("select count(*) from (" + LETTERS + ") as letters where state = 'OPEN'")
                .query(Long.class)
                .single();
    }

    private static Letter letter(ResultSet row, int number) throws SQLException {
        return new Letter(
                row.getString("topic"),
                row.getInt("part"),
                row.getLong("letter_offset"),
                RefundQueries.instant(row, "died_at"),
                cause(row),
                row.getString("message"),
                row.getString("key_masked"),
                row.getString("value_masked"),
                row.getInt("bytes"),
                row.getInt("replays"),
                row.getString("state"),
                row.getString("job"));
    }

    private static Letter.Cause cause(ResultSet row) throws SQLException {
        return new Letter.Cause(
                row.getString("died_on"), row.getString("reason"), row.getString("exception"), row.getString("place"));
    }
}
