package io.github.refundworker.ops.drill;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.client.TopicFeed;
import io.github.refundworker.ops.client.TopicScan;
import io.github.refundworker.ops.drill.Journeys.Stop;
import io.github.refundworker.ops.ledger.LedgerCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.internals.Topic;

/**
 * Sends refunds on a schedule and shows where each refund spent its time. It compares the append times of the refund's
 * records on each topic. For the last hop it takes the time at which the final status was read, because a record of the
 * status topic carries the time of the input that was decided on.
 */
public final class LatencyDrill {

    private static final int OUTSTANDING = 10_000;
    private static final TopicNames NAMES = TopicNames.BARE;

    private final JsonHttp http;
    private final StackAddress stack;
    private final KafkaAccess access;
    private final LatencyPlan plan;
    private final LoadDrill.Progress progress;
    private final String run = "latency-" + Long.toString(System.currentTimeMillis(), 36) + "-";

    public LatencyDrill(JsonHttp http, StackAddress stack, LatencyPlan plan, LoadDrill.Progress progress) {
        this.http = http;
        this.stack = stack;
        this.access = KafkaAccess.of(stack.bootstrap());
        this.plan = plan;
        this.progress = progress;
    }

    /** @throws IOException if the provider's side of the stack does not answer */
    public LatencyResult run() throws IOException, InterruptedException {
        ProviderClient provider = ProviderClient.of(http, stack);
        Phase warmup = phase("w", plan.warmup());
        Phase runIn = phase("r", plan.runIn());
        Phase measured = phase("m", plan.count());
        List<Phase> phases = List.of(warmup, runIn, measured);
        for (Phase phase : phases) {
            new DrillCharges(provider, progress).create(phase.names(), phase.count());
        }
        Journeys journeys = new Journeys(plan.count());
        Map<String, Map<Integer, Long>> before;
        double seconds;
        try (TopicFeed feed =
                        new TopicFeed(stack.bootstrap(), List.of(Topics.REFUND_STATUS), TopicFeed.From.END, message -> {
                            long now = System.nanoTime();
                            phases.forEach(phase -> phase.message(message, now));
                            ended(message, measured.names(), journeys);
                        });
                RequestPump warmupPump = new RequestPump(stack.bootstrap(), 0);
                RequestPump pump = new RequestPump(stack.bootstrap(), plan.rate())) {
            warmupPump.send(warmup, bytes(provider, warmup), 0);
            await("warm-up", warmup);
            pump.send(runIn, bytes(provider, runIn), plan.rate());
            await("run-in", runIn);
            before = ends();
            long start = pump.send(measured, bytes(provider, measured), plan.rate());
            await("measuring", measured);
            seconds = (System.nanoTime() - start) / 1e9;
        }
        return result(measured.names(), journeys, before, seconds);
    }

    private Phase phase(String letter, int refunds) {
        ChargePicker picker = new ChargePicker(Math.max(1, refunds), LoadPlan.Skew.UNIFORM, 1);
        return new Phase(refunds, new DrillNames(run + letter), picker, OUTSTANDING, new LedgerCheck());
    }

    private static RequestBytes bytes(ProviderClient provider, Phase phase) {
        return new RequestBytes(phase.names(), provider.isInProcess());
    }

    private static void ended(ConsumerRecord<byte[], byte[]> message, DrillNames names, Journeys journeys) {
        int refund = refund(message, names);
        if (refund >= 0 && message.value() != null) {
            StatusScan scan = StatusScan.of(message.value());
            boolean answered =
                    scan.errorCode() != null || (scan.status() != null && scan.status() != RefundStatus.PENDING);
            if (answered) {
                journeys.saw(refund, Stop.STATUS, System.currentTimeMillis());
            }
        }
    }

    private void await(String what, Phase phase) throws InterruptedException {
        int seen = -1;
        long silentSince = System.nanoTime();
        while (phase.answered() < phase.count() && System.nanoTime() - silentSince < LoadDrill.SILENCE.toNanos()) {
            if (phase.answered() != seen) {
                seen = phase.answered();
                silentSince = System.nanoTime();
            }
            progress.at(what, seen, phase.count());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Every charge of this drill has one refund, so the key says which. */
    private static int refund(ConsumerRecord<byte[], byte[]> message, DrillNames names) {
        if (message.key() == null) {
            return -1;
        }
        String chargeId = new String(message.key(), StandardCharsets.UTF_8);
        return names.isChargeOfPhase(chargeId) ? names.chargeNumber(chargeId) : -1;
    }

    // What the topics say afterwards, so that reading them does not disturb what is measured

    private List<String> topics() {
        try (KafkaConsumer<byte[], byte[]> consumer = access.reader()) {
            Stream<String> commands =
                    consumer.listTopics().keySet().stream().filter(topic -> NAMES.isOfCommands(topic));
            return Stream.concat(
                            Stream.of(NAMES.requests(), NAMES.inputs(), Topic.TRANSACTION_STATE_TOPIC_NAME), commands)
                    .toList();
        }
    }

    private Map<String, Map<Integer, Long>> ends() {
        Map<String, Map<Integer, Long>> ends = new TreeMap<>();
        for (String topic : topics()) {
            Map<Integer, Long> found = TopicScan.read(access, topic, beginnings -> Map.of(), message -> true);
            ends.put(topic, found == null ? Map.of() : found);
        }
        return ends;
    }

    private LatencyResult result(
            DrillNames names, Journeys journeys, Map<String, Map<Integer, Long>> before, double seconds) {
        before.forEach((topic, ends) -> {
            if (topic.equals(NAMES.requests())) {
                read(topic, ends, names, seen -> journeys.saw(seen.refund, Stop.REQUEST, seen.at));
            } else if (topic.equals(NAMES.inputs())) {
                read(topic, ends, names, seen -> journeys.sawInput(seen.refund, seen.at));
            } else if (NAMES.isOfCommands(topic)) {
                read(topic, ends, names, seen -> journeys.saw(seen.refund, Stop.COMMAND, seen.at));
            }
        });
        TransactionLog.Reading transactions = new TransactionLog(NAMES.decideGroup())
                .read(access, before.getOrDefault(Topic.TRANSACTION_STATE_TOPIC_NAME, Map.of()));
        return new LatencyResult(
                plan.count(),
                journeys.ended(),
                plan.rate(),
                journeys.whole(),
                journeys.hops(),
                journeys.stalls(plan.stall()),
                transactions == null ? null : transactions.over(seconds));
    }

    private record Sight(int refund, long at) {}

    private void read(String topic, Map<Integer, Long> from, DrillNames names, Consumer<Sight> each) {
        TopicScan.read(access, topic, beginnings -> from, message -> {
            int refund = refund(message, names);
            if (refund >= 0) {
                each.accept(new Sight(refund, message.timestamp()));
            }
            return true;
        });
    }
}
