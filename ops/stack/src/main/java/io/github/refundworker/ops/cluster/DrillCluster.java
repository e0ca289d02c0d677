package io.github.refundworker.ops.cluster;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.process.BrokerMain;
import io.github.refundworker.ops.process.Directories;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.process.PortCheck;
import io.github.refundworker.ops.simulator.ProviderSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Three brokers, the provider simulator and three workers on this machine, with the settings of production: no profile,
 * three replicas, two of them in sync for every write, standbys. Only heaps and the number of partitions are smaller.
 */
final class DrillCluster implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final long POLL_MS = 200;

    private final ClusterLayout layout;
    private final Installation installation;
    private final boolean splitRoles;
    private final @Nullable Installation previous;
    private final JsonHttp http = new JsonHttp();
    private final List<DrillProcess> brokers = new ArrayList<>();
    private final List<DrillProcess> workers = new ArrayList<>();
    private final List<DrillProcess> impostors = new ArrayList<>();
    private final DrillProcess simulator;
    private final Wires wires;
    private final ClusterAdmin admin;
    private final ReadyWatch ready;

    /**
     * Makes what has yet to be started; data of an earlier drill is deleted.
     *
     * @param splitRoles whether each worker does one thing
     * @param previous of which the workers are at first; absent if they are of this release
     * @throws io.github.refundworker.ops.process.PortInUseException if one of its ports is taken
     */
    DrillCluster(ClusterLayout layout, Installation installation, boolean splitRoles, @Nullable Installation previous)
            throws IOException {
        this.splitRoles = splitRoles;
        this.layout = layout;
        this.installation = installation;
        this.previous = previous;
        PortCheck.requireFree(StackAddress.LOOPBACK, layout.ports());
        Directories.delete(layout.directory());
        Files.createDirectories(layout.directory());
        wires = new Wires(layout);
        for (int node = 0; node < ClusterLayout.NODES; node++) {
            brokers.add(process("broker-" + node, broker(node)));
            workers.add(process("worker-" + node, worker(previous == null ? installation : previous, node, node)));
            impostors.add(process("impostor-" + node, worker(installation, node, ClusterLayout.NODES)));
        }
        simulator = process("simulator", simulatorCommand());
        admin = new ClusterAdmin(layout.bootstrap());
        ready = new ReadyWatch(ClusterLayout.NODES, layout::readiness);
    }

    private DrillProcess process(String name, List<String> command) {
        return new DrillProcess(name, command, layout.directory().resolve(name + ".log"));
    }

    private List<String> broker(int node) throws IOException {
        return installation.tool(
                jvm("-Xms256m", "-Xmx256m", "-Drefunds.log=INFO"),
                BrokerMain.class.getName(),
                List.of(layout.brokerProperties(node, wires).toString()));
    }

    private List<String> simulatorCommand() {
        return installation.tool(
                jvm("-Xmx128m", "-Drefunds.log=WARN"),
                ProviderSimulator.class.getName(),
                List.of(
                        "--port=" + layout.simulatorPort(),
                        "--data=" + layout.directory().resolve("simulator")));
    }

    /** @param place whose ports and directory it has */
    private List<String> worker(Installation release, int identity, int place) {
        return release.worker(jvm("-Xmx256m", "--enable-native-access=ALL-UNNAMED"), settings(identity, place));
    }

    /** Of the three workers, where each does one thing. */
    private static final List<String> SPLIT_ROLES = List.of("intake", "decide,api", "execute");

    private List<String> settings(int identity, int place) {
        List<String> settings = new ArrayList<>(ClusterLayout.user());
        if (splitRoles) {
            settings.add("--refunds.roles=" + SPLIT_ROLES.get(identity));
        }
        settings.addAll(List.of(
                "--refunds.namespace=drill",
                "--refunds.instance-id=worker-" + identity,
                "--refunds.state-directory=" + layout.state(place),
                "--refunds.topics.partitions=" + ClusterLayout.PARTITIONS,
                "--refunds.decide.standbys=1",
                "--refunds.default-account=simulator",
                "--refunds.accounts.simulator.type=http",
                "--refunds.accounts.simulator.url=" + layout.simulator(),
                "--refunds.api.address=" + StackAddress.LOOPBACK + ":" + layout.workerPort(place),
                "--spring.kafka.bootstrap-servers=" + wires.bootstrap(identity),
                "--server.address=" + StackAddress.LOOPBACK,
                "--server.port=" + layout.workerPort(place),
                "--management.server.address=" + StackAddress.LOOPBACK,
                "--management.server.port=" + layout.managementPort(place)));
        return settings;
    }

    /** The worker starts as one of the other release from now on. */
    void release(int worker, boolean isNew) {
        Installation release = isNew ? installation : requireNonNull(previous);
        workers.get(worker).command(worker(release, worker, worker));
    }

    /** What this release says of the topics that it needs, as commands of Kafka's own scripts. */
    String topics() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                installation.java().toString(),
                "-Dlogging.level.root=WARN",
                "-jar",
                installation.workerJar().toString(),
                "topics",
                "--format=shell"));
        command.addAll(settings(0, 0));
        Process worker = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        layout.directory().resolve("topics.log").toFile()))
                .start();
        String said = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (worker.waitFor() != 0) {
            throw new IOException("the worker does not say which topics it needs: " + said);
        }
        return said;
    }

    /** Eight JVMs share the machine: they start fast rather than run fast. */
    private static List<String> jvm(String... own) {
        List<String> options = new ArrayList<>(List.of(own));
        options.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
        return options;
    }

    /** Returns when every worker is ready. */
    void start() throws IOException, InterruptedException {
        for (DrillProcess broker : brokers) {
            broker.start();
        }
        await("the brokers", brokers, admin::hasAllBrokers);
        simulator.start();
        await("the simulator", List.of(simulator), this::simulatorAnswers);
        for (DrillProcess worker : workers) {
            worker.start();
        }
        ready.start();
        await("the workers", workers, ready::isReady);
    }

    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private void await(String what, List<DrillProcess> processes, Condition condition)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (!condition.holds()) {
            for (DrillProcess process : processes) {
                if (!process.isAlive()) {
                    throw new IOException(process.name() + " ended at its start; its log is " + process.log());
                }
            }
            if (System.nanoTime() > until) {
                throw new IOException(what + " did not come up within " + START_LIMIT.toSeconds() + " s; logs are in "
                        + layout.directory());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private boolean simulatorAnswers() {
        try {
            return http.get(layout.simulator().resolve("/healthz")).ok();
        } catch (IOException e) {
            return false;
        }
    }

    ReadyWatch ready() {
        return ready;
    }

    JsonHttp http() {
        return http;
    }

    ClusterAdmin admin() {
        return admin;
    }

    List<DrillProcess> brokers() {
        return List.copyOf(brokers);
    }

    List<DrillProcess> workers() {
        return List.copyOf(workers);
    }

    DrillProcess simulator() {
        return simulator;
    }

    /** A worker with the instance id of another one, and a directory of its own. */
    DrillProcess impostor(int worker) {
        return impostors.get(worker);
    }

    Wires wires() {
        return wires;
    }

    ClusterLayout layout() {
        return layout;
    }

    /** Ends every process; safe to call from a shutdown hook, and again. */
    @Override
    public void close() {
        workers.forEach(DrillProcess::close);
        impostors.forEach(DrillProcess::close);
        brokers.forEach(DrillProcess::close);
        simulator.close();
        wires.close();
        ready.close();
        admin.close();
        http.close();
    }
}
