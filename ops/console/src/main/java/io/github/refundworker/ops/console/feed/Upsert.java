package io.github.refundworker.ops.console.feed;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Updates a row, or inserts it. The databases share no statement that does both; the copy has only one writer. */
final class Upsert {

    private Upsert() {}

    /** @param values for both statements, in the same order */
    static void add(JdbcTemplate jdbc, String update, String insert, Object... values) {
        if (jdbc.update(update, values) == 0) {
            jdbc.update(insert, values);
        }
    }

    /** The same for many rows, each of another key. */
    static void all(JdbcTemplate jdbc, String update, String insert, List<Object[]> rows) {
        int[] updated = jdbc.batchUpdate(update, rows);
        List<Object[]> missing = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(rows.get(i));
            }
        }
        jdbc.batchUpdate(insert, missing);
    }
}
