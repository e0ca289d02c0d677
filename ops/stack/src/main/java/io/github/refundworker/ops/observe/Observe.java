package io.github.refundworker.ops.observe;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.StackAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Tests dashboards and alerts on a local stack that a Prometheus server scrapes. It causes every outcome and then
 * checks that every expression of dashboards and rules has data. It causes the conditions of the five most important
 * alerts and checks that each alert fires, and clears when its condition ends.
 */
public final class Observe {
    private static final String REAL = "refund-worker";
    private static final String QUICK = "quick";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int PARTITIONS = 8;

    /** intake, decide, execute and clock */
    private static final int STEPS = 4;

    private final JsonHttp http;
    private final StackAddress stack;
    private final Prometheus prometheus;
    private final Path ops;
    private int failed;

    private Observe(JsonHttp http, StackAddress stack, Prometheus prometheus, Path ops) {
        this.http = http;
        this.stack = stack;
        this.prometheus = prometheus;
        this.ops = ops;
    }

    /**
     * @param args the directory {@code ops}; then {@code rules FILE} to write the rules with short durations, or the
     *     stack's port base and Prometheus's address
     */
    public static void main(String[] args) throws Exception {
        Path ops = Path.of(args[0]);
        if (args[1].equals("rules")) {
            Files.writeString(
                    Path.of(args[2]),
                    Expressions.quick(Files.readString(ops.resolve("alerts").resolve("refund-worker.rules.yaml"))));
            return;
        }
        try (JsonHttp http = new JsonHttp()) {
            Observe observe = new Observe(
                    http,
                    StackAddress.withPortBase(Integer.parseInt(args[1])),
                    new Prometheus(http, URI.create(args[2])),
                    ops);
            observe.run();
            System.exit(observe.failed == 0 ? 0 : 1);
        }
    }

    private void run() throws Exception {
        try (Traffic traffic = new Traffic(http, stack)) {
            traffic.start();
            expressions();
            drill("RefundRequestsDeadLettered", traffic::garbage, () -> {});
            drill("RefundLag", () -> traffic.latency(4_000), () -> traffic.latency(0));
            // The worker looks open refunds up a minute later, so the older of the two alerts clears last.
            fires("RefundProviderDown", () -> traffic.provider(true));
            fires("RefundOldestPending", () -> {});
            clears("RefundProviderDown", () -> traffic.provider(false));
            clears("RefundOldestPending", () -> {});
            scrapes();
            fires("RefundStepDead", this::grow);
            traffic.requireAlive();
        }
        clears("RefundStepDead", this::shrinkAndReplace);
        atWorkAgain();
        System.out.println(failed == 0 ? "dashboards and alerts: all checks passed" : failed + " failed");
    }

    // Expressions

    private void expressions() throws Exception {
        Map<String, String> missing = new LinkedHashMap<>();
        for (Path dashboard : Expressions.dashboards(ops.resolve("dashboards"))) {
            missing.putAll(Expressions.ofPanels(dashboard));
        }
        prometheus.alerts(REAL).forEach((name, expression) -> missing.put(name, Expressions.lookedAt(expression)));
        int all = missing.size();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!missing.isEmpty() && System.nanoTime() < until) {
            for (var left = missing.entrySet().iterator(); left.hasNext(); ) {
                if (prometheus.query(left.next().getValue()).isData()) {
                    left.remove();
                }
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        missing.forEach((name, expression) -> System.out.println("  no data: " + name + ": " + expression));
        report(missing.isEmpty(), (all - missing.size()) + " of " + all + " expressions have data");
    }

    // Alerts

    private interface Act {
        void run() throws Exception;
    }

    private void drill(String alert, Act cause, Act end) throws Exception {
        fires(alert, cause);
        clears(alert, end);
    }

    private void fires(String alert, Act cause) throws Exception {
        cause.run();
        await(alert, true);
    }

    private void clears(String alert, Act end) throws Exception {
        end.run();
        await(alert, false);
    }

    private void await(String alert, boolean firing) throws Exception {
        long from = System.nanoTime();
        long until = from + PATIENCE.toNanos();
        boolean reached = false;
        while (!reached && System.nanoTime() < until) {
            reached = prometheus.isFiring(QUICK, alert) == firing;
            TimeUnit.MILLISECONDS.sleep(200);
        }
        report(
                reached,
                "%s %s after %.0f s".formatted(alert, firing ? "fires" : "clears", (System.nanoTime() - from) / 1e9));
    }

    private void report(boolean right, String what) {
        System.out.println((right ? "ok      " : "FAILED  ") + what);
        if (!right) {
            failed++;
        }
    }

    // A step that a restart of its threads cannot fix: a topic with another number of partitions

    private void grow() throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(Topics.CHARGE_BALANCES, NewPartitions.increaseTo(PARTITIONS + 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private void shrinkAndReplace() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(Topics.CHARGE_BALANCES)).all().get(10, TimeUnit.SECONDS);
            create(admin);
        }
        long pid = http.get(stack.managementUri().resolve("/actuator/info"))
                .body()
                .at("/process/pid")
                .asLong();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    /** Waits for the metric, because the alert is also silent while nothing is scraped. */
    private void atWorkAgain() throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        boolean ready = false;
        while (!ready && System.nanoTime() < until) {
            ready = prometheus.query("refunds_step_ready == 1").series() == STEPS;
            TimeUnit.MILLISECONDS.sleep(200);
        }
        report(ready, "every step is at work again");
    }

    /** Retries, because the broker needs a moment to delete the old topic. */
    private static void create(Admin admin) throws Exception {
        NewTopic topic = new NewTopic(Topics.CHARGE_BALANCES, PARTITIONS, (short) 1)
                .configs(Map.of("cleanup.policy", "compact"));
        for (int tries = 0; ; tries++) {
            try {
                admin.createTopics(List.of(topic)).all().get(10, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException | TimeoutException e) {
                if (tries == 20) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(250);
            }
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrap()));
    }

    private void scrapes() throws IOException {
        long[] took = new long[11];
        for (int i = 0; i < took.length; i++) {
            long from = System.nanoTime();
            http.get(stack.managementUri().resolve("/actuator/prometheus"));
            took[i] = System.nanoTime() - from;
        }
        Arrays.sort(took);
        System.out.printf(
                "        a scrape takes %d ms, the slowest of %d %d ms%n",
                TimeUnit.NANOSECONDS.toMillis(took[took.length / 2]),
                took.length,
                TimeUnit.NANOSECONDS.toMillis(took[took.length - 1]));
    }
}
