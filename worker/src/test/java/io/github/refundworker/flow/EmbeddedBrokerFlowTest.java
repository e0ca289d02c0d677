package io.github.refundworker.flow;

/** On a broker in this process. */
class EmbeddedBrokerFlowTest extends RefundFlow {
    private final TestBroker broker = new TestBroker();

    @Override
    String bootstrap() {
        return broker.bootstrap();
    }

    @Override
    void stopBroker() {
        broker.close();
    }
}
