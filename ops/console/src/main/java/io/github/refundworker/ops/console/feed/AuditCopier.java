package io.github.refundworker.ops.console.feed;

import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.client.JsonHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.JdbcTemplate;

/** Copies the audit log. */
final class AuditCopier implements Copier {

    private final JdbcTemplate jdbc;
    private final List<Object[]> entries = new ArrayList<>();

    AuditCopier(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(ConsumerRecord<byte[], byte[]> record) {
        AuditReader.Line line = AuditReader.Line.of(record);
        AuditEntry entry = line.entry();
        if (entry == null) {
            return false;
        }
        entries.add(new Object[] {
            line.offset(),
            Columns.time(line.appended()),
            Columns.indexed(entry.actionId()),
            entry.phase().name().toLowerCase(Locale.ROOT),
            Columns.text(entry.actor()),
            Columns.indexed(entry.action()),
            Columns.text(entry.target()),
            Columns.text(entry.why()),
            entry.result() == null ? null : entry.result().name().toLowerCase(Locale.ROOT),
            Columns.text(JsonHttp.MAPPER.writeValueAsString(entry.details()))
        });
        return true;
    }

    @Override
    public void write() {
        jdbc.batchUpdate("""
                insert into audit (entry_offset, happened_at, action_id, phase, actor, action, target, why, result, details)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", entries);
    }
}
