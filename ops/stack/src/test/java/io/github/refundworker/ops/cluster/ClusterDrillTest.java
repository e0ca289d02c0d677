package io.github.refundworker.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.refundworker.ops.process.Directories;
import io.github.refundworker.ops.process.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real brokers, real workers, real kills. Too long for every build: {@code -Ddrill.cluster=true} runs it, and {@code .ci/run}
 * runs {@code ops/refundctl drill cluster} itself.
 */
class ClusterDrillTest {

    private final Installation installation = Installation.here();
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void takesMinutesAndNeedsTheWorkersJar() {
        assumeTrue(Boolean.getBoolean("drill.cluster"), "takes minutes: run it with -Ddrill.cluster=true");
        assumeTrue(installation.isBuilt(), "the worker's jar is not built: run ./mvnw verify, which packages it first");
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldHoldWhileAWorkerAndABrokerAreKilled() throws Exception {
        ClusterResult result = drill(List.of(Fault.WORKER_KILLED, Fault.CONTROLLER_KILLED));

        assertThat(result.recovery()).containsOnlyKeys("worker-killed", "controller-killed");
        assertThat(result.recovery().values())
                .allSatisfy(times -> assertThat(times.allPartitions()).isLessThan(60));
    }

    /** Once each. */
    @Test
    @Timeout(value = 45, unit = TimeUnit.MINUTES)
    void shouldHoldThroughEveryFault() throws Exception {
        ClusterResult result = drill(Fault.usual());

        assertThat(result.recovery())
                .containsOnlyKeys(Fault.usual().stream().map(Fault::label).toList());
    }

    private ClusterResult drill(List<Fault> faults) throws Exception {
        ClusterPlan plan =
                ClusterPlan.faults(faults.size(), ThreadLocalRandom.current().nextInt(), 20, faults, 1, false);
        int base = ThreadLocalRandom.current().nextInt(20_000, 31_000);
        ClusterResult result = new ClusterDrill(plan, base, installation, said::add).run();

        assertThat(result.findings())
                .as("%s%n%s", result, String.join("\n", said))
                .isEmpty();
        assertThat(result.violations()).isZero();
        assertThat(result.acts()).isEqualTo(faults.size());
        assertThat(result.requests()).isGreaterThan(100);
        assertThat(result.ledgerRefunds()).isGreaterThan(100).isLessThanOrEqualTo(result.requests());
        Directories.delete(ClusterLayout.of(installation.root(), base).directory());
        return result;
    }
}
