package io.github.refundworker.ops.console.feed;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.Origin;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.ops.client.StatusEvents;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Copies the status topic: the present state of each refund, the story of each charge, and the sums of both. */
final class StatusCopier implements Copier {

    private static final String INSERT = """
            insert into refund (charge_id, request_id, provider_refund_id, origin, revision, status, code, description,
              currency, amount, reason, note, created_at, changed_at, trace_id, id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    /** What the first event said of charge, request and trace stays. */
    private static final String UPDATE = """
            update refund set provider_refund_id = ?, revision = ?, status = ?, code = ?, description = ?, currency = ?,
              amount = ?, reason = ?, note = ?, changed_at = ?
            where id = ?""";

    private static final String EVENT = """
            insert into event (part, event_offset, charge_id, refund_id, request_id, type, revision, status, code,
              description, currency, amount, provider_refund_id, happened_at, trace_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private record Sum(String currency, String status, String code) {}

    private record Counted(long refunds, BigDecimal amount) {
        Counted plus(Counted other) {
            return new Counted(refunds + other.refunds, amount.add(other.amount));
        }
    }

    private record Flow(Object minute, String answer, String code) {}

    private record Before(long revision, Sum sum, BigDecimal amount) {}

    private final JdbcTemplate jdbc;
    private final List<Object[]> events = new ArrayList<>();
    private final Map<String, RefundRow> refunds = new LinkedHashMap<>();
    private final Map<Flow, Long> flows = new HashMap<>();

    StatusCopier(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(ConsumerRecord<byte[], byte[]> record) {
        Optional<RefundEvent> event = StatusEvents.read(record);
        if (event.isEmpty()) {
            String type = StatusEvents.header(record, EventHeaders.TYPE);
            return type != null && EventTypes.recordOf(type).isEmpty();
        }
        StatusRecord envelope = StatusRecord.of(record);
        switch (event.get()) {
            case RefundCreated created -> {
                count(envelope, "accepted", "");
                refund("created", created.refund(), created.requestId(), created.origin(), envelope);
            }
            case RefundUpdated updated ->
                refund("updated", updated.refund(), updated.requestId(), updated.origin(), envelope);
            case RefundRejected rejected -> {
                RefundRow row = RefundRow.of(rejected, envelope);
                count(envelope, "rejected", orEmpty(row.code()));
                refunds.put(row.id(), row);
                event("rejected", row, envelope);
            }
            case RefundRepeated repeated -> {
                count(envelope, "repeated", "");
                repeated(repeated, envelope);
            }
        }
        return true;
    }

    private void refund(String type, Refund refund, @Nullable String requestId, Origin origin, StatusRecord envelope) {
        RefundRow row = RefundRow.of(refund, requestId, origin == Origin.REQUEST ? "request" : "provider", envelope);
        RefundRow earlier = refunds.get(row.id());
        if (earlier == null || earlier.revision() < row.revision()) {
            refunds.put(row.id(), row);
        }
        event(type, row, envelope);
    }

    /** The answer of another time: a part of the story, and no state. */
    private void repeated(RefundRepeated repeated, StatusRecord envelope) {
        Refund refund = repeated.refund();
        if (refund != null) {
            event("repeated", RefundRow.of(refund, repeated.requestId(), "request", envelope), envelope);
        } else if (repeated.error() != null) {
            RefundRejected as =
                    new RefundRejected(repeated.requestId(), repeated.chargeId(), repeated.error(), false, null);
            event("repeated", RefundRow.of(as, envelope), envelope);
        }
    }

    private void event(String type, RefundRow row, StatusRecord envelope) {
        events.add(new Object[] {
            envelope.partition(),
            envelope.offset(),
            row.chargeId(),
            row.id(),
            row.requestId(),
            type,
            row.revision(),
            row.status(),
            row.code(),
            row.description(),
            row.currency(),
            row.amount(),
            row.providerRefundId(),
            Columns.time(envelope.timestamp()),
            envelope.traceId()
        });
    }

    private void count(StatusRecord envelope, String answer, String code) {
        Object minute = Columns.time(envelope.timestamp()).truncatedTo(ChronoUnit.MINUTES);
        flows.merge(new Flow(minute, answer, code), 1L, Long::sum);
    }

    @Override
    public void write() {
        jdbc.batchUpdate(EVENT, events);
        writeRefunds();
        flows.forEach((flow, requests) -> Upsert.add(
                jdbc,
                "update flow set requests = requests + ? where minute_at = ? and answer = ? and code = ?",
                "insert into flow (requests, minute_at, answer, code) values (?, ?, ?, ?)",
                requests,
                flow.minute,
                flow.answer,
                flow.code));
    }

    private void writeRefunds() {
        Map<String, Before> before = before();
        Map<Sum, Counted> sums = new HashMap<>();
        List<Object[]> inserts = new ArrayList<>();
        List<Object[]> updates = new ArrayList<>();
        for (RefundRow row : refunds.values()) {
            Before old = before.get(row.id());
            if (old != null && old.revision >= row.revision()) {
                continue;
            }
            if (old == null) {
                inserts.add(insert(row));
            } else {
                updates.add(update(row));
                sums.merge(old.sum, new Counted(-1, old.amount.negate()), Counted::plus);
            }
            Sum sum = new Sum(orEmpty(row.currency()), row.status(), orEmpty(row.code()));
            sums.merge(sum, new Counted(1, row.amount() == null ? BigDecimal.ZERO : row.amount()), Counted::plus);
        }
        jdbc.batchUpdate(INSERT, inserts);
        jdbc.batchUpdate(UPDATE, updates);
        sums.forEach((sum, more) -> Upsert.add(
                jdbc,
                "update total set refunds = refunds + ?, amount = amount + ? where currency = ? and status = ? and code = ?",
                "insert into total (refunds, amount, currency, status, code) values (?, ?, ?, ?, ?)",
                more.refunds,
                more.amount,
                sum.currency,
                sum.status,
                sum.code));
    }

    private Map<String, Before> before() {
        Map<String, Before> before = new HashMap<>();
        jdbc.query(
                """
                select r.id, r.revision, r.currency, r.status, r.code, r.amount
                from unnest(?) as batch(id) join refund r on r.id = batch.id""",
                statement -> statement.setArray(
                        1,
                        statement
                                .getConnection()
                                .createArrayOf("varchar", refunds.keySet().toArray())),
                row -> {
                    BigDecimal amount = row.getBigDecimal("amount");
                    Sum sum = new Sum(
                            orEmpty(row.getString("currency")),
                            row.getString("status"),
                            orEmpty(row.getString("code")));
                    before.put(
                            row.getString("id"),
                            new Before(row.getLong("revision"), sum, amount == null ? BigDecimal.ZERO : amount));
                });
        return before;
    }

    private static Object[] insert(RefundRow row) {
        return new Object[] {
            row.chargeId(),
            row.requestId(),
            row.providerRefundId(),
            row.origin(),
            row.revision(),
            row.status(),
            row.code(),
            row.description(),
            row.currency(),
            row.amount(),
            row.reason(),
            row.note(),
            row.createdAt(),
            row.changedAt(),
            row.traceId(),
            row.id()
        };
    }

    private static Object[] update(RefundRow row) {
        return new Object[] {
            row.providerRefundId(),
            row.revision(),
            row.status(),
            row.code(),
            row.description(),
            row.currency(),
            row.amount(),
            row.reason(),
            row.note(),
            row.changedAt(),
            row.id()
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
