package io.github.refundworker.ops.drill;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.client.TopicFeed;
import io.github.refundworker.ops.ledger.LedgerCheck;
import io.github.refundworker.ops.stack.Chaos;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Puts load on a running stack, measures from request to final status, then compares the ledger with the statuses. */
public final class LoadDrill {

    /** Hears how far the drill is; called a few times a second. */
    public interface Progress {

        /** @param ended requests of the measured phase with a final answer */
        void at(String phase, int ended, int of);
    }

    /** Without any answer for this long, the rest is lost. Longer than a worker's restart takes. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private final JsonHttp http;
    private final StackAddress stack;
    private final LoadPlan plan;
    private final Progress progress;
    private final Duration silence;
    private final LedgerCheck check = new LedgerCheck();
    private final String run = "drill-" + Long.toString(System.currentTimeMillis(), 36) + "-";

    public LoadDrill(JsonHttp http, StackAddress stack, LoadPlan plan, Progress progress) {
        this(http, stack, plan, progress, SILENCE);
    }

    LoadDrill(JsonHttp http, StackAddress stack, LoadPlan plan, Progress progress, Duration silence) {
        this.silence = silence;
        this.http = http;
        this.stack = stack;
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Runs the whole drill.
     *
     * @throws IOException if the provider's side of the stack does not answer
     */
    public LoadResult run() throws IOException, InterruptedException {
        ProviderClient provider = ProviderClient.of(http, stack);
        try (Mischief _ = Mischief.begin(provider, plan)) {
            Phase warmup = phase("w", plan.warmup(), Math.min(plan.charges(), Math.max(1, plan.warmup())));
            Phase measured = phase("m", plan.count(), plan.charges());
            try (RequestPump pump = new RequestPump(stack.bootstrap(), plan.rate())) {
                return measure(provider, pump, warmup, measured);
            }
        }
    }

    private Phase phase(String letter, int count, int charges) {
        DrillNames names = new DrillNames(run + letter);
        ChargePicker picker = new ChargePicker(charges, plan.skew(), plan.seed());
        for (int charge = 0; charge < charges; charge++) {
            check.charge(names.chargeId(charge), new BigDecimal(RequestBytes.CAPTURED));
        }
        return new Phase(count, names, picker, plan.outstanding(), check);
    }

    private LoadResult measure(ProviderClient provider, RequestPump pump, Phase warmup, Phase measured)
            throws IOException, InterruptedException {
        createCharges(provider, warmup, measured);
        // With much traffic fewer, larger fetches leave more of the machine to what is measured.
        Map<String, String> fetching = plan.rate() == 0
                ? Map.of("fetch.min.bytes", "65536", "fetch.max.wait.ms", "20")
                : Map.of("fetch.min.bytes", "1");
        ProviderClient.Stats beginning = provider.stats();
        ProviderClient.Stats before;
        ProviderClient.Stats after;
        Sampler sampler;
        long start;
        try (TopicFeed feed = new TopicFeed(
                KafkaAccess.of(stack.bootstrap()),
                List.of(Topics.REFUND_STATUS),
                TopicFeed.From.END,
                fetching,
                message -> {
                    long now = System.nanoTime();
                    warmup.message(message, now);
                    measured.message(message, now);
                })) {
            if (warmup.count() > 0) {
                pump.send(warmup, bytes(provider, warmup), 0);
                awaitAnswers("warm-up", warmup);
            }
            before = provider.stats();
            sampler = new Sampler(provider, new WorkerProbe(http, stack.managementUri()), measured, progress);
            try (sampler) {
                sampler.start();
                start = pump.send(measured, bytes(provider, measured), plan.rate());
                awaitAnswers("measuring", measured);
            }
            after = provider.stats();
        }
        provider.ledger(entry -> {
            if (entry.chargeId().startsWith(run)) {
                check.paid(entry);
            }
        });
        LedgerCheck.Result verdict = check.result((long) unanswered(warmup) + unanswered(measured));
        long storedErrors = after.faultsOf(Chaos.STORED_ERROR) - beginning.faultsOf(Chaos.STORED_ERROR);
        return result(measured, start, before, after, sampler, verdict, storedErrors);
    }

    private static int unanswered(Phase phase) {
        return phase.count() - phase.answered();
    }

    private static RequestBytes bytes(ProviderClient provider, Phase phase) {
        return new RequestBytes(phase.names(), provider.isInProcess());
    }

    private void createCharges(ProviderClient provider, Phase warmup, Phase measured) throws IOException {
        DrillCharges charges = new DrillCharges(provider, progress);
        if (warmup.count() > 0) {
            charges.create(warmup.names(), Math.min(plan.charges(), warmup.count()));
        }
        charges.create(measured.names(), plan.charges());
    }

    private void awaitAnswers(String what, Phase phase) throws InterruptedException {
        int seen = -1;
        long silentSince = System.nanoTime();
        while (phase.answered() < phase.count() && System.nanoTime() - silentSince < silence.toNanos()) {
            int answered = phase.answered();
            if (answered != seen) {
                seen = answered;
                silentSince = System.nanoTime();
            }
            progress.at(what, answered, phase.count());
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private LoadResult result(
            Phase measured,
            long start,
            ProviderClient.Stats before,
            ProviderClient.Stats after,
            Sampler sampler,
            LedgerCheck.Result verdict,
            long storedErrors) {
        double seconds = Math.max(1, measured.lastEndNanos() - start) / 1e9;
        Histogram micros = measured.micros();
        WorkerProbe.Memory memory = sampler.memory();
        long inFlight = after.maxInFlight() > before.maxInFlight() ? after.maxInFlight() : sampler.maxInFlight();
        return new LoadResult(
                plan.count(),
                plan.rate(),
                rounded(seconds),
                rounded(measured.ended() / seconds),
                millis(micros, 50),
                millis(micros, 95),
                millis(micros, 99),
                rounded(micros.getMaxValue() / 1e3),
                after.calls() - before.calls(),
                inFlight,
                measured.accepted(),
                measured.rejected(),
                plan.warmup(),
                memory.heapUsed(),
                memory.heapMax(),
                memory.resident(),
                verdict.ledgerRefunds(),
                verdict.doubleRefunds(),
                verdict.lost(),
                verdict.mismatches(),
                verdict.review(),
                storedErrors,
                verdict.findings());
    }

    private static double millis(Histogram micros, double percentile) {
        return rounded(micros.getValueAtPercentile(percentile) / 1e3);
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
