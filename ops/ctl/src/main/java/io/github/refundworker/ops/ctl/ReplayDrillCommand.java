package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.drill.ReplayDrill;
import io.github.refundworker.ops.drill.ReplayPlan;
import io.github.refundworker.ops.drill.ReplayResult;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows that a replay is harmless. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Lets requests die of a wrong key, replays them in processes that are killed and interrupted while"
                        + " live requests arrive on the same charges, replays all of them once more, and compares the provider's"
                        + " ledger with the statuses. Exit code 0 only if they agree and the second replay changed nothing.")
final class ReplayDrillCommand extends DrillVerb<ReplayResult> {

    @Option(
            names = "--letters",
            paramLabel = "N",
            converter = Ranges.Count.class,
            defaultValue = "200",
            description = "Dead letters to make. Default: ${DEFAULT-VALUE}.")
    private int letters;

    @Option(
            names = "--charges",
            paramLabel = "C",
            converter = Ranges.Count.class,
            defaultValue = "20",
            description = "Charges to spread the requests over. Default: ${DEFAULT-VALUE}.")
    private int charges;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = Ranges.PerSecond.class,
            defaultValue = "50",
            description = "Letters a second of the first replay. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Override
    Drill<ReplayResult> drill() {
        ReplayPlan plan = new ReplayPlan(letters, charges, rate);
        return (http, stack) -> new ReplayDrill(http, stack, Refundctl.class, plan, step -> Printer.say(step)).run();
    }

    @Override
    boolean isRight(ReplayResult result) {
        return result.agrees();
    }

    @Override
    void print(ReplayResult result) {
        Printer.line(result.letters() + " letters replayed in " + result.seconds() + " s: killed after "
                + result.replayedWhenKilled() + ", interrupted after " + result.replayedWhenInterrupted() + ", with "
                + result.live() + " live requests on the same charges");
        Printer.line("  ledger           " + result.ledgerRefunds() + " refunds, " + result.ledgerRefundsAfterAnother()
                + " after all letters were replayed once more");
        Printer.line("                   " + result.doubleRefunds() + " paid twice, " + result.lost() + " lost, "
                + result.mismatches() + " with a wrong status");
        result.findings().forEach(finding -> Printer.line("    " + finding));
    }
}
