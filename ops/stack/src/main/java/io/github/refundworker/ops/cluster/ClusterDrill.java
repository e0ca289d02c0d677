package io.github.refundworker.ops.cluster;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.TopicFeed;
import io.github.refundworker.ops.process.Installation;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts a cluster of its own and puts load on it. Makes one fault after the other and measures how the cluster
 * recovers from each. At the end, compares the provider's ledger with every public record.
 */
public final class ClusterDrill {

    static final String CURRENCY = "USD";
    private static final String CAPTURED = "10000.00";
    private static final int CHARGES = 20_000;
    private static final int CHARGES_PER_CALL = 2_000;

    /** Without an end by then, an act has done what a person must put right. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final long POLL_MS = 100;

    private final ClusterPlan plan;
    private final ClusterLayout layout;
    private final Installation installation;
    private final Consumer<String> told;
    private final Requests requests = new Requests();
    private final Witness witness = new Witness(requests);
    private final Map<Fault, List<Recovery>> recoveries = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();

    /**
     * Makes a drill.
     *
     * @param firstPort the first of thirty-nine free ports in a row
     * @param told hears how far the drill is
     */
    public ClusterDrill(ClusterPlan plan, int firstPort, Installation installation, Consumer<String> told) {
        this.plan = plan;
        this.layout = ClusterLayout.of(installation.root(), firstPort);
        this.installation = installation;
        this.told = told;
    }

    /** The acts that {@link #run} would have the nemesis do, for people. */
    public List<String> acts() {
        return plan.inOrder().stream()
                .flatMap(List::stream)
                .map(ClusterDrill::name)
                .toList();
    }

    private static String name(Act act) {
        return "act " + act.number() + ": " + act.fault().label() + ", number " + act.target();
    }

    private static String names(List<Act> round) {
        return round.stream().map(ClusterDrill::name).collect(Collectors.joining(" with "));
    }

    /**
     * Runs the whole drill. However this process ends, all that it has started ends with it.
     *
     * @throws IOException if the cluster does not come up, or the simulator does not answer
     */
    public ClusterResult run() throws IOException, InterruptedException {
        DrillCluster cluster = new DrillCluster(layout, installation, plan.splitRoles(), plan.previous());
        Thread stop = new Thread(cluster::close, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try (cluster) {
            told.accept("seed " + plan.seed() + "; three brokers, three workers and the simulator start, logs are in "
                    + layout.directory());
            cluster.start();
            ProviderClient provider = ProviderClient.simulator(cluster.http(), layout.simulator());
            createCharges(provider);
            return drill(cluster, provider);
        } finally {
            Runtime.getRuntime().removeShutdownHook(stop);
        }
    }

    private static void createCharges(ProviderClient provider) throws IOException {
        List<String> ids = chargeIds();
        for (int from = 0; from < CHARGES; from += CHARGES_PER_CALL) {
            provider.createCharges(ids.subList(from, from + CHARGES_PER_CALL), CAPTURED, CURRENCY);
        }
    }

    private static List<String> chargeIds() {
        List<String> ids = new ArrayList<>();
        for (int charge = 0; charge < CHARGES; charge++) {
            ids.add(Load.chargeId(charge));
        }
        return ids;
    }

    private ClusterResult drill(DrillCluster cluster, ProviderClient provider)
            throws IOException, InterruptedException {
        LoadClient client = LoadClient.of(layout.bootstrap());
        told.accept("up; " + plan.rate() + " requests a second by " + client.name());
        Nemesis nemesis = new Nemesis(cluster, provider);
        int acts = 0;
        try (TopicFeed feed = new TopicFeed(
                        KafkaAccess.of(layout.bootstrap()),
                        List.of(Topics.REFUND_STATUS),
                        TopicFeed.From.END,
                        Map.of(),
                        witness::see);
                Load load = new Load(client, requests, plan.rate(), CHARGES, plan.seed())) {
            long begin = System.nanoTime();
            load.start();
            recovery(cluster, feed, new Nemesis.Moments(begin, begin));
            for (List<Act> round : plan.inOrder()) {
                round.forEach(act -> told.accept(name(act)));
                Recovery recovery = recovery(cluster, feed, Round.perform(nemesis, round));
                acts += round.size();
                if (recovery == null) {
                    findings.add("after " + names(round) + " the cluster did not come back within "
                            + PATIENCE.toSeconds() + " s: " + state(cluster));
                    break;
                }
                for (Act act : round) {
                    recoveries
                            .computeIfAbsent(act.fault(), fault -> new ArrayList<>())
                            .add(recovery);
                }
                if (recovery.unready() == null
                        && round.stream().anyMatch(act -> act.fault().stopsWork())) {
                    findings.add("every worker called itself ready during " + names(round));
                }
                told.accept("  " + print(recovery));
            }
            load.end();
            awaitAllEnded();
        }
        told.accept("reading all records, and the ledger");
        OutsideCheck check = new OutsideCheck();
        chargeIds().forEach(id -> check.charge(id, new BigDecimal(CAPTURED)));
        requests.journeys().forEach(check::sent);
        witness.readAgain(layout.bootstrap(), check);
        provider.ledger(check::paid);
        findings.forEach(check::find);
        nemesis.findings().forEach(check::find);
        List<String> violations = check.violations();
        return new ClusterResult(
                acts,
                plan.atOnce(),
                violations.size(),
                requests.size(),
                check.ledgerRefunds(),
                figures(),
                plan.seed(),
                client.name(),
                seconds(slowest()),
                violations);
    }

    /** Waits until the cluster is as it was before; null if it did not come back in time. */
    private @Nullable Recovery recovery(DrillCluster cluster, TopicFeed feed, Nemesis.Moments moments)
            throws InterruptedException {
        long until = moments.healed() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            feed.requireRecords();
            if (isBack(cluster, moments.healed())) {
                return measured(cluster.ready(), moments);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return null;
    }

    private boolean isBack(DrillCluster cluster, long healed) throws InterruptedException {
        return cluster.ready().isReady()
                && requests.oldestOpen(System.nanoTime()) < Recovery.WAITED
                && Recovery.onAllAfter(requests.journeys(), healed, ClusterLayout.PARTITIONS)
                        .isPresent()
                && cluster.admin().isWhole();
    }

    private Recovery measured(ReadyWatch ready, Nemesis.Moments moments) {
        long begun = moments.begun();
        List<Requests.Journey> journeys = requests.journeys();
        OptionalLong unready = ready.firstUnready(begun);
        return new Recovery(
                moments.healed() - begun,
                Recovery.firstAfter(journeys, begun).orElseThrow() - begun,
                Recovery.onAllAfter(journeys, begun, ClusterLayout.PARTITIONS).orElseThrow() - begun,
                Recovery.caughtUpAfter(journeys, begun).orElse(begun) - begun,
                unready.isPresent() ? Long.valueOf(unready.getAsLong() - begun) : null,
                ready.lastReady(begun).orElse(begun) - begun);
    }

    private String state(DrillCluster cluster) throws InterruptedException {
        return "workers ready: " + cluster.ready().isReady() + ", replicas in sync: "
                + cluster.admin().isWhole() + ", oldest open request: "
                + TimeUnit.NANOSECONDS.toSeconds(requests.oldestOpen(System.nanoTime())) + " s";
    }

    private void awaitAllEnded() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && requests.oldestOpen(System.nanoTime()) > 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private Map<String, ClusterResult.Seconds> figures() {
        Map<String, ClusterResult.Seconds> figures = new LinkedHashMap<>();
        recoveries.forEach((fault, all) -> {
            Recovery worst = all.stream().reduce(Recovery::worst).orElseThrow();
            figures.put(
                    fault.label(),
                    new ClusterResult.Seconds(
                            all.size(),
                            seconds(worst.healed()),
                            seconds(worst.first()),
                            seconds(worst.allPartitions()),
                            seconds(worst.caughtUp()),
                            worst.unready() == null ? null : seconds(worst.unready()),
                            seconds(worst.ready())));
        });
        return figures;
    }

    private long slowest() {
        return requests.journeys().stream()
                .mapToLong(journey -> journey.ended() == null ? 0 : journey.ended() - journey.handed())
                .max()
                .orElse(0);
    }

    private static double seconds(long nanos) {
        return Math.round(nanos / 1e8) / 10.0;
    }

    private static String print(Recovery recovery) {
        return String.format(
                Locale.ROOT,
                "let go after %.1f s; first refund after %.1f s, on all partitions after %.1f s, caught up after %.1f s,"
                        + " not ready after %s, all ready after %.1f s",
                recovery.healed() / 1e9,
                recovery.first() / 1e9,
                recovery.allPartitions() / 1e9,
                recovery.caughtUp() / 1e9,
                recovery.unready() == null ? "never" : seconds(recovery.unready()) + " s",
                recovery.ready() / 1e9);
    }
}
