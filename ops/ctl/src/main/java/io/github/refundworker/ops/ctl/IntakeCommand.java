package io.github.refundworker.ops.ctl;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditLog;
import io.github.refundworker.ops.audit.AuditedAction;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.StepOver;
import io.github.refundworker.ops.ctl.options.Accountable;
import io.github.refundworker.ops.ctl.options.ClusterOptions;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verbs for the step that reads requests. */
@Command(
        name = "intake",
        mixinStandardHelpOptions = true,
        description = "Lets intake go on where a record ends every process that reads it.",
        subcommands = IntakeCommand.StepOverVerb.class)
final class IntakeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "step-over?");
    }

    /** Moves intake behind a record that it cannot survive. */
    @Command(
            name = "step-over",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description =
                    "Lets intake go on behind one record, which it then never reads: a request in it gets no answer."
                            + " The record stays on its topic until its retention ends. Records before it that intake has not"
                            + " committed are written again to the end of the topic. Without --confirm it only says what it would"
                            + " do. Every process with the role intake must be stopped.")
    static final class StepOverVerb implements Callable<Integer> {

        @Option(
                names = "--upstream",
                paramLabel = "NAME",
                description = "The upstream system whose own requests topic it is, one of refunds.topics.upstreams."
                        + " Default: refund-requests.")
        private @Nullable String upstream;

        @Option(
                names = "--partition",
                required = true,
                paramLabel = "N",
                converter = Ranges.Partition.class,
                description = "The record's partition.")
        private int partition;

        @Option(
                names = "--offset",
                required = true,
                paramLabel = "N",
                converter = Ranges.Offset.class,
                description = "The record's offset.")
        private long offset;

        @Option(
                names = "--count",
                paramLabel = "N",
                defaultValue = "1",
                converter = Ranges.Count.class,
                description =
                        "How many records from there on: a producer's batch is unpacked together, so one that holds"
                                + " the record and others behind it has to be stepped over whole. Default: 1.")
        private int count = 1;

        @Option(
                names = "--confirm",
                paramLabel = "TOPIC",
                description = "The name of the requests topic: it is meant. Without it nothing is changed.")
        private @Nullable String confirm;

        @Mixin
        private Accountable accountable = new Accountable();

        @Mixin
        private ClusterOptions options = new ClusterOptions();

        @Override
        public Integer call() throws IOException {
            String why = accountable.why();
            Cluster cluster = options.cluster();
            TopicNames names = cluster.names();
            String topic = upstream == null ? names.requests() : names.requests(upstream);
            if (confirm != null && !confirm.equals(topic)) {
                Printer.say("'" + confirm + "' is not the topic, which is " + topic);
                return ExitCodes.REFUSED;
            }
            TopicPartition place = new TopicPartition(topic, partition);
            StepOver step = new StepOver(cluster, names.intakeGroup(topic), place, offset, count);
            try {
                StepOver.Plan plan = step.plan();
                return confirm == null || accountable.isDryRun()
                        ? told(place, plan, why)
                        : done(cluster, place, step, plan);
            } catch (StepOver.ImpossibleException e) {
                Printer.say(String.valueOf(e.getMessage()));
                return ExitCodes.REFUSED;
            }
        }

        private int told(TopicPartition place, StepOver.Plan plan, String why) {
            if (options.json()) {
                Printer.json(details(plan));
                return ExitCodes.OK;
            }
            Printer.line("would let intake go on at " + place + " offset " + plan.next() + ", by " + accountable.actor()
                    + " because " + why);
            Printer.line("would write " + plan.before().size() + " records before it again; --confirm=" + place.topic()
                    + " does it");
            return ExitCodes.OK;
        }

        private int done(Cluster cluster, TopicPartition place, StepOver step, StepOver.Plan plan) {
            AuditedAction audited = accountable.action("intake.step-over", place + " offset " + offset);
            try (AuditLog log = new AuditLog(cluster.access(), cluster.names())) {
                log.intent(audited, details(plan));
                try {
                    step.carryOut(plan, accountable.actor());
                } catch (RuntimeException e) {
                    log.outcome(audited, AuditEntry.Result.FAILED, Map.of("reason", String.valueOf(e.getMessage())));
                    throw e;
                }
                log.outcome(audited, AuditEntry.Result.DONE, details(plan));
            }
            if (options.json()) {
                Printer.json(details(plan));
            } else {
                Printer.line("intake goes on at " + place + " offset " + plan.next() + "; "
                        + plan.before().size() + " records before it were written again");
            }
            return ExitCodes.OK;
        }

        private Map<String, Object> details(StepOver.Plan plan) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("partition", partition);
            details.put("offset", offset);
            details.put("count", count);
            details.put("writtenAgain", plan.before().size());
            details.put("goesOnAt", plan.next());
            return details;
        }
    }
}
