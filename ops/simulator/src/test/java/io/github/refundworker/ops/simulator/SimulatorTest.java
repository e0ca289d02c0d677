package io.github.refundworker.ops.simulator;

import io.github.refundworker.ops.simulator.ProviderSimulator.Simulator;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A simulator in this process, on a free port, with a clock that the test may move. */
abstract class SimulatorTest {
    @TempDir
    Path data;

    final AtomicReference<Instant> time = new AtomicReference<>();
    private final InstantSource clock = () -> {
        Instant fixed = time.get();
        return fixed == null ? Instant.now() : fixed;
    };
    private Simulator simulator;
    SimulatorClient client;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start("127.0.0.1", 0, data, FaultPlan.NONE, clock, null);
        client = new SimulatorClient(simulator.port());
    }

    @AfterEach
    void stop() {
        // It waits a while for connections that somebody may still use.
        client.close();
        simulator.close();
    }

    void restart() throws Exception {
        stop();
        start();
    }
}
