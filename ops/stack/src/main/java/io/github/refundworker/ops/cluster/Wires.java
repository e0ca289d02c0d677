package io.github.refundworker.ops.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The wires between each worker and each broker. Workers know the brokers by them alone. */
final class Wires implements AutoCloseable {

    private final List<List<Wire>> byWorker = new ArrayList<>();

    Wires(ClusterLayout layout) throws IOException {
        for (int worker = 0; worker < ClusterLayout.NODES; worker++) {
            List<Wire> wires = new ArrayList<>();
            for (int broker = 0; broker < ClusterLayout.NODES; broker++) {
                wires.add(new Wire(layout.workersPort(broker, worker)));
            }
            byWorker.add(wires);
        }
    }

    /** Where that worker finds that broker. */
    int port(int worker, int broker) {
        return byWorker.get(worker).get(broker).port();
    }

    String bootstrap(int worker) {
        return IntStream.range(0, ClusterLayout.NODES)
                .mapToObj(broker -> ClusterLayout.HOST + ":" + port(worker, broker))
                .collect(Collectors.joining(","));
    }

    /** Between a worker and all brokers. */
    void cutWorker(int worker) {
        byWorker.get(worker).forEach(wire -> wire.cut(true));
    }

    /** Between a broker and all workers; the brokers still reach each other. */
    void cutBroker(int broker) {
        byWorker.forEach(wires -> wires.get(broker).cut(true));
    }

    void mend() {
        byWorker.forEach(wires -> wires.forEach(wire -> wire.cut(false)));
    }

    @Override
    public void close() {
        for (List<Wire> wires : byWorker) {
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
