package io.github.refundworker.ops.deadletter.desk;

import io.github.refundworker.ops.audit.AuditEntry.Result;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.replay.Pace;
import io.github.refundworker.ops.deadletter.replay.Plan;
import io.github.refundworker.ops.deadletter.replay.ReplayOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Details of jobs for the audit log, besides actor, action and reason. */
final class AuditDetails {

    private AuditDetails() {}

    static Map<String, Object> of(Plan plan, ReplayOptions options, Job job) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("plan", plan.id());
        details.put("selection", plan.selection());
        details.put("letters", plan.letters().size());
        details.put("alreadyDone", job.dealtWith());
        details.put("rate", options.perSecond() == Pace.UNLIMITED ? "unlimited" : options.perSecond() + "/s");
        details.put("canary", options.canary());
        details.put("maxReplays", options.maxReplays());
        details.put("stopAfterRedeaths", options.stopAfterRedeaths());
        details.put("rekey", options.rekey());
        return details;
    }

    static Map<String, Object> of(Job job) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", job.status().name());
        details.put("replayed", job.replayed());
        details.put("parked", job.parked());
        details.put("discarded", job.discarded());
        details.put("skipped", job.skipped());
        details.put("diedAgain", job.diedAgain());
        if (job.note() != null) {
            details.put("note", job.note());
        }
        return details;
    }

    static Result result(Job job) {
        return switch (job.status()) {
            case DONE -> job.diedAgain() == 0 && job.skipped() == 0 ? Result.DONE : Result.PARTLY;
            case STOPPED -> Result.REFUSED;
            case RUNNING, INTERRUPTED, CANCELLED -> Result.PARTLY;
        };
    }
}
