package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.bench.Contender;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.client.TopicFeed;
import io.github.refundworker.ops.ledger.LedgerCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Sends the same requests to several contenders on one broker, in turns, and prints their results. */
public final class SideBySide {

    private static final int OUTSTANDING = 10_000;

    private final String bootstrap;
    private final int count;
    private final int rate;
    private final int rounds;
    private final String run = "bench-" + Long.toString(System.currentTimeMillis(), 36) + "-";
    private int phases;

    private SideBySide(String bootstrap, int count, int rate, int rounds) {
        this.bootstrap = bootstrap;
        this.count = count;
        this.rate = rate;
        this.rounds = rounds;
    }

    /**
     * What a contender reached, the median of the rounds.
     *
     * @param throughput refunds a second as fast as it goes
     * @param p50 milliseconds from request to final status at the rate, and so {@code p99}
     */
    private record Figures(double throughput, double p50, double p99) {}

    /** @param args where the broker is; requests, requests a second, rounds, how many milliseconds a provider call takes */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (JsonHttp http = new JsonHttp()) {
            ProviderClient.of(http, StackAddress.ofBroker(args[0])).latency(Long.parseLong(args[4]));
        }
        new SideBySide(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3])).run();
    }

    private void run() throws InterruptedException {
        List<Contender> contenders = List.of(Contender.WORKER, Contender.LISTENER, Contender.PASS_THROUGH);
        Map<Contender, List<Figures>> all = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            all.put(contender, new ArrayList<>());
            // Until its code is compiled; no figures.
            measure(contender, count, 0);
        }
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                Measured fast = measure(contender, count, 0);
                Measured steady = measure(contender, Math.max(1, Math.min(count, rate * 10)), rate);
                Histogram micros = steady.phase.micros();
                Objects.requireNonNull(all.get(contender))
                        .add(new Figures(
                                fast.perSecond(),
                                micros.getValueAtPercentile(50) / 1e3,
                                micros.getValueAtPercentile(99) / 1e3));
            }
        }
        print(all);
    }

    private record Measured(Phase phase, long start) {
        double perSecond() {
            return phase.count() / ((phase.lastEndNanos() - start) / 1e9);
        }
    }

    private Measured measure(Contender contender, int requests, int perSecond) throws InterruptedException {
        DrillNames names = new DrillNames(run + phases++ + "-");
        ChargePicker picker = new ChargePicker(requests, LoadPlan.Skew.UNIFORM, 1);
        Phase phase = new Phase(requests, names, picker, OUTSTANDING, new LedgerCheck());
        Map<String, String> fetching = perSecond == 0
                ? Map.of("fetch.min.bytes", "65536", "fetch.max.wait.ms", "20")
                : Map.of("fetch.min.bytes", "1");
        long start;
        try (TopicFeed feed = new TopicFeed(
                        KafkaAccess.of(bootstrap),
                        List.of(contender.statuses()),
                        TopicFeed.From.END,
                        fetching,
                        message -> phase.message(message, System.nanoTime()));
                RequestPump pump = new RequestPump(bootstrap, contender.requests(), perSecond)) {
            start = pump.send(phase, new RequestBytes(names, true), perSecond);
            long silentSince = System.nanoTime();
            int seen = -1;
            while (phase.answered() < requests) {
                if (phase.answered() != seen) {
                    seen = phase.answered();
                    silentSince = System.nanoTime();
                } else if (System.nanoTime() - silentSince > LoadDrill.SILENCE.toNanos()) {
                    throw new IllegalStateException(
                            contender.name() + " left " + (requests - seen) + " without an end");
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        return new Measured(phase, start);
    }

    private static double median(List<Figures> rounds, ToDoubleFunction<Figures> of) {
        double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void print(Map<Contender, List<Figures>> all) {
        Figures worker = medians(Objects.requireNonNull(all.get(Contender.WORKER)));
        System.out.printf("%-32s %12s %9s %9s   of the worker's%n", "", "refunds/s", "p50", "p99 at " + rate + "/s");
        all.forEach((contender, rounds) -> {
            Figures figures = medians(rounds);
            System.out.printf(
                    "%-32s %12.0f %6.1f ms %6.1f ms   %.2f x refunds/s, %.2f x p50, %.2f x p99%n",
                    contender.name(),
                    figures.throughput,
                    figures.p50,
                    figures.p99,
                    figures.throughput / worker.throughput,
                    figures.p50 / worker.p50,
                    figures.p99 / worker.p99);
        });
    }

    private static Figures medians(List<Figures> rounds) {
        return new Figures(
                median(rounds, Figures::throughput), median(rounds, Figures::p50), median(rounds, Figures::p99));
    }
}
