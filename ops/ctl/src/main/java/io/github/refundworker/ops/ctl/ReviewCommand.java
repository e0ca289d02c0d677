package io.github.refundworker.ops.ctl;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.StatusInfo;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.ctl.options.ClusterOptions;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.review.InputsLog;
import io.github.refundworker.ops.review.Refunds;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Refunds that wait for a person. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description =
                "Lists, shows and resolves refunds that wait for a person: nobody could find out what became of them,"
                        + " or the provider contradicts what a person said.",
        subcommands = {ReviewCommand.ListVerb.class, ReviewCommand.Show.class, ResolveVerb.class})
final class ReviewCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "list, show or resolve?");
    }

    static String targetOf(RefundId id) {
        return "refund " + id;
    }

    static String line(Refund refund) {
        StatusInfo info = refund.statusInfo();
        return "%s  rev %d  %s  %s %s  %s%s"
                .formatted(
                        refund.id(),
                        refund.revision(),
                        refund.chargeId(),
                        refund.amount(),
                        refund.currencyCode(),
                        refund.status(),
                        info == null ? "" : " " + info.code() + ": " + info.description());
    }

    static int unknown(RefundId id) {
        Printer.say("no status event tells of refund " + id);
        return ExitCodes.NOTHING_MATCHED;
    }

    /** A refund's id as the events have it. */
    static final class ARefundId implements ITypeConverter<RefundId> {
        @Override
        public RefundId convert(String value) {
            try {
                return RefundId.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is no refund's id");
            }
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Lists refunds that wait for a person, the longest waiting first. Reads all of refund-status.")
    static final class ListVerb implements Callable<Integer> {

        @Mixin
        private Events events = new Events();

        @Mixin
        private ClusterOptions options = new ClusterOptions();

        @Override
        public Integer call() throws IOException {
            List<Refund> waiting = Refunds.forPeople(options.cluster()).stream()
                    .filter(refund -> events.isOfCharge(refund.chargeId()))
                    .limit(events.limit())
                    .toList();
            for (Refund refund : waiting) {
                if (options.json()) {
                    Printer.json(refund);
                } else {
                    Printer.line(line(refund) + "  since " + refund.updatedDate());
                }
            }
            if (waiting.isEmpty() && !options.json()) {
                Printer.say("nothing waits for a person");
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a refund, each of its revisions, and what people did about it.")
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "The refund's id.", converter = ARefundId.class)
        private @Nullable RefundId id;

        @Mixin
        private ClusterOptions options = new ClusterOptions();

        /** What {@code --json} prints. */
        record Printed(Refund refund, List<Refund> revisions, List<AuditEntry> audit) {}

        @Override
        public Integer call() throws IOException {
            RefundId wanted = Objects.requireNonNull(id);
            Cluster cluster = options.cluster();
            List<Refund> revisions;
            try (InputsLog inputs = new InputsLog(cluster)) {
                revisions = Refunds.find(cluster, wanted, inputs.partitions());
            }
            if (revisions.isEmpty()) {
                return unknown(wanted);
            }
            Refund latest = revisions.getLast();
            List<AuditEntry> audit = auditOf(cluster, wanted);
            if (options.json()) {
                Printer.json(new Printed(latest, revisions, audit));
                return ExitCodes.OK;
            }
            Printer.line(line(latest));
            Printer.line("  provider's id  " + orNone(latest.providerRefundId()));
            for (Refund revision : revisions) {
                StatusInfo info = revision.statusInfo();
                Printer.line("  " + revision.updatedDate() + "  rev " + revision.revision() + "  " + revision.status()
                        + (info == null ? "" : "  " + info.code() + ": " + info.description()));
            }
            for (AuditEntry entry : audit) {
                Printer.line("  " + entry.at() + "  " + entry.actor() + "  "
                        + entry.phase().name().toLowerCase(Locale.ROOT) + " " + entry.action()
                        + (entry.result() == null
                                ? ""
                                : " " + entry.result().name().toLowerCase(Locale.ROOT))
                        + "  " + orNone(entry.why()) + "  " + entry.details());
            }
            return ExitCodes.OK;
        }

        private static List<AuditEntry> auditOf(Cluster cluster, RefundId id) {
            List<AuditEntry> entries = new ArrayList<>();
            AuditReader.read(cluster.access(), cluster.names(), line -> {
                AuditEntry entry = line.entry();
                if (entry != null && entry.target().equals(targetOf(id))) {
                    entries.add(entry);
                }
            });
            return entries;
        }

        private static String orNone(@Nullable String text) {
            return text == null ? "-" : text;
        }
    }
}
