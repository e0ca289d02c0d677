package io.github.refundworker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class WorkerLifecycleTest {
    private final List<String> happened = new CopyOnWriteArrayList<>();
    private volatile @Nullable String missing;
    private volatile @Nullable String trouble;
    private volatile boolean dead;

    private final WorkerLifecycle worker = new WorkerLifecycle(
            () -> {
                if (missing != null) {
                    throw new NotReadyException(missing);
                }
            },
            List.of(new NotedStep("intake"), new NotedStep("decide"), new NotedStep("execute")));
    private final ReadinessIndicator readiness = new ReadinessIndicator(worker);
    private final LivenessIndicator liveness = new LivenessIndicator(worker);

    private final class NotedStep implements Step {
        private final String name;

        NotedStep(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            happened.add("start " + name);
        }

        @Override
        public void stop(Duration within) {
            happened.add("stop " + name);
        }

        @Override
        public @Nullable String trouble() {
            return name.equals("decide") ? trouble : null;
        }

        @Override
        public boolean isDead() {
            return name.equals("decide") && dead;
        }
    }

    private void startAndAwait() {
        worker.start();
        await().until(() -> happened.size() == 3);
        await().until(() -> worker.waitingFor() == null);
    }

    @Test
    void shouldStartFromBehindAndStopFromTheFront() {
        startAndAwait();
        worker.stop();

        assertThat(happened)
                .containsExactly(
                        "start execute", "start decide", "start intake", "stop intake", "stop decide", "stop execute");
    }

    @Test
    void shouldSayWhatItWaitsForAndGoOnByItself() {
        missing = "Kafka at nowhere:1";
        worker.start();

        await().untilAsserted(() ->
                assertThat(readiness.health().getDetails()).containsEntry("waitingFor", "Kafka at nowhere:1"));
        assertThat(readiness.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(liveness.health().getStatus()).isEqualTo(Status.UP);
        assertThat(happened).isEmpty();

        missing = null;
        await().untilAsserted(() -> assertThat(readiness.health().getStatus()).isEqualTo(Status.UP));
        worker.stop();
    }

    @Test
    void shouldNotStartWhatItWasToldToStopBefore() {
        missing = "Kafka at nowhere:1";
        worker.start();
        worker.stop();
        missing = null;

        assertThat(happened).containsExactly("stop intake", "stop decide", "stop execute");
        assertThat(worker.isRunning()).isFalse();
    }

    @Test
    void shouldNotBeReadyWhileAStepIsInTrouble() {
        startAndAwait();
        trouble = "getting its partitions";

        assertThat(readiness.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(readiness.health().getDetails()).containsEntry("decide", "getting its partitions");
        assertThat(liveness.health().getStatus()).isEqualTo(Status.UP);
        worker.stop();
    }

    @Test
    void shouldNotBeAliveOnceOnlyANewProcessCanHelp() {
        startAndAwait();
        dead = true;

        assertThat(liveness.health().getStatus()).isEqualTo(Status.DOWN);
        worker.stop();
    }
}
