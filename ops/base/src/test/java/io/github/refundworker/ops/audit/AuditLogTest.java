package io.github.refundworker.ops.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.audit.AuditEntry.Phase;
import io.github.refundworker.ops.audit.AuditEntry.Result;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.process.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.class)
class AuditLogTest {

    private static String bootstrap() {
        return TestBroker.address().bootstrap();
    }

    private static List<AuditReader.Line> lines() {
        List<AuditReader.Line> lines = new ArrayList<>();
        AuditReader.read(KafkaAccess.of(bootstrap()), TopicNames.BARE, lines::add);
        return lines;
    }

    private static List<AuditEntry> entriesOf(AuditedAction action) {
        return lines().stream()
                .map(AuditReader.Line::entry)
                .filter(Objects::nonNull)
                .filter(entry -> entry.actionId().equals(action.id()))
                .toList();
    }

    @Test
    void shouldHoldAnIntentBeforeItsActionAndAnOutcomeAfter() {
        AuditedAction action = AuditedAction.of("alice", "review.resolve", "refund r-1", "the bank has it");
        try (AuditLog log = new AuditLog(KafkaAccess.of(bootstrap()), TopicNames.BARE)) {
            log.intent(action, Map.of("revision", 3));
            assertThat(entriesOf(action)).hasSize(1);

            log.outcome(action, Result.REFUSED, Map.of("reason", "another revision"));
        }

        assertThat(entriesOf(action))
                .satisfiesExactly(
                        intent -> {
                            assertThat(intent.phase()).isEqualTo(Phase.INTENT);
                            assertThat(intent.actor()).isEqualTo("alice");
                            assertThat(intent.action()).isEqualTo("review.resolve");
                            assertThat(intent.target()).isEqualTo("refund r-1");
                            assertThat(intent.why()).isEqualTo("the bank has it");
                            assertThat(intent.result()).isNull();
                            assertThat(intent.details()).containsExactly(Map.entry("revision", 3));
                        },
                        outcome -> {
                            assertThat(outcome.phase()).isEqualTo(Phase.OUTCOME);
                            assertThat(outcome.result()).isEqualTo(Result.REFUSED);
                            assertThat(outcome.details()).containsExactly(Map.entry("reason", "another revision"));
                            assertThat(outcome.id()).isNotEqualTo(action.id());
                        });
    }

    @Test
    void shouldWriteOneJsonObjectARecordForAnyReader() {
        AuditedAction action = new AuditedAction("job-1", "bob", "dlt.replay", "refund-requests-dlt", null);
        AuditEntry entry = AuditEntry.outcome(action, Result.PARTLY, Map.of("replayed", 5));

        assertThat(JsonHttp.MAPPER.writeValueAsString(entry))
                .isEqualTo(
                        "{\"id\":\"%s\",\"at\":\"%s\",\"actionId\":\"job-1\",\"phase\":\"outcome\",\"actor\":\"bob\","
                                        .formatted(entry.id(), entry.at())
                                + "\"action\":\"dlt.replay\",\"target\":\"refund-requests-dlt\",\"result\":\"partly\","
                                + "\"details\":{\"replayed\":5}}");
        assertThat(Instant.parse(entry.at())).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void shouldShowAnEntryThatItCannotRead() throws Exception {
        new AuditLog(KafkaAccess.of(bootstrap()), TopicNames.BARE).close();
        try (var producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            long offset = producer.send(new ProducerRecord<>(
                            TopicNames.BARE.audit(), "{\"from\":\"another version\"}".getBytes(StandardCharsets.UTF_8)))
                    .get()
                    .offset();
            assertThat(lines()).anySatisfy(line -> {
                assertThat(line.offset()).isEqualTo(offset);
                assertThat(line.entry()).isNull();
                assertThat(line.appended()).isCloseTo(Instant.now(), within());
            });
        }
    }

    private static org.assertj.core.data.TemporalUnitOffset within() {
        return org.assertj.core.api.Assertions.within(Duration.ofMinutes(1));
    }

    @Test
    void shouldRefuseATopicThatForgets() throws Exception {
        new AuditLog(KafkaAccess.of(bootstrap()), TopicNames.BARE).close();
        set("retention.ms", "1000000");
        try {
            assertThatThrownBy(() -> new AuditLog(KafkaAccess.of(bootstrap()), TopicNames.BARE))
                    .isInstanceOf(AuditTopicException.class)
                    .hasMessageContaining("would forget entries");
        } finally {
            set("retention.ms", "-1");
        }
        new AuditLog(KafkaAccess.of(bootstrap()), TopicNames.BARE).close();
    }

    private static void set(String key, String value) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, TopicNames.BARE.audit()),
                            List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    @Test
    void shouldNotBeginWithoutABroker() {
        assertThatThrownBy(() -> new AuditLog(KafkaAccess.of("127.0.0.1:1"), TopicNames.BARE))
                .isInstanceOf(BrokerUnreachableException.class);
    }
}
