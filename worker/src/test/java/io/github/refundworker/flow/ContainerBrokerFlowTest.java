package io.github.refundworker.flow;

import static org.junit.jupiter.api.Assumptions.abort;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.kafka.KafkaContainer;

/** On the broker that its project publishes as an image; skipped where no container engine answers or has the image. */
class ContainerBrokerFlowTest extends RefundFlow {
    private static final String IMAGE = "apache/kafka:4.2.2";

    private @Nullable KafkaContainer broker;

    @Override
    String bootstrap() {
        if (broker == null) {
            broker = run();
        }
        return broker.getBootstrapServers();
    }

    private static KafkaContainer run() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return skip("no container engine answers, so " + IMAGE + " cannot be run");
        }
        KafkaContainer started = new KafkaContainer(IMAGE).withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "5");
        try {
            started.start();
        } catch (ContainerFetchException e) {
            return skip("the container engine has no " + IMAGE + " and cannot get it");
        }
        return started;
    }

    private static KafkaContainer skip(String why) {
        String reason = "skipped: " + why;
        System.out.println(ContainerBrokerFlowTest.class.getSimpleName() + " " + reason);
        return abort(reason);
    }

    @Override
    void stopBroker() {
        if (broker != null) {
            broker.stop();
        }
    }
}
