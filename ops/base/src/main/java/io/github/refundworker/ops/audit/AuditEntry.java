package io.github.refundworker.ops.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record of the audit log, as in its JSON.
 *
 * @param id of this entry
 * @param at when it was written, by the writer's clock; the record's timestamp is the broker's
 * @param actionId shared by an intent and its outcome
 * @param result present only in an outcome
 * @param details further values: texts, numbers, truth values
 */
@JsonPropertyOrder({"id", "at", "actionId", "phase", "actor", "action", "target", "why", "result", "details"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEntry(
        String id,
        String at,
        String actionId,
        Phase phase,
        String actor,
        String action,
        String target,
        @Nullable String why,
        @Nullable Result result,
        Map<String, Object> details) {

    public AuditEntry {
        details = Map.copyOf(details);
    }

    public enum Phase {
        @JsonProperty("intent")
        INTENT,
        @JsonProperty("outcome")
        OUTCOME
    }

    public enum Result {
        @JsonProperty("done")
        DONE,
        @JsonProperty("partly")
        PARTLY,
        /** Refused by the worker, or by a safety limit of the tool. */
        @JsonProperty("refused")
        REFUSED,
        /** Failed, or its end is not known. */
        @JsonProperty("failed")
        FAILED
    }

    static AuditEntry intent(AuditedAction action, Map<String, Object> details) {
        return entry(action, Phase.INTENT, null, details);
    }

    static AuditEntry outcome(AuditedAction action, Result result, Map<String, Object> details) {
        return entry(action, Phase.OUTCOME, result, details);
    }

    private static AuditEntry entry(
            AuditedAction action, Phase phase, @Nullable Result result, Map<String, Object> details) {
        return new AuditEntry(
                UUID.randomUUID().toString(),
                Instant.now().toString(),
                action.id(),
                phase,
                action.actor(),
                action.action(),
                action.target(),
                action.why(),
                result,
                details);
    }
}
