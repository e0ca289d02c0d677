package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.client.StackAddress;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where the processes of a drill's cluster listen, and where their data is. Brokers and workers are numbered from 0.
 *
 * @param directory of data and logs
 * @param base the first of {@link #PORTS} ports in a row
 */
record ClusterLayout(Path directory, int base) {

    /** Brokers, each of them a controller too; and workers. */
    static final int NODES = 3;

    /** Of every topic of the worker: few, so that two cores carry three brokers. */
    static final int PARTITIONS = 6;

    /**
     * Three brokers and their controllers, the simulator, two ports for each of three workers and an impostor, and one
     * for each broker and worker.
     */
    static final int PORTS = 24;

    private static final int WORKERS_PORTS = 15;

    static final String HOST = StackAddress.LOOPBACK;

    static ClusterLayout of(Path root, int base) {
        return new ClusterLayout(root.resolve(".local").resolve("cluster-" + base), base);
    }

    String bootstrap() {
        return IntStream.range(0, NODES).mapToObj(this::broker).collect(Collectors.joining(","));
    }

    String broker(int node) {
        return HOST + ":" + (base + node);
    }

    private String controller(int node) {
        return HOST + ":" + (base + NODES + node);
    }

    /** Where a broker listens for one worker. The worker comes through a {@link Wire}. */
    int workersPort(int broker, int worker) {
        return base + WORKERS_PORTS + broker * NODES + worker;
    }

    /** As the brokers call it themselves. */
    static int nodeId(int node) {
        return node + 1;
    }

    int simulatorPort() {
        return base + 2 * NODES;
    }

    URI simulator() {
        return URI.create("http://" + HOST + ":" + simulatorPort());
    }

    int workerPort(int worker) {
        return base + 2 * NODES + 1 + 2 * worker;
    }

    int managementPort(int worker) {
        return workerPort(worker) + 1;
    }

    URI readiness(int worker) {
        return URI.create("http://" + HOST + ":" + workerPort(worker) + "/readyz");
    }

    Path state(int worker) {
        return directory.resolve("worker-" + worker);
    }

    Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (int port = 0; port < PORTS; port++) {
            ports.put("number " + (port + 1) + " of the cluster's " + PORTS, base + port);
        }
        return ports;
    }

    /** Writes the broker's {@code server.properties} and returns the file. */
    Path brokerProperties(int node, Wires wires) throws IOException {
        Path data = directory.resolve("broker-" + node);
        Files.createDirectories(data);
        Path file = data.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties(node, data, wires).store(writer, null);
        }
        return file;
    }

    private static String forWorkers(IntUnaryOperator port) {
        return IntStream.range(0, NODES)
                .mapToObj(worker -> ",WORKER" + worker + "://" + HOST + ":" + port.applyAsInt(worker))
                .collect(Collectors.joining());
    }

    private Properties properties(int node, Path data, Wires wires) {
        String voters = IntStream.range(0, NODES)
                .mapToObj(voter -> nodeId(voter) + "@" + controller(voter))
                .collect(Collectors.joining(","));
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(nodeId(node)));
        properties.setProperty("controller.quorum.voters", voters);
        properties.setProperty("controller.listener.names", "CONTROLLER");
        String own = "PLAINTEXT://" + broker(node);
        properties.setProperty(
                "listeners",
                own + ",CONTROLLER://" + controller(node) + forWorkers(worker -> workersPort(node, worker)));
        properties.setProperty("advertised.listeners", own + forWorkers(worker -> wires.port(worker, node)));
        properties.setProperty(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"
                        + IntStream.range(0, NODES)
                                .mapToObj(worker -> ",WORKER" + worker + ":PLAINTEXT")
                                .collect(Collectors.joining()));
        properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
        properties.setProperty("log.dirs", data.resolve("data").toString());
        properties.setProperty("auto.create.topics.enable", "false");

        // As worker/docs and refundctl doctor ask it of a cluster that money depends on.
        properties.setProperty("default.replication.factor", "3");
        properties.setProperty("min.insync.replicas", "2");
        properties.setProperty("offsets.topic.replication.factor", "3");
        properties.setProperty("transaction.state.log.replication.factor", "3");
        properties.setProperty("transaction.state.log.min.isr", "2");
        properties.setProperty("unclean.leader.election.enable", "false");
        properties.setProperty("add.partitions.to.txn.retry.backoff.ms", "2");

        // 50 of each by default, three times over on two cores.
        properties.setProperty("offsets.topic.num.partitions", "9");
        properties.setProperty("transaction.state.log.num.partitions", "9");
        // 128 MB by default, of a heap of 256.
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        return properties;
    }
}
