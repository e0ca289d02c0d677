package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.drill.LatencyDrill;
import io.github.refundworker.ops.drill.LatencyPlan;
import io.github.refundworker.ops.drill.LatencyResult;
import io.github.refundworker.ops.terminal.Bar;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows where a refund spends its time. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends refunds on a schedule and prints how long each hop took, from the append times of the"
                + " records: request, input, command, answer, final status; then the longest stalls with their hop,"
                + " and what the brokers' transaction log says. Exit code 0 only if every refund ended.")
final class LatencyDrillCommand extends DrillVerb<LatencyResult> {

    private static final int USUAL_WARMUP = 20_000;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = Ranges.Count.class,
            defaultValue = "6000",
            description = "Refunds to measure, each of a charge of its own. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = Ranges.PerSecond.class,
            defaultValue = "300",
            description = "Requests a second, sent on schedule. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            converter = Ranges.CountOrNone.class,
            defaultValue = "" + USUAL_WARMUP,
            description =
                    "Refunds before, as fast as it goes, and then up to 10 s at the rate. Default: ${DEFAULT-VALUE}.")
    private int warmup;

    @Option(
            names = "--stall",
            paramLabel = "MS",
            converter = Ranges.Millis.class,
            defaultValue = "85",
            description = "A hop that takes so long is listed as a stall. Default: ${DEFAULT-VALUE}.")
    private long stall;

    @Override
    Drill<LatencyResult> drill() {
        LatencyPlan plan = new LatencyPlan(count, rate, warmup, Duration.ofMillis(stall));
        return (http, stack) -> {
            try (Bar bar = new Bar()) {
                return new LatencyDrill(http, stack, plan, bar::at).run();
            }
        };
    }

    @Override
    boolean isRight(LatencyResult result) {
        return result.isComplete();
    }

    @Override
    void print(LatencyResult result) {
        Printer.line(result.ended() + " of " + result.count() + " refunds ended, at " + result.rate() + "/s");
        print("request → status", result.whole());
        result.hops().forEach(hop -> print("  " + hop.hop(), hop.times()));
        if (result.transactions() != null) {
            Printer.line("transactions        " + result.transactions().perSecond() + "/s, "
                    + result.transactions().empty() + " empty, "
                    + result.transactions().partitions() + " partitions each");
        }
        Printer.line("stalls              " + (result.stalls().isEmpty() ? "none" : "the longest, by time"));
        result.stalls()
                .forEach(wait -> Printer.line(String.format(
                        Locale.ROOT,
                        "  after %5.1f s  %-16s %5d ms, %d refunds",
                        wait.at() / 1e3,
                        wait.hop(),
                        wait.took(),
                        wait.refunds())));
    }

    private static void print(String what, LatencyResult.Times times) {
        Printer.line(String.format(
                Locale.ROOT,
                "%-20s p50 %d ms, p95 %d ms, p99 %d ms, max %d ms",
                what,
                times.p50(),
                times.p95(),
                times.p99(),
                times.max()));
    }
}
