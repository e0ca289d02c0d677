package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.drill.LoadDrill;
import io.github.refundworker.ops.drill.LoadPlan;
import io.github.refundworker.ops.drill.LoadResult;
import io.github.refundworker.ops.terminal.Bar;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts load on a running local stack. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Sends many requests, prints throughput and the time from request to final status, then"
                + " compares the provider's ledger with the statuses. Exit code 0 only if they agree and every"
                + " request became a refund.")
final class LoadDrillCommand extends DrillVerb<LoadResult> {

    private static final int USUAL_WARMUP = 20_000;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = Ranges.Count.class,
            defaultValue = "10000",
            description = "Requests to measure. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = Ranges.PerSecondOrUnlimited.class,
            defaultValue = "0",
            description = "Requests a second, sent on schedule whether or not answers keep up; latency counts from"
                    + " the schedule. 0 is as fast as it goes. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--charges",
            paramLabel = "C",
            converter = Ranges.Count.class,
            description = "Charges to spread the requests over. Default: one for each request.")
    private @Nullable Integer charges;

    @Option(
            names = "--skew",
            paramLabel = "KIND",
            defaultValue = "uniform",
            description = "uniform, or zipf: few charges get most of the requests, as far as a charge's limits"
                    + " allow. Default: ${DEFAULT-VALUE}.")
    private LoadPlan.Skew skew = LoadPlan.Skew.UNIFORM;

    @Option(
            names = "--provider-latency",
            paramLabel = "MS",
            converter = Ranges.Millis.class,
            description = "How long each provider call takes during the drill. Default: as it is.")
    private @Nullable Long providerLatency;

    @Option(
            names = "--chaos",
            description =
                    "Have the simulator lose 20 %% of its responses, reset 10 %% of connections and answer 5 %% of"
                            + " calls with 5xx, and worse, during the drill. For a stack that ops/demo --chaos started; another"
                            + " one takes its usual time, hours, between attempts.")
    private boolean chaos;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            converter = Ranges.CountOrNone.class,
            description = "Requests before the measurement, as fast as it goes. Default: 20000, or as many as are"
                    + " measured if that is fewer; none with --chaos.")
    private @Nullable Integer warmup;

    @Option(
            names = "--outstanding",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "Most requests without a final answer at once. Default: 10000 for --rate 0; else as many"
                    + " as the schedule brings in 60 s.")
    private @Nullable Integer outstanding;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = Ranges.Seed.class,
            defaultValue = "1",
            description = "Of the random choices. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    Drill<LoadResult> drill() {
        LoadPlan plan = new LoadPlan(
                count,
                rate,
                charges == null ? count : charges,
                skew,
                providerLatency,
                chaos,
                warmup == null ? usualWarmup() : warmup,
                outstanding == null ? usualOutstanding() : outstanding,
                seed);
        return (http, stack) -> {
            try (Bar bar = new Bar()) {
                return new LoadDrill(http, stack, plan, bar::at).run();
            }
        };
    }

    @Override
    boolean isRight(LoadResult result) {
        return result.agrees() && result.accepted() == result.count();
    }

    private int usualWarmup() {
        return chaos ? 0 : Math.min(count, USUAL_WARMUP);
    }

    private int usualOutstanding() {
        return rate <= 0 ? 10_000 : (int) Math.min(1_000_000, Math.max(10_000, rate * 60L));
    }

    @Override
    void print(LoadResult result) {
        String inTime = result.rate() == 0 ? "as fast as it goes" : "at " + result.rate() + "/s";
        Printer.line(result.count() + " requests " + inTime + " after " + result.warmup() + " to warm up, in "
                + result.seconds() + " s");
        Printer.line("  throughput       " + result.throughput() + " refunds/s");
        Printer.line("  request → final  p50 " + result.p50() + " ms, p95 " + result.p95() + " ms, p99 " + result.p99()
                + " ms, max " + result.max() + " ms");
        Printer.line("  provider         " + result.providerCalls() + " calls, at most "
                + result.providerCallsInFlight() + " in flight");
        Printer.line("  worker           heap " + mebi(result.workerHeapUsed()) + " of " + mebi(result.workerHeapMax())
                + ", resident " + mebi(result.workerRss()));
        Printer.line("  answers          " + result.accepted() + " accepted, rejected " + result.rejected());
        Printer.line("  ledger           " + result.ledgerRefunds() + " refunds: " + result.doubleRefunds()
                + " paid twice, " + result.lost() + " lost, " + result.mismatches() + " with a wrong status");
        if (result.review() > 0 || result.storedErrors() > 0) {
            Printer.line("  review           " + result.review() + " wait for a person; the provider stored "
                    + result.storedErrors() + " errors, which it repeats for ever");
        }
        result.findings().forEach(finding -> Printer.line("    " + finding));
    }

    private static String mebi(@Nullable Long value) {
        return value == null ? "unknown" : value + " MiB";
    }
}
