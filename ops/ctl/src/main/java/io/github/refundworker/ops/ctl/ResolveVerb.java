package io.github.refundworker.ops.ctl;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.ops.review.InputsLog;
import io.github.refundworker.ops.review.Refunds;
import io.github.refundworker.ops.terminal.Ranges;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what became of a refund, or has the provider asked once more. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description = "Says what became of a refund that waits for a person, as the provider's dashboard or its support"
                + " shows it, or has the provider asked once more. The worker refuses it (exit code 4) if the refund is at"
                + " another revision than you saw. Later answers of the provider still count; one that contradicts you"
                + " is reported, and resolving the refund again accepts it.")
final class ResolveVerb implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The refund's id.", converter = ReviewCommand.ARefundId.class)
    private @Nullable RefundId id;

    @ArgGroup(multiplicity = "1")
    private As as = new As();

    static final class As {
        @Option(names = "--succeeded", required = true, description = "The provider paid it.")
        private boolean succeeded;

        @Option(names = "--failed", required = true, description = "The provider did not pay it, and will not.")
        private boolean failed;

        @Option(names = "--look-up", required = true, description = "Ask the provider again.")
        private boolean lookUp;
    }

    @Option(
            names = "--provider-refund-id",
            paramLabel = "ID",
            description = "The provider's id of what it paid. Needed with --succeeded, unless the refund has one.")
    private @Nullable String providerRefundId;

    @Option(
            names = "--revision",
            required = true,
            paramLabel = "N",
            converter = Ranges.Revision.class,
            description = "The refund's revision that you saw, as list and show print it.")
    private int revision;

    @Mixin
    private OperatorVerb verb = new OperatorVerb();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        RefundId wanted = Objects.requireNonNull(id);
        if (providerRefundId != null && !as.succeeded) {
            throw new ParameterException(spec.commandLine(), "--provider-refund-id goes with --succeeded");
        }
        try (InputsLog inputs = verb.inputs()) {
            List<Refund> found = Refunds.find(verb.cluster(), wanted, inputs.partitions());
            if (found.isEmpty()) {
                return ReviewCommand.unknown(wanted);
            }
            Refund seen = found.getLast();
            if (as.succeeded && providerRefundId == null && seen.providerRefundId() == null) {
                throw new ParameterException(
                        spec.commandLine(), "--succeeded needs --provider-refund-id, as the refund has none yet");
            }
            return decide(inputs, wanted, seen);
        }
    }

    private int decide(InputsLog inputs, RefundId wanted, Refund seen) throws IOException, InterruptedException {
        String target = ReviewCommand.targetOf(wanted);
        String what = as.lookUp ? "look up again" : as.succeeded ? "succeeded" : "failed";
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("decision", what);
        details.put("revision", revision);
        details.put("chargeId", seen.chargeId());
        if (providerRefundId != null) {
            details.put("providerRefundId", providerRefundId);
        }
        String told = what + ", at revision " + revision;
        return as.lookUp
                ? verb.decide(
                        inputs,
                        "review.look-up",
                        target,
                        told,
                        details,
                        resolver -> resolver.lookUp(seen, new OperatorDecision.LookUpAgain(wanted, revision)))
                : verb.decide(
                        inputs,
                        "review.resolve",
                        target,
                        told,
                        details,
                        resolver -> resolver.resolve(
                                seen, new OperatorDecision.Resolve(wanted, revision, as.succeeded, providerRefundId)));
    }
}
