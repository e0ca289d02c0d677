package io.github.refundworker.ops.console.feed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Up to where each partition is copied, and from which cluster. */
final class Offsets {

    private static final List<String> TABLES = List.of(
            "source",
            "progress",
            "refund",
            "event",
            "charge",
            "total",
            "flow",
            "letter",
            "letter_state",
            "audit",
            "proposal",
            "job");

    private final JdbcTemplate jdbc;

    Offsets(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Empties the database. */
    void clear() {
        TABLES.forEach(table -> jdbc.execute("truncate table " + table));
    }

    /**
     * Records where the rows come from.
     *
     * @throws IllegalStateException if the rows come from elsewhere
     */
    void requireSource(String cluster, String prefix) {
        List<@Nullable String> sources =
                jdbc.queryForList("select cluster_id || '/' || prefix from source", String.class);
        String here = cluster + "/" + prefix;
        if (sources.isEmpty()) {
            jdbc.update("insert into source (cluster_id, prefix) values (?, ?)", cluster, prefix);
        } else if (!sources.contains(here)) {
            throw new IllegalStateException("the database is a copy of the cluster and prefix " + sources.getFirst()
                    + ", and the console reads " + here + ": start it once with --console.rebuild");
        }
    }

    Map<TopicPartition, Long> next() {
        Map<TopicPartition, Long> next = new HashMap<>();
        jdbc.query("select topic, part, next_offset from progress", row -> {
            next.put(new TopicPartition(row.getString("topic"), row.getInt("part")), row.getLong("next_offset"));
        });
        return next;
    }

    long unreadable() {
        Long sum = jdbc.queryForObject("select coalesce(sum(unreadable), 0) from progress", Long.class);
        return sum == null ? 0 : sum;
    }

    /** @param unreadable how many more */
    void copied(TopicPartition partition, long next, long unreadable) {
        Upsert.add(
                jdbc,
                "update progress set next_offset = ?, unreadable = unreadable + ? where topic = ? and part = ?",
                "insert into progress (next_offset, unreadable, topic, part) values (?, ?, ?, ?)",
                next,
                unreadable,
                partition.topic(),
                partition.partition());
    }
}
