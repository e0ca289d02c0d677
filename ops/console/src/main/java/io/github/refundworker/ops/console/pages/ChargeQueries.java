package io.github.refundworker.ops.console.pages;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what is known of one charge. */
@Component
class ChargeQueries {

    private final JdbcClient jdbc;

    ChargeQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Charge> find(String id) {
        return jdbc.sql("select * from charge where id = :id")
                .param("id", id)
                .query((row, number) -> new Charge(
                        row.getString("id"),
                        row.getLong("revision"),
                        row.getString("currency"),
                        row.getBigDecimal("captured"),
                        row.getBigDecimal("refunded"),
                        row.getBigDecimal("pending"),
                        row.getBigDecimal("refundable"),
                        RefundQueries.instant(row, "updated_at")))
                .optional();
    }

    /** The events of a charge in their order; one partition has all of them. */
    List<Event> events(String charge) {
        return jdbc.sql("select * from event where charge_id = :charge order by part, event_offset limit 1000")
                .param("charge", charge)
                .query((row, number) -> new Event(
                        row.getInt("part"),
                        row.getLong("event_offset"),
                        row.getString("refund_id"),
                        row.getString("request_id"),
                        row.getString("type"),
                        row.getLong("revision"),
                        row.getString("status"),
                        row.getString("code"),
                        row.getString("description"),
                        row.getString("currency"),
                        row.getBigDecimal("amount"),
                        row.getString("provider_refund_id"),
                        RefundQueries.instant(row, "happened_at"),
                        row.getString("trace_id")))
                .list();
    }

    /** The events of one refund: its own, and those of its request. */
    List<Event> events(Refund refund) {
        return events(refund.chargeId()).stream()
                .filter(event -> refund.id().equals(event.refundId())
                        || refund.requestId() != null && Objects.equals(refund.requestId(), event.requestId()))
                .toList();
    }
}
