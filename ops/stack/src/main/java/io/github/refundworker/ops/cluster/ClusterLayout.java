package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.client.StackAddress;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static final int SIMULATOR = NODES;

    /** Two for each of three workers and an impostor. */
    private static final int OF_WORKERS = SIMULATOR + 1;

    /** Where each broker listens for each worker, each broker for each other broker, and each controller for those. */
    private static final int FOR_WORKERS = OF_WORKERS + 2 * (NODES + 1);

    private static final int FOR_BROKERS = FOR_WORKERS + NODES * NODES;
    private static final int FOR_CONTROLLERS = FOR_BROKERS + NODES * NODES;

    static final int PORTS = FOR_CONTROLLERS + NODES * NODES;

    /** The user that the workers are to the brokers. The brokers, the load and the drill have no name, and may do all. */
    static final String USER = "refund-worker";

    static final String HOST = StackAddress.LOOPBACK;

    /** Nothing that has to stay secret: the brokers listen on this machine alone. */
    private static final String PASSWORD = "drill";

    static ClusterLayout of(Path root, int base) {
        return new ClusterLayout(root.resolve(".local").resolve("cluster-" + base), base);
    }

    String bootstrap() {
        return IntStream.range(0, NODES).mapToObj(this::broker).collect(Collectors.joining(","));
    }

    String broker(int node) {
        return HOST + ":" + (base + node);
    }

    /** Where a broker listens for one worker. The worker comes through a {@link Wire}. */
    int workersPort(int broker, int worker) {
        return base + FOR_WORKERS + broker * NODES + worker;
    }

    /** Where a broker listens for another one, which comes through a wire too. */
    int brokersPort(int broker, int other) {
        return base + FOR_BROKERS + broker * NODES + other;
    }

    /** Where a broker's controller listens for another broker, which comes through a wire too. */
    int controllersPort(int broker, int other) {
        return base + FOR_CONTROLLERS + broker * NODES + other;
    }

    /** As the brokers call it themselves. */
    static int nodeId(int node) {
        return node + 1;
    }

    int simulatorPort() {
        return base + SIMULATOR;
    }

    URI simulator() {
        return URI.create("http://" + HOST + ":" + simulatorPort());
    }

    int workerPort(int worker) {
        return base + OF_WORKERS + 2 * worker;
    }

    int managementPort(int worker) {
        return workerPort(worker) + 1;
    }

    URI readiness(int worker) {
        return URI.create("http://" + HOST + ":" + workerPort(worker) + "/readyz");
    }

    URI liveness(int worker) {
        return readiness(worker).resolve("/livez");
    }

    private static String login() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                + PASSWORD + "\"";
    }

    /** What a worker needs to come as {@link #USER}. */
    static List<String> user() {
        return List.of(
                "--spring.kafka.security.protocol=SASL_PLAINTEXT",
                "--spring.kafka.properties.sasl.mechanism=PLAIN",
                "--spring.kafka.properties.sasl.jaas.config=" + login() + ";");
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

    /** One listener for each node, so that the network to each can be cut. */
    private static String listeners(String name, IntUnaryOperator port) {
        return IntStream.range(0, NODES)
                .mapToObj(node -> name + node + "://" + HOST + ":" + port.applyAsInt(node))
                .collect(Collectors.joining(","));
    }

    private static String listeners(String plain, String workers, String brokers, String controllers) {
        return String.join(",", plain, workers, brokers, controllers);
    }

    private static String protocols(String name, String protocol) {
        return IntStream.range(0, NODES)
                .mapToObj(node -> name + node + ":" + protocol)
                .collect(Collectors.joining(","));
    }

    private Properties properties(int node, Path data, Wires wires) {
        // As this node reaches each of them.
        String voters = IntStream.range(0, NODES)
                .mapToObj(voter -> nodeId(voter) + "@" + HOST + ":" + wires.controllerPort(node, voter))
                .collect(Collectors.joining(","));
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(nodeId(node)));
        properties.setProperty("controller.quorum.voters", voters);
        String own = "PLAINTEXT://" + broker(node);
        properties.setProperty(
                "listeners",
                listeners(
                        own,
                        listeners("WORKER", worker -> workersPort(node, worker)),
                        listeners("BROKER", other -> brokersPort(node, other)),
                        listeners("CONTROLLER", other -> controllersPort(node, other))));
        properties.setProperty(
                "advertised.listeners",
                listeners(
                        own,
                        listeners("WORKER", worker -> wires.port(worker, node)),
                        listeners("BROKER", other -> wires.brokerPort(other, node)),
                        listeners("CONTROLLER", other -> wires.controllerPort(other, node))));
        properties.setProperty(
                "listener.security.protocol.map",
                listeners(
                        "PLAINTEXT:PLAINTEXT",
                        protocols("WORKER", "SASL_PLAINTEXT"),
                        protocols("BROKER", "PLAINTEXT"),
                        protocols("CONTROLLER", "PLAINTEXT")));
        // Each node comes to the listener that the others have for it: it takes the first of the controllers' names.
        properties.setProperty("inter.broker.listener.name", "BROKER" + node);
        properties.setProperty(
                "controller.listener.names",
                IntStream.range(0, NODES)
                        .mapToObj(next -> "CONTROLLER" + (node + next) % NODES)
                        .collect(Collectors.joining(",")));
        properties.setProperty("num.network.threads", "1");

        for (int worker = 0; worker < NODES; worker++) {
            String listener = "listener.name.worker" + worker + ".";
            properties.setProperty(listener + "sasl.enabled.mechanisms", "PLAIN");
            properties.setProperty(
                    listener + "plain.sasl.jaas.config", login() + " user_" + USER + "=\"" + PASSWORD + "\";");
        }
        properties.setProperty("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.setProperty("super.users", "User:ANONYMOUS");
        properties.setProperty("allow.everyone.if.no.acl.found", "true");
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
