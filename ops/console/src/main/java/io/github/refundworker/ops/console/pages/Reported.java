package io.github.refundworker.ops.console.pages;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditLog;
import io.github.refundworker.ops.audit.AuditedAction;
import io.github.refundworker.ops.client.KafkaAccess;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows something only after the audit log says so: who, what and why. */
@Component
class Reported {

    private final KafkaAccess access;
    private final TopicNames names;

    Reported(KafkaAccess access, TopicNames names) {
        this.access = access;
        this.names = names;
    }

    <T> T during(
            String actor,
            String action,
            String target,
            @Nullable String why,
            Map<String, Object> details,
            Supplier<T> showing) {
        AuditedAction audited = AuditedAction.of(actor, action, target, why);
        try (AuditLog audit = new AuditLog(access, names)) {
            audit.intent(audited, details);
            try {
                T shown = showing.get();
                audit.outcome(audited, AuditEntry.Result.DONE, Map.of());
                return shown;
            } catch (RuntimeException e) {
                audit.outcome(audited, AuditEntry.Result.FAILED, Map.of("failure", String.valueOf(e.getMessage())));
                throw e;
            }
        }
    }
}
