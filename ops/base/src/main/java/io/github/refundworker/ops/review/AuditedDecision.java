package io.github.refundworker.ops.review;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditLog;
import io.github.refundworker.ops.audit.AuditedAction;
import io.github.refundworker.ops.client.Cluster;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a person's decision between an intent and an outcome in the audit log. */
public final class AuditedDecision {

    private AuditedDecision() {}

    /** Writes the decision, and waits for the worker's answer. */
    public interface Step {
        Verdict run() throws InterruptedException;
    }

    /** @param details of the intent */
    public static Verdict make(Cluster cluster, AuditedAction action, Map<String, Object> details, Step step)
            throws InterruptedException {
        try (AuditLog log = new AuditLog(cluster.access(), cluster.names())) {
            log.intent(action, details);
            Verdict verdict;
            try {
                verdict = step.run();
            } catch (RuntimeException e) {
                log.outcome(action, AuditEntry.Result.FAILED, Map.of("reason", String.valueOf(e.getMessage())));
                throw e;
            }
            log.outcome(action, result(verdict), told(verdict));
            return verdict;
        }
    }

    public static AuditEntry.Result result(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Taken taken -> AuditEntry.Result.DONE;
            case Verdict.Refused refused -> AuditEntry.Result.REFUSED;
            case Verdict.Open open -> AuditEntry.Result.FAILED;
        };
    }

    /** The details of an outcome. */
    public static Map<String, Object> told(Verdict verdict) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("partition", verdict.place().partition());
        details.put("offset", verdict.place().offset());
        switch (verdict) {
            case Verdict.Taken(var place, Answer answer, Refund refund) -> {
                if (answer != null) {
                    details.put("answer", answer.text());
                }
                addRefund(details, refund);
            }
            case Verdict.Refused(var place, String reason, Refund refund) -> {
                details.put("reason", reason);
                addRefund(details, refund);
            }
            case Verdict.Open(var place, String reason) -> details.put("reason", reason);
        }
        return details;
    }

    private static void addRefund(Map<String, Object> details, @Nullable Refund refund) {
        if (refund != null) {
            details.put("revision", refund.revision());
            details.put("status", refund.status().name());
        }
    }
}
