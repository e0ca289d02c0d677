package io.github.refundworker.ops.console.feed;

import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.ops.client.JsonHttp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.JacksonException;

/** Copies the newest balance of each charge. */
final class BalanceCopier implements Copier {

    private static final String UPDATE = """
            update charge set revision = ?, currency = ?, captured = ?, refunded = ?, pending = ?, refundable = ?,
              updated_at = ? where id = ?""";
    private static final String INSERT = """
            insert into charge (revision, currency, captured, refunded, pending, refundable, updated_at, id)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final Map<String, Object[]> charges = new LinkedHashMap<>();

    BalanceCopier(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return true; // the worker takes no balance back
        }
        try {
            ChargeBalance balance = JsonHttp.MAPPER.readValue(record.value(), ChargeBalance.class);
            String id = String.valueOf(Columns.indexed(balance.chargeId()));
            charges.put(id, new Object[] {
                balance.revision(),
                Columns.indexed(balance.currencyCode()),
                Columns.amount(balance.capturedAmount()),
                Columns.amount(balance.refundedAmount()),
                Columns.amount(balance.pendingAmount()),
                Columns.amount(balance.refundableAmount()),
                Columns.time(balance.updatedDate(), record.timestamp()),
                id
            });
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    @Override
    public void write() {
        Upsert.all(jdbc, UPDATE, INSERT, List.copyOf(charges.values()));
    }
}
