package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.cluster.ClusterDrill;
import io.github.refundworker.ops.cluster.ClusterPlan;
import io.github.refundworker.ops.cluster.ClusterResult;
import io.github.refundworker.ops.cluster.PreviousRelease;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Upgrades a cluster of its own from another release under load, and goes back. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Starts three brokers, three workers of another release and the provider simulator on this machine,"
                        + " and sends requests all the time. Gives the topics the settings that this release needs, replaces the"
                        + " workers one after the other by workers of this release, then again by those of the other one, and"
                        + " compares the provider's ledger with every public record. Exit code 0 only if nothing is wrong. Needs 3"
                        + " GB of memory; all that it starts ends with it.")
final class UpgradeDrillCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            paramLabel = "RELEASE",
            required = true,
            description = "The other release: a tag or a commit, whose worker is built first in .local/releases; or a"
                    + " source tree with a built worker.")
    private String from = "";

    @Option(names = "--one-way", description = "Do not go back: the other release cannot read what this one stores.")
    private boolean oneWay;

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

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation here = Installation.here();
        Installation previous = dryRun ? here : PreviousRelease.of(from, here, Printer::say);
        ClusterPlan plan =
                ClusterPlan.upgrade(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), rate, previous, !oneWay);
        ClusterDrill drill = new ClusterDrill(plan, firstPort, here, Printer::say);
        if (dryRun) {
            if (json) {
                Printer.json(new ClusterDrillCommand.WouldDo(drill.acts()));
            } else {
                drill.acts().forEach(Printer::line);
            }
            return ExitCodes.OK;
        }
        ClusterResult result = drill.run();
        if (json) {
            Printer.json(result);
        } else {
            ClusterDrillCommand.print(result);
        }
        return result.violations() == 0 ? ExitCodes.OK : ExitCodes.PARTLY;
    }
}
