package io.github.refundworker.ops.console.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Reads the audit log. */
@Component
public class AuditQueries {

    /**
     * An action with its end.
     *
     * @param offset of its intent
     * @param endedBy who approved or rejected it, where one person proposed it
     * @param outcome absent while the end is not known
     */
    public record Action(
            long offset,
            Instant at,
            String actor,
            String action,
            String target,
            @Nullable String why,
            @Nullable String outcome,
            @Nullable String endedBy,
            @Nullable Instant endedAt,
            String details,
            @Nullable String result) {}

    private static final List<String> FIELDS = List.of("actor", "action", "target");

    private final JdbcClient jdbc;

    AuditQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The address of the page of the actions before this one. */
    public static String url(Map<String, String> filter, long before) {
        UriComponentsBuilder url = UriComponentsBuilder.fromPath("/audit").queryParam("before", before);
        FIELDS.forEach(field -> url.queryParam(field, "{" + field + "}"));
        Map<String, String> values = new LinkedHashMap<>();
        FIELDS.forEach(field -> values.put(field, filter.getOrDefault(field, "")));
        return url.encode().buildAndExpand(values).toUriString();
    }

    /**
     * Actions, the latest first.
     *
     * @param filter texts that actor, action and target have to contain
     * @param before the offset of an intent
     */
    List<Action> actions(Map<String, String> filter, @Nullable Long before, int size) {
        List<String> conditions = new ArrayList<>(List.of("intent.phase = 'intent'"));
        Map<String, Object> values = new LinkedHashMap<>();
        for (String column : FIELDS) {
            String text = filter.getOrDefault(column, "").strip();
            if (!text.isEmpty()) {
                conditions.add(
                        column.equals("actor")
                                ? "(position(:actor in intent.actor) > 0 or position(:actor in outcome.actor) > 0)"
                                : "position(:" + column + " in intent." + column + ") > 0");
                values.put(column, text);
            }
        }
        if (before != null) {
            conditions.add("intent.entry_offset < :before");
            values.put("before", before);
        }
        return actions(String.join(" and ", conditions), values, size);
    }

    /** What people did about a refund, a charge or a topic, the latest first. */
    List<Action> about(String target, int size) {
        return actions("intent.phase = 'intent' and intent.target = :target", Map.of("target", target), size);
    }

    private List<Action> actions(String where, Map<String, Object> values, int size) {
        return jdbc.sql("""
                select intent.*, outcome.result as outcome, outcome.actor as ended_by, outcome.happened_at as ended_at, outcome.details as ended_with
                from audit intent left join audit outcome
                  on outcome.action_id = intent.action_id and outcome.phase = 'outcome'
                    and outcome.entry_offset = (select min(entry_offset) from audit next
                      where next.action_id = intent.action_id and next.phase = 'outcome'
                        and next.entry_offset > intent.entry_offset)
                where %s order by intent.entry_offset desc limit %d""".formatted(where, size))
                .params(values)
                .query((row, number) -> new Action(
                        row.getLong("entry_offset"),
                        RefundQueries.instant(row, "happened_at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("why"),
                        row.getString("outcome"),
                        row.getString("ended_by"),
                        row.getString("outcome") == null ? null : RefundQueries.instant(row, "ended_at"),
                        row.getString("details"),
                        row.getString("ended_with")))
                .list();
    }
}
