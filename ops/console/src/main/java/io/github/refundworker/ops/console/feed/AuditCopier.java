package io.github.refundworker.ops.console.feed;

import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.console.proposals.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Copies the audit log. */
final class AuditCopier implements Copier {

    private final JdbcTemplate jdbc;
    private final List<Object[]> entries = new ArrayList<>();
    private final List<Object[]> proposals = new ArrayList<>();
    private final List<Object[]> rulings = new ArrayList<>();

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
            details(entry)
        });
        Proposal proposal = Proposal.of(line);
        if (proposal != null) {
            proposals.add(row(proposal, details(entry)));
        }
        Proposal.Ruling ruling = Proposal.rulingIn(line);
        if (ruling != null) {
            rulings.add(new Object[] {
                ruling.kind().name(),
                Columns.text(ruling.by()),
                Columns.time(ruling.at()),
                Columns.text(ruling.why()),
                Columns.indexed(entry.actionId()),
                Columns.time(ruling.at())
            });
        }
        return true;
    }

    private static @Nullable String details(AuditEntry entry) {
        Map<String, Object> details = new TreeMap<>(entry.details());
        details.remove(Proposal.PLAN);
        return Columns.text(JsonHttp.MAPPER.writeValueAsString(details));
    }

    private static Object[] row(Proposal proposal, @Nullable String details) {
        return new Object[] {
            Columns.indexed(proposal.id()),
            proposal.offset(),
            Columns.time(proposal.at()),
            Columns.indexed(proposal.action()),
            Columns.indexed(proposal.target()),
            Columns.indexed(proposal.proposer()),
            Columns.indexed(proposal.subject()),
            Columns.text(proposal.why()),
            details,
            Columns.time(proposal.expires())
        };
    }

    @Override
    public void write() {
        jdbc.batchUpdate("""
                insert into audit (entry_offset, happened_at, action_id, phase, actor, action, target, why, result, details)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", entries);
        jdbc.batchUpdate("""
                insert into proposal (id, entry_offset, happened_at, action, target, proposer, subject, why, details,
                  expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", proposals);
        // In the order of the log: the first ruling in time is the one that counts.
        for (Object[] ruling : rulings) {
            jdbc.update("""
                    update proposal set ruling = ?, ruled_by = ?, ruled_at = ?, ruled_why = ?
                    where id = ? and ruling is null and expires_at >= ?""", ruling);
        }
    }
}
