package io.github.refundworker.ops.review;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.chargelog.PartitionCountException;
import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.PartitionReader;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.wire.InputCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.class)
class InputsLogTest {

    private static String bootstrap() {
        return TestBroker.address().bootstrap();
    }

    @Test
    void shouldWriteToTheChargesOwnPartition() {
        ChargeId charge = new ChargeId("ch_17");
        try (InputsLog inputs = new InputsLog(Cluster.of(bootstrap()))) {
            InputsLog.Place place =
                    inputs.write(UUID.randomUUID(), charge, new OperatorDecision.Refresh(), "ann", "to see");

            assertThat(place.partition()).isEqualTo(PartitionHash.partition(charge, TestBroker.TOPIC_PARTITIONS));
            try (PartitionReader reader =
                    new PartitionReader(KafkaAccess.of(bootstrap()), TopicNames.BARE.inputs(), place.partition())) {
                reader.seek(place.offset());
                reader.readUntil(
                        record -> {
                            assertThat(new String(record.key(), StandardCharsets.US_ASCII))
                                    .isEqualTo(charge.value());
                            assertThat(InputCodec.read(record.value(), Instant.EPOCH))
                                    .isEqualTo(new Input.OperatorDecided(
                                            Instant.EPOCH, new OperatorDecision.Refresh(), "ann", "to see"));
                            return true;
                        },
                        Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void shouldWriteNothingWhereTopicsDisagreeOnTheirPartitions() throws Exception {
        recreateBalances(TestBroker.TOPIC_PARTITIONS + 1);
        try {
            assertThatThrownBy(() -> new InputsLog(Cluster.of(bootstrap())).close())
                    .isInstanceOf(PartitionCountException.class)
                    .hasMessageContaining("charge-balances=5, refund-inputs=4, refund-status=4");
        } finally {
            recreateBalances(TestBroker.TOPIC_PARTITIONS);
        }
    }

    private static void recreateBalances(int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()))) {
            admin.deleteTopics(List.of(Topics.CHARGE_BALANCES)).all().get();
            await().ignoreExceptions()
                    .untilAsserted(() -> admin.createTopics(
                                    List.of(new NewTopic(Topics.CHARGE_BALANCES, partitions, (short) 1)))
                            .all()
                            .get());
            // The controller has made it; the broker that is asked hears of it a moment later.
            await().ignoreExceptions().until(() -> hasPartitions(admin, partitions));
        }
    }

    private static boolean hasPartitions(Admin admin, int partitions) throws Exception {
        TopicDescription topic = requireNonNull(admin.describeTopics(List.of(Topics.CHARGE_BALANCES))
                .allTopicNames()
                .get()
                .get(Topics.CHARGE_BALANCES));
        return topic.partitions().size() == partitions;
    }
}
