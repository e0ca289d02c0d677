package io.github.refundworker.ops.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An action of a person on a running installation.
 *
 * @param id the same in its intent and its outcome; a job that continues in another process keeps it
 * @param actor who acts; see {@link #here}
 * @param action the kind of action as dotted words: {@code review.resolve}
 * @param target a refund, a charge or a topic
 * @param why the reason in the actor's words; required for every change
 */
public record AuditedAction(
        String id,
        String actor,
        String action,
        String target,
        @Nullable String why) {

    public static AuditedAction of(String actor, String action, String target, @Nullable String why) {
        return new AuditedAction(UUID.randomUUID().toString(), actor, action, target, why);
    }

    /** The user of this process, for an actor that gives no other name. */
    public static String here() {
        return System.getProperty("user.name", "unknown");
    }
}
