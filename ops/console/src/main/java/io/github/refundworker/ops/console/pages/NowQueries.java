package io.github.refundworker.ops.console.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what happens now. */
@Component
public class NowQueries {

    private static final Duration WINDOW = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final LetterQueries letters;
    private final RefundQueries refunds;

    NowQueries(JdbcClient jdbc, LetterQueries letters, RefundQueries refunds) {
        this.jdbc = jdbc;
        this.letters = letters;
        this.refunds = refunds;
    }

    /** One minute of answers. */
    public record Minute(Instant at, long accepted, long rejected, long repeated) {}

    /** How many requests were rejected with a code. */
    public record Rejections(String code, long lastHour, long lastDay) {}

    /**
     * The page.
     *
     * @param minutes of the last hour, the oldest first; the last one is not over
     * @param waiting refunds that wait for a person
     */
    public record Now(
            Instant at,
            List<Minute> minutes,
            List<Rejections> rejections,
            List<Money> money,
            Optional<Refund> oldestPending,
            long waiting,
            long openLetters) {

        public long accepted() {
            return minutes.stream().mapToLong(Minute::accepted).sum();
        }

        public long rejected() {
            return minutes.stream().mapToLong(Minute::rejected).sum();
        }

        public long repeated() {
            return minutes.stream().mapToLong(Minute::repeated).sum();
        }

        public long count(String status) {
            return money.stream()
                    .filter(sum -> sum.status().equals(status))
                    .mapToLong(Money::refunds)
                    .sum();
        }

        /** The highest bar of the plot. */
        public long most() {
            return minutes.stream()
                    .mapToLong(minute -> minute.accepted + minute.rejected)
                    .max()
                    .orElse(0);
        }
    }

    Now now(Instant now) {
        return new Now(
                now,
                minutes(now),
                rejections(now),
                refunds.totals(RefundFilter.of(Map.of()), true).sums(),
                jdbc.sql("select * from refund where status = 'PENDING' order by status, created_at, id limit 1")
                        .query(RefundQueries::refund)
                        .optional(),
                jdbc.sql("""
                        select coalesce(sum(refunds), 0) from total
                        where code in ('NEEDS_REVIEW', 'OPERATOR_CONTRADICTED') and status <> 'REJECTED'""").query(Long.class).single(),
                letters.open());
    }

    private List<Minute> minutes(Instant now) {
        Instant last = now.truncatedTo(ChronoUnit.MINUTES);
        Instant first = last.minus(WINDOW).plus(1, ChronoUnit.MINUTES);
        Map<Instant, Map<String, Long>> counts = new HashMap<>();
        jdbc.sql("select minute_at, answer, sum(requests) as requests from flow where minute_at >= :first"
                        + " group by minute_at, answer")
                .param("first", first.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    counts.computeIfAbsent(RefundQueries.instant(row, "minute_at"), minute -> new HashMap<>())
                            .put(row.getString("answer"), row.getLong("requests"));
                });
        List<Minute> minutes = new ArrayList<>();
        for (Instant at = first; !at.isAfter(last); at = at.plus(1, ChronoUnit.MINUTES)) {
            Map<String, Long> count = counts.getOrDefault(at, Map.of());
            minutes.add(new Minute(
                    at,
                    count.getOrDefault("accepted", 0L),
                    count.getOrDefault("rejected", 0L),
                    count.getOrDefault("repeated", 0L)));
        }
        return minutes;
    }

    private List<Rejections> rejections(Instant now) {
        return jdbc.sql("""
                select code, sum(case when minute_at >= :hour then requests else 0 end) as last_hour,
                  sum(requests) as last_day
                from flow where answer = 'rejected' and minute_at >= :day group by code order by last_day desc, code""")
                .param("hour", now.minus(WINDOW).atOffset(ZoneOffset.UTC))
                .param("day", now.minus(1, ChronoUnit.DAYS).atOffset(ZoneOffset.UTC))
                .query((row, number) ->
                        new Rejections(row.getString("code"), row.getLong("last_hour"), row.getLong("last_day")))
                .list();
    }
}
