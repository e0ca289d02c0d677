package io.github.refundworker.ops.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person has done to a running installation.
 *
 * @param id the same in its intent and in its outcome; a job that goes on in another process keeps it
 * @param actor who; see {@link #here}
 * @param action what kind, as dotted words: {@code review.resolve}
 * @param target on what: a refund, a charge, a topic
 * @param why in the actor's words; required of whoever changes something
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

    /** Who this process runs as, for an actor that gives no other name. */
    public static String here() {
        return System.getProperty("user.name", "unknown");
    }
}
