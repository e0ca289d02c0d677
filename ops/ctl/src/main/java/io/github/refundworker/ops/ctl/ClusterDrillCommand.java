package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.cluster.ClusterDrill;
import io.github.refundworker.ops.cluster.ClusterPlan;
import io.github.refundworker.ops.cluster.ClusterResult;
import io.github.refundworker.ops.cluster.Fault;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Kills brokers and workers of a cluster of its own, and looks whether anything was lost or doubled. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts three brokers, three workers and the provider simulator on this machine, sends requests"
                + " all the time, kills and pauses processes one act after the other, measures how long each fault is"
                + " felt, and compares the provider's ledger with every public record. Exit code 0 only if nothing is"
                + " wrong. Needs 3 GB of memory; all that it starts ends with it.")
final class ClusterDrillCommand implements Callable<Integer> {

    @Option(
            names = "--acts",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "Faults to inject. Default: each of them once.")
    private @Nullable Integer acts;

    @Option(
            names = "--seed",
            paramLabel = "S",
            converter = Ranges.Seed.class,
            description = "Of the acts, their order and their targets. Default: a new one, which is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            paramLabel = "FAULT",
            split = ",",
            converter = FaultOfLabel.class,
            description =
                    "Only these, separated by commas. Default: all but worker-paused-for-minutes, and clock-off only"
                            + " where libfaketime is installed; with --at-once, those that can come together. There are:"
                            + " ${COMPLETION-CANDIDATES}.",
            completionCandidates = Labels.class)
    private @Nullable List<Fault> faults;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            converter = Ranges.Count.class,
            defaultValue = "1",
            description =
                    "Faults that come at the same time: at most one of brokers, one of topics, one of the provider,"
                            + " and one of each worker. Some come only alone. Default: ${DEFAULT-VALUE}.")
    private int atOnce;

    @Option(
            names = "--split-roles",
            description = "Let one worker take requests in, one decide, and one call the provider. Default: each does"
                    + " all of it.")
    private boolean splitRoles;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = Ranges.PerSecond.class,
            defaultValue = "30",
            description = "Requests a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--first-port",
            paramLabel = "N",
            converter = Ranges.ClusterPortBase.class,
            defaultValue = "25000",
            description = "The first of thirty-nine free ports in a row. Default: ${DEFAULT-VALUE}.")
    private int firstPort;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    /** What {@code --json} prints of a dry run. */
    record WouldDo(List<String> acts) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Fault> chosen = faults != null ? faults : atOnce > 1 ? Fault.together() : Fault.usual();
        ClusterPlan plan = ClusterPlan.faults(
                acts == null ? chosen.size() : acts,
                seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed,
                rate,
                chosen,
                atOnce,
                splitRoles);
        ClusterDrill drill = new ClusterDrill(plan, firstPort, Installation.here(), Printer::say);
        if (dryRun) {
            if (json) {
                Printer.json(new WouldDo(drill.acts()));
            } else {
                drill.acts().forEach(Printer::line);
            }
            return ExitCodes.OK;
        }
        ClusterResult result = drill.run();
        if (json) {
            Printer.json(result);
        } else {
            print(result);
        }
        return result.violations() == 0 ? ExitCodes.OK : ExitCodes.PARTLY;
    }

    static void print(ClusterResult result) {
        Printer.line(result.acts() + " acts, seed " + result.seed() + ": " + result.requests() + " requests by "
                + result.client() + ", " + result.ledgerRefunds() + " refunds in the ledger, " + result.violations()
                + " violations; the slowest refund took " + result.slowest() + " s");
        Printer.line("  the longest times from the beginning of a fault, in seconds");
        Printer.line(row("fault", "acts", "let go", "first", "all parts", "caught up", "unready", "ready"));
        result.recovery()
                .forEach((fault, times) -> Printer.line(row(
                        fault,
                        times.acts(),
                        times.healed(),
                        times.first(),
                        times.allPartitions(),
                        times.caughtUp(),
                        times.unready() == null ? "never" : times.unready(),
                        times.ready())));
        result.findings().forEach(finding -> Printer.line("    " + finding));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "  %-20s %5s %9s %9s %9s %9s %9s %9s", cells);
    }

    /** For the help, and for completion. */
    static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Fault.all().stream().map(Fault::label).iterator();
        }
    }

    /** By the name that the JSON has too. */
    static final class FaultOfLabel implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String label) {
            return Fault.of(label).orElseThrow(() -> new TypeConversionException("there is no fault '" + label + "'"));
        }
    }
}
