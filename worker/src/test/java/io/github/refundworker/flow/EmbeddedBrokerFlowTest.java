package io.github.refundworker.flow;

import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** On a broker in this process. */
class EmbeddedBrokerFlowTest extends RefundFlow {
    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);

    EmbeddedBrokerFlowTest() {
        broker.brokerProperties(Map.of(
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0",
                "offsets.topic.num.partitions", "5",
                "transaction.state.log.num.partitions", "5",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1"));
        broker.afterPropertiesSet();
    }

    @Override
    String bootstrap() {
        return broker.getBrokersAsString();
    }

    @Override
    void stopBroker() {
        broker.destroy();
    }
}
