package io.github.refundworker.ops.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.ops.client.StackAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.class)
class BrokerTest {

    @Test
    void shouldListenOnLoopbackAloneAndNotMakeTopicsByAccident() throws Exception {
        StackAddress address = TestBroker.address();
        Map<String, String> config = new HashMap<>();
        try (Admin admin = admin()) {
            admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.BROKER, "1")))
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .values()
                    .forEach(broker -> broker.entries().forEach(entry -> config.put(entry.name(), entry.value())));
        }
        assertThat(config)
                .containsEntry(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:" + address.broker() + ",CONTROLLER://127.0.0.1:" + address.controller())
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("add.partitions.to.txn.retry.backoff.ms", "2");
    }

    @Test
    void shouldHaveTransactionsOfTheSecondVersion() throws Exception {
        try (Admin admin = admin()) {
            FinalizedVersionRange level = Objects.requireNonNull(admin.describeFeatures()
                    .featureMetadata()
                    .get(20, TimeUnit.SECONDS)
                    .finalizedFeatures()
                    .get("transaction.version"));
            assertThat(level.maxVersionLevel()).isGreaterThanOrEqualTo((short) 2);
        }
    }

    @Test
    void shouldNameTheTakenPortAndTheWayOut() {
        StackAddress taken = TestBroker.address();
        assertThatThrownBy(() -> PortCheck.requireFree(StackAddress.LOOPBACK, Map.of("broker", taken.broker())))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining("port " + taken.broker() + " (broker) is in use")
                .hasMessageContaining("--port-base");
    }

    private static Admin admin() {
        String bootstrap = TestBroker.address().bootstrap();
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) bootstrap));
    }
}
