package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.cluster.DisasterDrill;
import io.github.refundworker.ops.cluster.DisasterResult;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Loses a cluster of its own, and brings it back. */
@Command(
        name = "disaster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Starts a broker, a worker and the provider simulator on this machine, loses the broker's disk under"
                        + " load, restores an older copy of it, mends the gap as ops/docs/disaster.md says, and compares the"
                        + " provider's ledger with the statuses. Exit code 0 only if nothing is wrong; all that it starts ends with"
                        + " it.")
final class DisasterDrillCommand implements Callable<Integer> {

    @Option(
            names = "--requests",
            paramLabel = "N",
            converter = Ranges.Count.class,
            defaultValue = "400",
            description = "Of each kind: before a loss, after it, and under way. Default: ${DEFAULT-VALUE}.")
    private int requests;

    @Option(
            names = "--first-port",
            paramLabel = "N",
            converter = Ranges.PortBase.class,
            defaultValue = "25100",
            description = "The first of five free ports in a row. Default: ${DEFAULT-VALUE}.")
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
        if (dryRun) {
            String act = "the broker and its disk are lost, with " + requests + " refunds since the backup";
            if (json) {
                Printer.json(new WouldDo(List.of(act)));
            } else {
                Printer.line(act);
            }
            return ExitCodes.OK;
        }
        DisasterResult result = new DisasterDrill(Installation.here(), firstPort, requests, Printer::say).run();
        if (json) {
            Printer.json(result);
        } else {
            Printer.line(result.ledgerRefunds() + " refunds in the ledger: " + result.doubled() + " double, "
                    + result.lost() + " lost, " + result.wrong() + " wrong, " + result.review() + " in review");
            result.findings().forEach(finding -> Printer.line("  " + finding));
        }
        return result.isRight() ? ExitCodes.OK : ExitCodes.PARTLY;
    }
}
