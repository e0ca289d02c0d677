package io.github.refundworker.ops.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The network of the cluster: a wire from each worker to each broker, and from each broker to each other one and to its
 * controller. They know each other by the wires alone.
 */
final class Wires implements AutoCloseable {

    private final ClusterLayout layout;
    private final List<List<Wire>> byWorker;
    private final List<List<Wire>> byBroker;
    private final List<List<Wire>> toControllers;

    Wires(ClusterLayout layout) throws IOException {
        this.layout = layout;
        byWorker = wires((worker, broker) -> layout.workersPort(broker, worker));
        byBroker = wires((from, to) -> layout.brokersPort(to, from));
        toControllers = wires((from, to) -> layout.controllersPort(to, from));
    }

    private static List<List<Wire>> wires(IntBinaryOperator port) throws IOException {
        List<List<Wire>> all = new ArrayList<>();
        for (int from = 0; from < ClusterLayout.NODES; from++) {
            List<Wire> wires = new ArrayList<>();
            for (int to = 0; to < ClusterLayout.NODES; to++) {
                wires.add(new Wire(port.applyAsInt(from, to)));
            }
            all.add(wires);
        }
        return all;
    }

    /** Where that worker finds that broker. */
    int port(int worker, int broker) {
        return byWorker.get(worker).get(broker).port();
    }

    /** Where that broker finds that other one. */
    int brokerPort(int from, int to) {
        return byBroker.get(from).get(to).port();
    }

    /** Where that broker finds that controller; its own without a wire. */
    int controllerPort(int from, int to) {
        return from == to
                ? layout.controllersPort(to, from)
                : toControllers.get(from).get(to).port();
    }

    String bootstrap(int worker) {
        return IntStream.range(0, ClusterLayout.NODES)
                .mapToObj(broker -> ClusterLayout.HOST + ":" + port(worker, broker))
                .collect(Collectors.joining(","));
    }

    /** Between a worker and all brokers. */
    void cutWorker(int worker, boolean now) {
        byWorker.get(worker).forEach(wire -> wire.cut(now));
    }

    /** Between a broker and all workers; the brokers still reach each other. */
    void cutBroker(int broker, boolean now) {
        byWorker.forEach(wires -> wires.get(broker).cut(now));
    }

    /** Between a broker and the two others, as broker and as controller; the workers still reach all three. */
    void cutBrokerFromBrokers(int broker, boolean now) {
        for (List<List<Wire>> wires : List.of(byBroker, toControllers)) {
            for (int other = 0; other < ClusterLayout.NODES; other++) {
                wires.get(broker).get(other).cut(now);
                wires.get(other).get(broker).cut(now);
            }
        }
    }

    @Override
    public void close() {
        for (List<List<Wire>> all : List.of(byWorker, byBroker, toControllers)) {
            for (List<Wire> wires : all) {
                for (Wire wire : wires) {
                    try {
                        wire.close();
                    } catch (IOException e) {
                        // The process ends.
                    }
                }
            }
        }
    }
}
