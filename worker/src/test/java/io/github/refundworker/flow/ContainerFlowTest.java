package io.github.refundworker.flow;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.abort;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** On the broker that people run in containers, where a Docker engine answers. */
class ContainerFlowTest extends RefundFlow {
    private static final String IMAGE = "apache/kafka:4.2.1";

    private @Nullable KafkaContainer broker;

    @Override
    String bootstrap() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            String reason = "no Docker engine answers: the flow is not tested on " + IMAGE;
            System.out.println("SKIPPED " + getClass().getSimpleName() + ": " + reason);
            abort(reason);
        }
        broker = new KafkaContainer(IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        broker.start();
        return requireNonNull(broker).getBootstrapServers();
    }

    @Override
    void stopBroker() {
        if (broker != null) {
            broker.stop();
        }
    }
}
