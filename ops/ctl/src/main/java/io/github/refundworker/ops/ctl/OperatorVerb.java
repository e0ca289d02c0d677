package io.github.refundworker.ops.ctl;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditLog;
import io.github.refundworker.ops.audit.AuditedAction;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.ctl.options.Accountable;
import io.github.refundworker.ops.ctl.options.ClusterOptions;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.review.Answer;
import io.github.refundworker.ops.review.InputsLog;
import io.github.refundworker.ops.review.Resolver;
import io.github.refundworker.ops.review.Verdict;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The common part of verbs by which a person decides about a refund or a charge. */
final class OperatorVerb {

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "15",
            converter = Ranges.Seconds.class,
            description = "How long to wait for the worker, and for the provider. Default: ${DEFAULT-VALUE}.")
    private Duration wait = Duration.ZERO;

    @Mixin
    private Accountable accountable = new Accountable();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    interface Step {
        Verdict with(Resolver resolver) throws InterruptedException;
    }

    /** The log of a verb that has a reason; a reason that is missing is told before the brokers are asked. */
    InputsLog inputs() throws IOException {
        accountable.why();
        return new InputsLog(cluster());
    }

    Cluster cluster() throws IOException {
        return options.cluster();
    }

    /**
     * Has the step done, between an intent and an outcome in the audit log.
     *
     * @param what the decision in words
     */
    int decide(InputsLog inputs, String action, String target, String what, Map<String, Object> details, Step step)
            throws IOException, InterruptedException {
        Cluster cluster = cluster();
        if (accountable.isDryRun()) {
            Printer.say("would write to " + cluster.names().inputs() + ": " + target + ", " + what + ", by "
                    + accountable.actor() + " because " + accountable.why());
            return ExitCodes.OK;
        }
        AuditedAction audited = accountable.action(action, target);
        Resolver resolver = new Resolver(inputs, accountable.actor(), accountable.why(), wait);
        try (AuditLog log = new AuditLog(cluster.access(), cluster.names())) {
            log.intent(audited, details);
            Verdict verdict;
            try {
                verdict = step.with(resolver);
            } catch (RuntimeException e) {
                log.outcome(audited, AuditEntry.Result.FAILED, Map.of("reason", String.valueOf(e.getMessage())));
                throw e;
            }
            log.outcome(audited, result(verdict), told(verdict));
            print(target, verdict);
            return exitCode(verdict);
        }
    }

    private static AuditEntry.Result result(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Taken taken -> AuditEntry.Result.DONE;
            case Verdict.Refused refused -> AuditEntry.Result.REFUSED;
            case Verdict.Open open -> AuditEntry.Result.FAILED;
        };
    }

    private static Map<String, Object> told(Verdict verdict) {
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

    private void print(String target, Verdict verdict) {
        if (options.json()) {
            Map<String, Object> printed = new LinkedHashMap<>();
            printed.put("result", result(verdict));
            printed.put("target", target);
            printed.putAll(told(verdict));
            Printer.json(printed);
            return;
        }
        switch (verdict) {
            case Verdict.Taken(var place, Answer answer, Refund refund) -> {
                if (answer != null) {
                    Printer.line("the provider: " + answer.text());
                }
                if (refund != null) {
                    Printer.line(ReviewCommand.line(refund));
                }
            }
            case Verdict.Refused(var place, String reason, Refund refund) ->
                Printer.say("the worker refused: " + target + ": " + reason);
            case Verdict.Open(var place, String reason) -> Printer.say(reason);
        }
    }

    private static int exitCode(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Taken(var place, Answer answer, var refund) ->
                answer == null
                        ? ExitCodes.OK
                        : switch (answer.kind()) {
                            case CLEAR -> ExitCodes.OK;
                            case NOTHING -> ExitCodes.NOTHING_MATCHED;
                            case UNCLEAR -> ExitCodes.PARTLY;
                        };
            case Verdict.Refused refused -> ExitCodes.REFUSED;
            case Verdict.Open open -> ExitCodes.PARTLY;
        };
    }
}
