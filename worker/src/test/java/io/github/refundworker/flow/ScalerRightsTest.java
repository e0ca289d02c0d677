package io.github.refundworker.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rights that KEDA's user is given are those that reading a lag takes, and no more. Kafka's own client asks here
 * what KEDA's would: the partitions of a topic, how far a group is, and where the partitions end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScalerRightsTest {
    private static final Path MANIFEST = Path.of("../ops/deploy/kubernetes/strimzi/scaler.yaml");
    private static final String SCALER = "refund-scaler";
    private static final Map<String, String> READ_BY = Map.of(
            "refund-requests", "refund-intake",
            "refund-inputs", "refund-decide",
            "refund-commands-main", "refund-execute-main");

    private final SecuredBroker broker;
    private final List<AclBinding> rights = rights();

    ScalerRightsTest(@TempDir Path directory) {
        broker = new SecuredBroker(directory, List.of(SCALER));
    }

    private static List<AclBinding> rights() {
        List<AclBinding> rights = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(MANIFEST)) {
            for (Object document : new Yaml().loadAll(in)) {
                JsonNode user = JsonMapper.shared().valueToTree(document);
                for (JsonNode acl : user.at("/spec/authorization/acls")) {
                    ResourceType type =
                            ResourceType.fromString(acl.at("/resource/type").asString());
                    String name = acl.at("/resource/name").asString();
                    for (JsonNode operation : acl.path("operations")) {
                        rights.add(new AclBinding(
                                new ResourcePattern(type, name, PatternType.LITERAL),
                                new AccessControlEntry(
                                        "User:" + user.at("/metadata/name").asString(),
                                        "*",
                                        AclOperation.fromString(
                                                operation.asString().toUpperCase(Locale.ROOT)),
                                        AclPermissionType.ALLOW)));
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return rights;
    }

    @BeforeAll
    void giveRights() throws Exception {
        try (Admin admin = Admin.create(broker.client(SecuredBroker.ADMIN))) {
            admin.createTopics(READ_BY.keySet().stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            for (Map.Entry<String, String> read : READ_BY.entrySet()) {
                admin.alterConsumerGroupOffsets(
                                read.getValue(), Map.of(new TopicPartition(read.getKey(), 0), new OffsetAndMetadata(0)))
                        .all()
                        .get();
            }
            admin.createAcls(rights).all().get();
        }
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void shouldSeeEveryLagAndNeedEachRight() throws Exception {
        try (Admin scaler = Admin.create(broker.client(SCALER))) {
            for (Map.Entry<String, String> read : READ_BY.entrySet()) {
                TopicPartition partition = new TopicPartition(read.getKey(), 0);
                assertThat(scaler.describeTopics(List.of(read.getKey()))
                                .allTopicNames()
                                .get())
                        .containsOnlyKeys(read.getKey());
                assertThat(scaler.listConsumerGroupOffsets(read.getValue())
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .containsOnlyKeys(partition);
                assertThat(scaler.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .partitionResult(partition)
                                .get()
                                .offset())
                        .isZero();
            }
        }

        assertThat(rights).isNotEmpty().allMatch(WitnessingAuthorizer::wasUsed);
        assertThat(WitnessingAuthorizer.denied(List.of(SCALER))).isEmpty();
    }

    /** Last, because the authorizer remembers what it denied. */
    @Test
    @Order(Integer.MAX_VALUE)
    void shouldNotMoveAGroup() {
        try (Admin scaler = Admin.create(broker.client(SCALER))) {
            assertThatThrownBy(() -> scaler.alterConsumerGroupOffsets(
                                    "refund-decide",
                                    Map.of(new TopicPartition("refund-inputs", 0), new OffsetAndMetadata(0)))
                            .all()
                            .get())
                    .hasCauseInstanceOf(GroupAuthorizationException.class);
        }
    }
}
