package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.drill.QueryDrill;
import io.github.refundworker.ops.drill.QueryPlan;
import io.github.refundworker.ops.drill.QueryResult;
import io.github.refundworker.ops.terminal.Bar;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a running local stack. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description =
                "Makes charges with a refund each, then asks about them while refunds flow; prints how long answers"
                        + " took. Every other question is about a refund of which an event has just been read. Exit code 0 only"
                        + " if every question was answered, and none with less than its event said.")
final class QueryDrillCommand extends DrillVerb<QueryResult> {

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = Ranges.PerSecond.class,
            defaultValue = "500",
            description = "Questions a second, on schedule; their time counts from it. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Ranges.Seconds.class,
            defaultValue = "20",
            description = "How long to measure. Default: ${DEFAULT-VALUE}.")
    private Duration seconds = Duration.ZERO;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            converter = Ranges.SecondsOrNone.class,
            defaultValue = "30",
            description =
                    "Seconds of the same before; a process never asked before compiles meanwhile. Default: ${DEFAULT-VALUE}.")
    private Duration warmup = Duration.ZERO;

    @Option(
            names = "--charges",
            paramLabel = "N",
            converter = Ranges.Count.class,
            defaultValue = "20000",
            description = "Charges to make first. Default: ${DEFAULT-VALUE}.")
    private int charges;

    @Option(
            names = "--refunds-rate",
            paramLabel = "R",
            converter = Ranges.PerSecond.class,
            defaultValue = "100",
            description = "Refunds a second meanwhile. Default: ${DEFAULT-VALUE}.")
    private int refundsRate;

    @Override
    Drill<QueryResult> drill() {
        QueryPlan plan = new QueryPlan(
                charges, rate, Math.toIntExact(seconds.toSeconds()), Math.toIntExact(warmup.toSeconds()), refundsRate);
        return (http, stack) -> {
            try (Bar bar = new Bar()) {
                return new QueryDrill(http, stack, plan, bar::at).run();
            }
        };
    }

    @Override
    boolean isRight(QueryResult result) {
        return result.isRight();
    }

    @Override
    void print(QueryResult result) {
        Printer.line(result.asked() + " questions at " + result.rate() + "/s with " + result.charges()
                + " charges in the store, while refunds came at " + result.refundsRate() + "/s");
        Printer.line("  question → answer  p50 " + result.p50() + " ms, p95 " + result.p95() + " ms, p99 "
                + result.p99() + " ms, max " + result.max() + " ms");
        Printer.line("  answers            " + result.statuses());
        Printer.line("  after an event     " + result.followed() + ", p99 " + result.followedP99() + " ms, behind it "
                + result.behind());
        Printer.line("  refunds meanwhile  " + result.refunds());
    }
}
