package io.github.refundworker.ops.deadletter.desk;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who acts and why, for the audit log.
 *
 * @param more that the audit log keeps of the action: who approved it, for example
 */
public record Mandate(String actor, String why, Map<String, Object> more) {

    public Mandate {
        if (actor.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("who and why must be told");
        }
        more = Map.copyOf(more);
    }

    public Mandate(String actor, String why) {
        this(actor, why, Map.of());
    }

    /** The details of an action of this person. */
    Map<String, Object> with(Map<String, Object> details) {
        Map<String, Object> all = new LinkedHashMap<>(details);
        all.putAll(more);
        return all;
    }
}
