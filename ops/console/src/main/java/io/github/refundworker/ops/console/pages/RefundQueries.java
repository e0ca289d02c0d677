package io.github.refundworker.ops.console.pages;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Searches refunds. The order is that of their creation, so that rows which arrive never move a page. */
@Component
public class RefundQueries {

    /** So many rows are added up while a person waits. */
    static final int COUNTED = 10_000;

    /** An amount that fewer refunds than this have is found by its index, and in order of time otherwise. */
    private static final int FEW = 1_000;

    private static final String ANY_ID = """
            id in (select id from refund where id = :id
              union all select id from refund where charge_id = :id
              union all select id from refund where request_id = :id
              union all select id from refund where provider_refund_id = :id)""";

    private final JdbcClient jdbc;

    RefundQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A page of refunds, the newest first.
     *
     * @param next the place behind the last row; absent on the last page
     */
    public record Page(List<Refund> refunds, @Nullable String next) {}

    /**
     * Sums by currency and status.
     *
     * @param complete false if there are more refunds than were added up; the sums are then left out
     */
    public record Totals(List<Money> sums, long refunds, boolean complete) {}

    /** A condition and its values. */
    private record Where(String sql, Map<String, Object> values) {}

    Page page(RefundFilter filter, @Nullable Place after, int size) {
        Where where = where(filter);
        Map<String, Object> values = new LinkedHashMap<>(where.values);
        String sql = "select * from refund where " + where.sql;
        if (after != null) {
            sql += " and created_at <= :afterTime and (created_at < :afterTime or id < :afterId)";
            values.put("afterTime", after.time());
            values.put("afterId", after.id());
        }
        sql += " order by " + lead(filter) + "created_at desc, id desc limit " + (size + 1);
        List<Refund> rows =
                jdbc.sql(sql).params(values).query(RefundQueries::refund).list();
        boolean more = rows.size() > size;
        List<Refund> shown = more ? rows.subList(0, size) : rows;
        return new Page(shown, more ? Place.of(shown.getLast()).toString() : null);
    }

    Totals totals(RefundFilter filter, boolean all) {
        if (filter.isSummed()) {
            List<Money> sums = sums("total", where(filter), "sum(refunds)");
            return new Totals(sums, sums.stream().mapToLong(Money::refunds).sum(), true);
        }
        Where where = where(filter);
        if (!all) {
            Long counted = jdbc.sql("select count(*) from (select 1 from refund where " + where.sql + " limit "
                            + (COUNTED + 1) + ") as found")
                    .params(where.values)
                    .query(Long.class)
                    .single();
            if (counted > COUNTED) {
                return new Totals(List.of(), COUNTED, false);
            }
        }
        List<Money> sums = sums("refund", where, "count(*)");
        return new Totals(sums, sums.stream().mapToLong(Money::refunds).sum(), true);
    }

    private List<Money> sums(String table, Where where, String count) {
        return jdbc.sql("select currency, status, " + count + " as refunds, sum(amount) as amount from " + table
                        + " where " + where.sql + " group by currency, status having " + count
                        + " > 0 order by currency, status")
                .params(where.values)
                .query((row, number) -> new Money(
                        orEmpty(row.getString("currency")),
                        row.getString("status"),
                        row.getLong("refunds"),
                        orZero(row.getBigDecimal("amount"))))
                .list();
    }

    Optional<Refund> find(String id) {
        return jdbc.sql("select * from refund where id = :id")
                .param("id", id)
                .query(RefundQueries::refund)
                .optional();
    }

    List<Refund> ofCharge(String charge) {
        return jdbc.sql("select * from refund where charge_id = :charge order by created_at, id limit 500")
                .param("charge", charge)
                .query(RefundQueries::refund)
                .list();
    }

    /** Those that wait for a person: what contradicts a person first, then the longest waiting. */
    List<Refund> forPeople() {
        return jdbc.sql("""
                select * from refund where code in ('NEEDS_REVIEW', 'OPERATOR_CONTRADICTED') and status <> 'REJECTED'
                order by case code when 'OPERATOR_CONTRADICTED' then 0 else 1 end, changed_at, id limit 500""").query(RefundQueries::refund).list();
    }

    private Where where(RefundFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        Map<String, Object> values = new LinkedHashMap<>();
        for (String column : List.of("status", "currency", "code")) {
            if (!filter.get(column).isEmpty()) {
                conditions.add(column + " = :" + column);
                values.put(column, filter.get(column));
            }
        }
        condition(conditions, values, ANY_ID, "id", filter.id());
        condition(conditions, values, "created_at >= :from", "from", filter.from());
        condition(conditions, values, "created_at < :to", "to", filter.to());
        BigDecimal min = filter.min();
        BigDecimal max = filter.max();
        if (min != null || max != null) {
            String range = "amount between :min and :max";
            values.put("min", min == null ? BigDecimal.ZERO : min);
            values.put("max", max == null ? new BigDecimal("1e20") : max);
            conditions.add(
                    isRare(range, values)
                            ? "id in (select id from refund where " + range + " limit " + FEW + ")"
                            : range);
        }
        return new Where(String.join(" and ", conditions), values);
    }

    private static void condition(
            List<String> conditions, Map<String, Object> values, String sql, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(sql);
            values.put(name, value);
        }
    }

    /** Neither database can know whether the newest fifty are found sooner by time or by amount. */
    private boolean isRare(String range, Map<String, Object> values) {
        return jdbc.sql("select count(*) from (select 1 from refund where " + range + " limit " + FEW + ") as found")
                        .param("min", values.get("min"))
                        .param("max", values.get("max"))
                        .query(Long.class)
                        .single()
                < FEW;
    }

    /** The first column of the index to read in order. It is the same in all rows, so the order stays that of time. */
    private static String lead(RefundFilter filter) {
        for (String column : List.of("code", "status", "currency")) {
            if (!filter.get(column).isEmpty() && filter.id() == null) {
                return column + ", ";
            }
        }
        return "";
    }

    static Refund refund(ResultSet row, int number) throws SQLException {
        return new Refund(
                row.getString("id"),
                row.getString("charge_id"),
                row.getString("request_id"),
                row.getString("provider_refund_id"),
                row.getString("origin"),
                row.getLong("revision"),
                row.getString("status"),
                row.getString("code"),
                row.getString("description"),
                row.getString("currency"),
                row.getBigDecimal("amount"),
                row.getString("reason"),
                row.getString("note"),
                instant(row, "created_at"),
                instant(row, "changed_at"),
                row.getString("trace_id"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static BigDecimal orZero(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }
}
