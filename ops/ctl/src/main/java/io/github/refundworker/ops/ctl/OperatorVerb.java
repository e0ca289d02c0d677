package io.github.refundworker.ops.ctl;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.ctl.options.Accountable;
import io.github.refundworker.ops.ctl.options.ClusterOptions;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.review.Answer;
import io.github.refundworker.ops.review.AuditedDecision;
import io.github.refundworker.ops.review.InputsLog;
import io.github.refundworker.ops.review.Resolver;
import io.github.refundworker.ops.review.Verdict;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
        Resolver resolver = new Resolver(inputs, accountable.actor(), accountable.why(), wait);
        Verdict verdict =
                AuditedDecision.make(cluster, accountable.action(action, target), details, () -> step.with(resolver));
        print(target, verdict);
        return exitCode(verdict);
    }

    private void print(String target, Verdict verdict) {
        if (options.json()) {
            Map<String, Object> printed = new LinkedHashMap<>();
            printed.put("result", AuditedDecision.result(verdict));
            printed.put("target", target);
            printed.putAll(AuditedDecision.told(verdict));
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
