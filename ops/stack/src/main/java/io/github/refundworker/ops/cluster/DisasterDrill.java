package io.github.refundworker.ops.cluster;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.client.TopicScan;
import io.github.refundworker.ops.ledger.LedgerCheck;
import io.github.refundworker.ops.process.Installation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Loses the brokers of a stack of its own, brings them back from an older copy of their disks, and mends the gap as
 * {@code ops/docs/disaster.md} says. At the end, compares the provider's ledger with the statuses.
 */
public final class DisasterDrill {

    private static final String CAPTURED = "10000.00";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** A request as an order system keeps it, to send it again. */
    private record Sent(String requestId, String chargeId, String amount, boolean guarded) {

        byte[] json() {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("requestId", requestId);
            fields.put("chargeId", chargeId);
            fields.put("amount", amount);
            fields.put("currencyCode", ClusterDrill.CURRENCY);
            if (guarded) {
                fields.put("previouslyRefundedAmount", "0");
            }
            return JsonHttp.MAPPER.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
        }
    }

    private final Installation installation;
    private final int firstPort;
    private final int requests;
    private final Consumer<String> told;
    private final Map<String, Sent> all = new LinkedHashMap<>();
    /** The newest answer to each request, and the newest snapshot of each refund, although their topic may be gone. */
    private final Map<String, RefundEvent> answers = new HashMap<>();

    private final Map<String, Refund> refunds = new HashMap<>();
    private final List<String> findings = new ArrayList<>();

    public DisasterDrill(Installation installation, int firstPort, int requests, Consumer<String> told) {
        this.installation = installation;
        this.firstPort = firstPort;
        this.requests = requests;
        this.told = told;
    }

    /**
     * Runs the whole drill. However this process ends, all that it has started ends with it.
     *
     * @throws IOException if something does not come up
     */
    public DisasterResult run() throws IOException, InterruptedException {
        DisasterStack stack = new DisasterStack(installation, firstPort);
        Thread stop = new Thread(stack::close, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try (stack) {
            told.accept("a broker, the simulator and a worker start; logs are in " + stack.directory());
            stack.start();
            return drill(stack);
        } finally {
            Runtime.getRuntime().removeShutdownHook(stop);
        }
    }

    private DisasterResult drill(DisasterStack stack) throws IOException, InterruptedException {
        ProviderClient provider =
                ProviderClient.simulator(stack.http(), stack.address().simulatorUri());
        loseTheBrokers(stack, provider);
        return check(stack, provider);
    }

    private void loseTheBrokers(DisasterStack stack, ProviderClient provider) throws IOException, InterruptedException {
        List<Sent> before = requests(provider, "before");
        send(stack, before);
        awaitEnded(stack, before);
        stack.backUp();
        told.accept("backed up after " + before.size() + " refunds; work goes on");
        List<Sent> after = requests(provider, "after");
        send(stack, after);
        awaitEnded(stack, after);
        List<Sent> last = requests(provider, "last");
        send(stack, last);
        told.accept("the broker is lost, with " + after.size() + " refunds since the backup and " + last.size()
                + " under way");
        stack.loseBrokerAndRestore();
        told.accept("restored. The worker that went on says:");
        if (!watch(stack).contains("out of range")) {
            findings.add("the worker did not stop when its offsets were behind the end of its topics");
        }
        told.accept("the worker is stopped, its stores are deleted, and it starts");
        stack.stopWorker();
        stack.deleteStores();
        stack.worker.start();
        stack.awaitReady();
        told.accept("the order systems send again what they sent since the backup");
        List<Sent> again = new ArrayList<>(after);
        again.addAll(last);
        send(stack, again);
        awaitEnded(stack, again);
    }

    /** Half of them guarded, each on a charge of its own; the others share charges. */
    private List<Sent> requests(ProviderClient provider, String name) throws IOException {
        List<Sent> made = new ArrayList<>();
        Set<String> charges = new TreeSet<>();
        for (int number = 0; number < requests; number++) {
            boolean guarded = number % 2 == 0;
            String charge = guarded ? name + "-c-" + number : "shared-c-" + number % 50;
            charges.add(charge);
            made.add(new Sent(name + "-r-" + number, charge, "1.00", guarded));
        }
        if (all.values().stream().anyMatch(sent -> !sent.guarded())) {
            charges.removeIf(charge -> charge.startsWith("shared"));
        }
        provider.createCharges(List.copyOf(charges), CAPTURED, ClusterDrill.CURRENCY);
        made.forEach(sent -> all.put(sent.requestId(), sent));
        return made;
    }

    private static void send(DisasterStack stack, List<Sent> requests) throws IOException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaAccess.of(stack.address().bootstrap()).writer(Duration.ofSeconds(30), Map.of())) {
            for (Sent sent : requests) {
                producer.send(new ProducerRecord<>(
                        Topics.REFUND_REQUESTS, sent.chargeId().getBytes(StandardCharsets.UTF_8), sent.json()));
            }
            producer.flush();
        }
    }

    /** What readiness says, each time that it says something else. */
    private String watch(DisasterStack stack) throws InterruptedException {
        long until = System.nanoTime() + LOOK.toNanos();
        String before = "";
        while (System.nanoTime() < until) {
            String says = stack.says();
            String core = says.replaceAll("(?s).*\"workerReadiness\":", "");
            if (!core.equals(before)) {
                told.accept("  " + core);
                before = core;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        return before;
    }

    private void awaitEnded(DisasterStack stack, List<Sent> requests) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        int open = Integer.MAX_VALUE;
        while (open > 0 && System.nanoTime() < until) {
            read(stack);
            open = (int) requests.stream()
                    .filter(sent -> !isEnded(answers.get(sent.requestId())))
                    .count();
            TimeUnit.MILLISECONDS.sleep(500);
        }
        if (open > 0) {
            told.accept(open + " of " + requests.size() + " requests have no final answer; the worker says "
                    + stack.says());
        }
    }

    private boolean isEnded(@Nullable RefundEvent answer) {
        return switch (answer) {
            case null -> false;
            case RefundRejected _ -> true;
            case RefundRepeated repeated ->
                repeated.refund() == null
                        || isFinal(refunds.get(repeated.refund().id()));
            case RefundCreated created -> isFinal(refunds.get(created.refund().id()));
            case RefundUpdated updated -> isFinal(refunds.get(updated.refund().id()));
        };
    }

    private static boolean isFinal(@Nullable Refund refund) {
        return refund != null && refund.status() != RefundStatus.PENDING;
    }

    private void read(DisasterStack stack) {
        TopicScan.read(
                stack.address().bootstrap(),
                Topics.REFUND_STATUS,
                message -> StatusEvents.read(message).ifPresent(event -> {
                    if (event.requestId() != null) {
                        answers.put(event.requestId(), event);
                    }
                    Refund refund = switch (event) {
                        case RefundCreated created -> created.refund();
                        case RefundUpdated updated -> updated.refund();
                        case RefundRepeated repeated -> repeated.refund();
                        case RefundRejected _ -> null;
                    };
                    if (refund != null) {
                        refunds.put(refund.id(), refund);
                    }
                }));
    }

    private DisasterResult check(DisasterStack stack, ProviderClient provider) throws IOException {
        read(stack);
        LedgerCheck check = new LedgerCheck();
        all.values().stream().map(Sent::chargeId).distinct().forEach(id -> check.charge(id, new BigDecimal(CAPTURED)));
        refunds.values().forEach(check::says);
        provider.ledger(check::paid);
        Map<String, Long> kinds = new TreeMap<>();
        all.keySet().forEach(id -> kinds.merge(kind(answers.get(id)), 1L, Long::sum));
        told.accept("answers: " + kinds);
        long unanswered =
                all.keySet().stream().filter(id -> !answers.containsKey(id)).count();
        return DisasterResult.of(check.result(unanswered), findings);
    }

    private static String kind(@Nullable RefundEvent answer) {
        return switch (answer) {
            case null -> "none";
            case RefundRejected rejected -> "rejected " + rejected.error().code();
            case RefundRepeated _ -> "repeated";
            case RefundCreated _ -> "created";
            case RefundUpdated _ -> "updated";
        };
    }
}
