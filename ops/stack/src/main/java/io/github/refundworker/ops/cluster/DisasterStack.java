package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.Reachability;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.process.BrokerMain;
import io.github.refundworker.ops.process.Directories;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.process.PortCheck;
import io.github.refundworker.ops.simulator.ProviderSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One broker, the provider simulator and one worker on this machine, whose data can be lost and brought back. */
final class DisasterStack implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MS = 200;

    private final Path directory;
    private final StackAddress address;
    private final JsonHttp http = new JsonHttp();
    private final ReadyWatch ready;
    final DrillProcess broker;
    final DrillProcess simulator;
    final DrillProcess worker;

    /**
     * Makes what has yet to be started; data of an earlier drill is deleted.
     *
     * @param firstPort the first of five free ports in a row
     * @throws io.github.refundworker.ops.process.PortInUseException if one of its ports is taken
     */
    DisasterStack(Installation installation, int firstPort) throws IOException {
        address = StackAddress.withPortBase(firstPort);
        directory = installation.root().resolve(".local").resolve("disaster-" + firstPort);
        PortCheck.requireFree(
                address.host(),
                Map.of(
                        "broker", address.broker(),
                        "controller", address.controller(),
                        "simulator", address.simulator(),
                        "worker", address.worker(),
                        "management", address.management()));
        Directories.delete(directory);
        Files.createDirectories(directory);
        broker = process("broker", BrokerMain.command(installation, directory.resolve("broker"), address));
        simulator = process(
                "simulator",
                installation.tool(
                        List.of("-Xmx128m", "-XX:+UseSerialGC", "-Drefunds.log=WARN"),
                        ProviderSimulator.class.getName(),
                        List.of("--port=" + address.simulator(), "--data=" + directory.resolve("simulator"))));
        worker = process(
                "worker",
                installation.worker(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
                        List.of(
                                "--spring.profiles.active=local",
                                "--spring.kafka.bootstrap-servers=" + address.bootstrap(),
                                "--server.address=" + address.host(),
                                "--server.port=" + address.worker(),
                                "--management.server.address=" + address.host(),
                                "--management.server.port=" + address.management(),
                                "--refunds.topics.partitions=" + ClusterLayout.PARTITIONS,
                                "--refunds.default-account=simulator",
                                "--refunds.accounts.simulator.type=http",
                                "--refunds.accounts.simulator.url=" + address.simulatorUri(),
                                "--refunds.state-directory=" + stores())));
        ready = new ReadyWatch(1, _ -> address.workerUri().resolve("/readyz"));
    }

    private DrillProcess process(String name, List<String> command) {
        return new DrillProcess(name, command, directory.resolve(name + ".log"));
    }

    private Path stores() {
        return directory.resolve("worker");
    }

    private Path brokersData() {
        return directory.resolve("broker");
    }

    private Path backup() {
        return directory.resolve("backup");
    }

    Path directory() {
        return directory;
    }

    StackAddress address() {
        return address;
    }

    JsonHttp http() {
        return http;
    }

    void start() throws IOException, InterruptedException {
        startBroker();
        simulator.start();
        await("the simulator", () -> answersOk(address.simulatorUri().resolve("/healthz")));
        worker.start();
        awaitReady();
    }

    void startBroker() throws IOException, InterruptedException {
        broker.start();
        await("the broker", () -> Reachability.answers(address.bootstrap()));
    }

    /** A copy of the broker's data directory, made while the broker is stopped, as a snapshot of its disk is. */
    void backUp() throws IOException, InterruptedException {
        broker.stop(STOP_LIMIT);
        Directories.delete(backup());
        Directories.copy(brokersData(), backup());
        startBroker();
    }

    /** The broker is lost with its disk, and comes back with the copy. */
    void loseBrokerAndRestore() throws IOException, InterruptedException {
        broker.kill();
        Directories.delete(brokersData());
        Directories.copy(backup(), brokersData());
        startBroker();
    }

    void stopWorker() throws InterruptedException {
        worker.stop(STOP_LIMIT);
    }

    void deleteStores() throws IOException {
        Directories.delete(stores());
    }

    boolean isReady() throws InterruptedException {
        return ready.isReady(0);
    }

    String says() throws InterruptedException {
        return ready.says(0).orElse("it does not answer");
    }

    void awaitReady() throws IOException, InterruptedException {
        await("the worker", this::isReady);
    }

    private boolean answersOk(URI uri) {
        try {
            return http.get(uri).ok();
        } catch (IOException e) {
            return false;
        }
    }

    interface Condition {
        boolean holds() throws InterruptedException;
    }

    void await(String what, Condition condition) throws IOException, InterruptedException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                throw new IOException(
                        what + " did not come up within " + START_LIMIT.toSeconds() + " s; logs are in " + directory);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    @Override
    public void close() {
        worker.close();
        broker.close();
        simulator.close();
        ready.close();
        http.close();
    }
}
