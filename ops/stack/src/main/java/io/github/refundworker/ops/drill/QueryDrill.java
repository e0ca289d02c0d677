package io.github.refundworker.ops.drill;

import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.ApiKey;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.client.TopicFeed;
import io.github.refundworker.ops.ledger.LedgerCheck;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Fills the store with charges, then queries the worker on a schedule while refunds are under way. Every second query
 * is about a refund whose event was just read. The answer must not be older than that event.
 */
public final class QueryDrill {

    /** Events that wait to be asked about; the newest are the harder questions, but any will do. */
    private static final int EVENTS = 1_000;

    /** Not so many that the questions wait for them. */
    private static final int OUTSTANDING = 10_000;

    private final JsonHttp http;
    private final StackAddress stack;
    private final QueryPlan plan;
    private final LoadDrill.Progress progress;
    private final String run = "query-" + Long.toString(System.currentTimeMillis(), 36) + "-";
    private final DrillNames madeNames = new DrillNames(run + "m");
    private final AtomicReferenceArray<@Nullable String> refundIds;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(EVENTS);
    private final SplittableRandom random = new SplittableRandom(1);

    private record Event(String refundId, long revision) {}

    public QueryDrill(JsonHttp http, StackAddress stack, QueryPlan plan, LoadDrill.Progress progress) {
        this.http = http;
        this.stack = stack;
        this.plan = plan;
        this.progress = progress;
        this.refundIds = new AtomicReferenceArray<>(plan.charges());
    }

    /** @throws IOException if the provider's side of the stack does not answer */
    public QueryResult run() throws IOException, InterruptedException {
        ProviderClient provider = ProviderClient.of(http, stack);
        Phase made = phase(madeNames, plan.charges());
        Phase flowing = phase(new DrillNames(run + "f"), plan.refunds());
        for (Phase phase : List.of(made, flowing)) {
            new DrillCharges(provider, progress).create(phase.names(), phase.count());
        }
        try (TopicFeed feed =
                        new TopicFeed(stack.bootstrap(), List.of(Topics.REFUND_STATUS), TopicFeed.From.END, message -> {
                            long now = System.nanoTime();
                            made.message(message, now);
                            flowing.message(message, now);
                            note(message, flowing.names());
                        });
                RequestPump pump = new RequestPump(stack.bootstrap(), 0);
                Questioner questioner = new Questioner(stack.workerUri(), ApiKey.of(stack))) {
            pump.send(made, new RequestBytes(made.names(), provider.isInProcess()), 0);
            awaitAnswers("charges", made);
            Thread flow = Thread.ofPlatform()
                    .start(() -> send(pump, flowing, new RequestBytes(flowing.names(), provider.isInProcess())));
            ask(questioner);
            questioner.finish();
            flow.join();
            awaitAnswers("refunds", flowing);
            return result(questioner, flowing);
        }
    }

    private static Phase phase(DrillNames names, int refunds) {
        return new Phase(
                refunds, names, new ChargePicker(refunds, LoadPlan.Skew.UNIFORM, 1), OUTSTANDING, new LedgerCheck());
    }

    private void send(RequestPump pump, Phase phase, RequestBytes bytes) {
        try {
            pump.send(phase, bytes, plan.refundsRate());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> message, DrillNames flowing) {
        byte[] value = message.value();
        StatusScan scan = value == null ? null : StatusScan.of(value);
        if (scan == null || scan.refundId() == null || scan.chargeId() == null) {
            return;
        }
        if (flowing.isChargeOfPhase(scan.chargeId())) {
            var _ = events.offer(new Event(scan.refundId(), scan.revision()));
        } else if (madeNames.isChargeOfPhase(scan.chargeId()) && scan.status() != RefundStatus.PENDING) {
            refundIds.set(madeNames.chargeNumber(scan.chargeId()), scan.refundId());
        }
    }

    private void awaitAnswers(String what, Phase phase) throws InterruptedException {
        int seen = -1;
        long silentSince = System.nanoTime();
        while (phase.ended() < phase.count()) {
            if (phase.ended() != seen) {
                seen = phase.ended();
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > LoadDrill.SILENCE.toNanos()) {
                throw new IllegalStateException(
                        (phase.count() - seen) + " of the " + what + "' refunds did not come to an end");
            }
            progress.at(what, seen, phase.count());
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void ask(Questioner questioner) throws InterruptedException {
        int questions = plan.rate() * (plan.warmup() + plan.seconds());
        int unmeasured = plan.rate() * plan.warmup();
        long start = System.nanoTime();
        for (int question = 0; question < questions; question++) {
            long due = start + question * TimeUnit.SECONDS.toNanos(1) / plan.rate();
            RequestPump.sleepUntil(due);
            Event event = question % 2 == 0 ? events.poll() : null;
            boolean measured = question >= unmeasured;
            if (event != null) {
                questioner.ask("/v1/refunds/" + event.refundId, event.revision, due, measured);
            } else {
                questioner.ask(anything(), 0, due, measured);
            }
            if (question % plan.rate() == 0) {
                progress.at("asking", question, questions);
            }
        }
    }

    private String anything() {
        int charge = random.nextInt(plan.charges());
        String chargeId = madeNames.chargeId(charge);
        return switch (random.nextInt(3)) {
            case 0 -> "/v1/charges/" + chargeId;
            case 1 -> "/v1/refunds?chargeId=" + chargeId;
            default -> "/v1/refunds/" + refundIds.get(charge);
        };
    }

    private QueryResult result(Questioner questioner, Phase flowing) {
        return new QueryResult(
                plan.charges(),
                plan.rate(),
                plan.seconds(),
                questioner.asked(),
                questioner.statuses(),
                questioner.millis(50),
                questioner.millis(95),
                questioner.millis(99),
                questioner.millis(100),
                questioner.followed(),
                questioner.followedMillis(99),
                questioner.behind(),
                flowing.ended(),
                plan.refundsRate());
    }
}
