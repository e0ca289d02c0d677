package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the worker waits for, and what it refuses to start on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestBroker broker = new TestBroker();
    private final ProviderDouble provider = new ProviderDouble();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));

    @AfterAll
    void stop() {
        admin.close();
        provider.close();
        broker.close();
    }

    private static void awaitRefusal(Installation worker, String... saying) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var ready = worker.get("/readyz");
            assertThat(ready.body()).contains(saying);
            assertThat(ready.statusCode()).isEqualTo(503);
        });
        assertThat(worker.get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldWaitForTheBroker() {
        try (Door door = new Door();
                Installation worker = new Installation(door.address(), "door-", provider.url())) {
            worker.start();
            awaitRefusal(worker, "\"waitingFor\":\"Kafka at " + door.address() + "\"");

            door.openTo(broker.bootstrap());

            worker.awaitReady();
        }
    }

    @Test
    void shouldNotStartOnAnInputsTopicWithAnotherNumberOfPartitions() throws Exception {
        NewTopic wrong = new NewTopic("wrong-refund-inputs", 4, (short) 1)
                .configs(Map.of("message.timestamp.type", "CreateTime"));
        admin.createTopics(List.of(wrong)).all().get(10, TimeUnit.SECONDS);
        try (Installation worker = new Installation(broker.bootstrap(), "wrong-", provider.url())) {
            worker.start();

            awaitRefusal(
                    worker,
                    "wrong-refund-inputs to have 3 partitions, as refunds.topics.partitions says; it has 4",
                    "wrong-refund-inputs to have message.timestamp.type=LogAppendTime; it has CreateTime");
        }
    }

    @Test
    void shouldNameEverythingThatIsUnsafeAtOnceWhereMoneyIs() throws Exception {
        NewTopic made = new NewTopic("unsafe-refund-status", 3, (short) 1)
                .configs(Map.of("unclean.leader.election.enable", "true"));
        NewTopic unlimited = new NewTopic("unsafe-refund-requests", 3, (short) 1);
        NewTopic limited = new NewTopic("unsafe-refund-inputs", 3, (short) 1)
                .configs(Map.of("max.decompressed.message.bytes", "1000000"));
        admin.createTopics(List.of(made, unlimited, limited)).all().get(10, TimeUnit.SECONDS);
        try (Installation worker = new Installation(broker.bootstrap(), "unsafe-", provider.url())
                .with("--spring.profiles.active=production", "--refunds.namespace=production")
                .without("--refunds.api.key")) {
            worker.start();

            awaitRefusal(
                    worker,
                    "3 brokers, as many as there shall be replicas; there are 1",
                    "topic unsafe-refund-status to have 3 replicas; it has 1",
                    "topic unsafe-refund-status to have min.insync.replicas=2 or more; it is 1",
                    "topic unsafe-refund-status to have unclean.leader.election.enable=false",
                    "topic unsafe-refund-requests to have max.decompressed.message.bytes=131072 or less; it has ",
                    "__consumer_offsets",
                    "__transaction_state");
            assertThat(worker.get("/readyz").body())
                    .doesNotContain("topic unsafe-refund-inputs to have max.decompressed.message.bytes");
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).doesNotContain("unsafe-refund-balances");
        }
    }

    @Test
    void shouldNotStartWithAnIssuerWhoseTokensAreForEverySystem() {
        try (Installation worker = new Installation(broker.bootstrap(), "audience-", provider.url())
                .with(
                        "--spring.profiles.active=production",
                        "--refunds.namespace=production",
                        "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + Issuer.NAME,
                        "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/jwks")
                .without("--refunds.api.key")) {
            assertThatThrownBy(worker::start)
                    .hasStackTraceContaining("spring.security.oauth2.resourceserver.jwt.audiences");
        }
    }

    @Test
    void shouldDoWhatItsRolesSayAndShareTheRest() {
        try (Installation deciding = new Installation(broker.bootstrap(), "roles-", provider.url())
                        .with("--refunds.roles=intake,decide", "--refunds.instance-id=a");
                Installation executing = new Installation(broker.bootstrap(), "roles-", provider.url())
                        .with("--refunds.roles=execute", "--refunds.instance-id=b")) {
            provider.charge("ch_roles", "100.00");
            deciding.start().awaitReady();
            deciding.request("ch_roles", "{\"requestId\":\"r1\",\"chargeId\":\"ch_roles\"}");
            deciding.events("ch_roles", events -> events.isEmpty());
            assertThat(provider.paid("ch_roles")).isEmpty();

            executing.start().awaitReady();

            deciding.events("ch_roles", events -> events.size() == 2);
            assertThat(provider.paid("ch_roles")).containsExactly("100.00");
            assertThat(executing.getManagement("/actuator/prometheus").body())
                    .contains("refunds_step_alive{step=\"execute\"} 1.0")
                    .doesNotContain("step=\"decide\"", "refunds_requests_total");
        }
    }

    @Test
    void shouldTakeNothingOnceTheInputsTopicHasGrown() throws Exception {
        try (Installation worker = new Installation(broker.bootstrap(), "grown-", provider.url())) {
            worker.start().awaitReady();
            admin.createPartitions(Map.of("grown-refund-inputs", NewPartitions.increaseTo(4)))
                    .all()
                    .get(10, TimeUnit.SECONDS);

            // Until the clients have learnt of it, which takes seconds, requests are still taken, to the old
            // partitions.
            await().atMost(PATIENCE).untilAsserted(() -> {
                worker.request("ch_1", "{\"requestId\":\"r1\",\"chargeId\":\"ch_1\"}");
                assertThat(worker.get("/readyz").body())
                        .contains("grown-refund-inputs has 4 partitions and 3 are configured");
            });
        }
    }

    /** Row 34 of the fault matrix. */
    @Test
    void shouldSendNothingWhileItsClockIsFiveDaysOffAndGoOnWhenItIsRight() {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofDays(5));
        try (Installation worker = new Installation(broker.bootstrap(), "clock-", provider.url())
                .withClock(() -> Instant.now().plus(ahead.get()))) {
            provider.charge("ch_clock", "100.00");
            int before = provider.calls();
            worker.start();
            awaitRefusal(worker, "\"clock\":\"this process's clock is 4", " s ahead of the brokers'; nothing is sent");
            worker.request("ch_clock", "{\"requestId\":\"r1\",\"chargeId\":\"ch_clock\"}");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(worker.records("refund-commands-simulator"))
                            .hasSize(1));

            ahead.set(Duration.ofDays(-5));

            awaitRefusal(worker, "\"clock\":\"this process's clock is 4", " s behind the brokers'; nothing is sent");
            assertThat(provider.calls()).isEqualTo(before);

            ahead.set(Duration.ZERO);

            worker.awaitReady();
            worker.events("ch_clock", events -> events.size() == 2);
            assertThat(provider.paid("ch_clock")).containsExactly("100.00");
        }
    }

    @Test
    void shouldNotTakeTheInstanceIdOfAProcessThatIsAlive() {
        try (Installation first =
                        new Installation(broker.bootstrap(), "taken-", provider.url()).with("--refunds.instance-id=a");
                Installation second = new Installation(broker.bootstrap(), "taken-", provider.url())
                        .with("--refunds.instance-id=a")) {
            first.start().awaitReady();

            second.start();

            awaitRefusal(second, "its instance id a, which another process has: client taken-refund-");
            assertThat(first.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(first.get("/livez").statusCode()).isEqualTo(200);

            first.stop();

            second.awaitReady();
        }
    }

    @Test
    void shouldNotDecideThePastAgainWhenItsOffsetsAreGone() {
        try (Installation worker = new Installation(broker.bootstrap(), "lost-", provider.url())) {
            provider.charge("ch_lost", "100.00");
            worker.start().awaitReady();
            worker.request("ch_lost", "{\"requestId\":\"r1\",\"chargeId\":\"ch_lost\"}");
            worker.events("ch_lost", events -> events.size() == 2);
            worker.stop();
            // A static member stays in its group until its session ends, and the group keeps its offsets as long.
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> admin.deleteConsumerGroupOffsets(
                                    "lost-refund-decide",
                                    Set.of(
                                            new TopicPartition("lost-refund-inputs", 0),
                                            new TopicPartition("lost-refund-inputs", 1),
                                            new TopicPartition("lost-refund-inputs", 2)))
                            .all()
                            .get(10, TimeUnit.SECONDS));

            worker.start();

            awaitRefusal(worker, "the offsets of group lost-refund-decide", "although it has worked before");
        }
    }

    /** It would decide on the charges as if they were new: revisions would begin at 1 again, and ids would be forgotten. */
    @Test
    void shouldNotStartWhenWhatItStoredOfTheChargesIsGone() throws Exception {
        try (Installation worker = new Installation(broker.bootstrap(), "gone-", provider.url())) {
            provider.charge("ch_gone", "100.00");
            worker.start().awaitReady();
            worker.request("ch_gone", "{\"requestId\":\"r1\",\"chargeId\":\"ch_gone\"}");
            worker.events("ch_gone", events -> events.size() == 2);
            worker.stop();
            admin.deleteTopics(List.of("gone-refund-decide-charges-changelog"))
                    .all()
                    .get(10, TimeUnit.SECONDS);

            worker.start();

            awaitRefusal(
                    worker,
                    "topic gone-refund-decide-charges-changelog to be restored: partitions [",
                    "are empty, although the group gone-refund-decide has decided there");
        }
    }

    /** A backup of the changelog that is older than the stores and the offsets: its charges do not know the last requests. */
    @Test
    void shouldNotStartWhenTheStoredChargesAreOlderThanItsOffsets() throws Exception {
        String changelog = "older-refund-decide-charges-changelog";
        try (Installation worker = new Installation(broker.bootstrap(), "older-", provider.url())) {
            provider.charge("ch_older", "100.00");
            worker.start().awaitReady();
            worker.request("ch_older", "{\"requestId\":\"r1\",\"chargeId\":\"ch_older\"}");
            worker.events("ch_older", events -> events.size() == 2);
            List<ConsumerRecord<byte[], byte[]>> backup = worker.records("refund-decide-charges-changelog");
            for (String id : List.of("r2", "r3", "r4")) {
                worker.request("ch_older", "{\"requestId\":\"" + id + "\",\"chargeId\":\"ch_older\"}");
            }
            worker.events("ch_older", events -> events.size() == 5);
            worker.stop();
            restore(changelog, backup);

            worker.start();
            awaitRefusal(worker, "this process's stores of partitions [", " are newer than topic " + changelog);

            worker.stop();
            worker.forgetState();
            worker.start();
            awaitRefusal(
                    worker, "topic " + changelog + " to be as new as the offsets of group older-refund-decide", "=r4}");
        }
    }

    private void restore(String topic, List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        int partitions = requireNonNull(admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(10, TimeUnit.SECONDS)
                        .get(topic))
                .partitions()
                .size();
        admin.deleteTopics(List.of(topic)).all().get(10, TimeUnit.SECONDS);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            admin.createTopics(List.of(
                            new NewTopic(topic, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get(10, TimeUnit.SECONDS);
            return true;
        });
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrap()), bytes, bytes)) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                producer.send(new ProducerRecord<>(
                                topic, record.partition(), record.timestamp(), record.key(), record.value()))
                        .get(10, TimeUnit.SECONDS);
            }
        }
    }

    /** A look-up of an open refund would find nothing at the other merchant. */
    @Test
    void shouldNotStartWithAnAccountThatBecameAnotherMerchant() {
        String site = "00000000-0000-0000-0000-00000000000a";
        String other = "00000000-0000-0000-0000-00000000000b";
        String charge = "00000000-0000-0000-0000-000000000001";
        try (Installation worker = new Installation(broker.bootstrap(), "merchant-", provider.url())
                .with(
                        "--refunds.accounts.simulator.type=wix",
                        "--refunds.accounts.simulator.token=IST.x",
                        "--refunds.accounts.simulator.site-id=" + site)) {
            worker.start().awaitReady();
            worker.request(
                    charge,
                    "{\"requestId\":\"r1\",\"chargeId\":\"" + charge
                            + "\",\"charge\":{\"amount\":\"100.00\",\"currencyCode\":\"USD\"}}");
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(admin.listConsumerGroupOffsets("merchant-refund-execute-simulator")
                                    .partitionsToOffsetAndMetadata()
                                    .get(10, TimeUnit.SECONDS)
                                    .values())
                            .extracting(OffsetAndMetadata::metadata)
                            .contains("site " + site));
            worker.stop();

            worker.with("--refunds.accounts.simulator.site-id=" + other).start();

            awaitRefusal(
                    worker, "account simulator was the merchant site " + site, "its key is site " + other + "'s now");
        }
    }

    @Test
    void shouldNotStartUnderAnotherNamespaceThanItsRefundsWereMadeUnder() {
        String request = "{\"requestId\":\"r1\",\"chargeId\":\"ch_named\",\"amount\":\"25\",\"currencyCode\":\"USD\"}";
        try (Installation worker = new Installation(broker.bootstrap(), "named-", provider.url())) {
            provider.charge("ch_named", "100.00");
            worker.with("--refunds.namespace=first").start().awaitReady();
            worker.request("ch_named", request);
            worker.events("ch_named", events -> events.size() == 2);
            worker.stop();
            worker.request("ch_named", request);

            worker.with("--refunds.namespace=second").start();
            awaitRefusal(worker, "refunds.namespace is second", "of charge ch_named was made under another");
            worker.stop();
            worker.with("--refunds.namespace=first").start().awaitReady();

            worker.events(
                    "ch_named",
                    events -> events.size() == 3 && events.getLast().type().equals("repeated"));
            assertThat(provider.paid("ch_named")).containsExactly("25.00");
        }
    }

    @Test
    void shouldLeaveAFloodOfGarbageWhereItIsUntilToldToLetItPass() {
        try (Installation worker = new Installation(broker.bootstrap(), "flood-", provider.url())) {
            provider.charge("ch_flood", "100.00");
            worker.with("--refunds.intake.flood.window=10").start().awaitReady();
            for (int i = 0; i < 30; i++) {
                worker.send("ch_flood", new byte[] {(byte) 0xff});
            }
            worker.request("ch_flood", "{\"requestId\":\"r1\",\"chargeId\":\"ch_flood\"}");

            awaitRefusal(worker, "because of the last ones that intake saw at least 50 % became dead letters");
            assertThat(worker.deadLetters(10)).hasSize(10);

            worker.stop();
            worker.with("--refunds.intake.flood.ratio=0").start().awaitReady();

            worker.events("ch_flood", events -> events.size() == 2);
            assertThat(worker.deadLetters(30)).as("each once").hasSize(30);
        }
    }

    /** Where each upstream system has a topic of its own. Else the good requests behind the garbage would wait with it. */
    @Test
    void shouldTakeTheOthersRequestsWhileOneUpstreamFloods() {
        try (Installation worker = new Installation(broker.bootstrap(), "apart-", provider.url())) {
            provider.charge("ch_apart", "100.00");
            worker.with("--refunds.intake.flood.window=10", "--refunds.topics.upstreams=shop,market")
                    .start()
                    .awaitReady();
            for (int i = 0; i < 30; i++) {
                worker.send("refund-requests-shop", "ch_apart", new byte[] {(byte) 0xff});
            }
            awaitRefusal(
                    worker, "\"intake-shop\":\"no request is taken, because of the last ones that intake-shop saw");

            worker.send(
                    "refund-requests-market",
                    "ch_apart",
                    "{\"requestId\":\"r1\",\"chargeId\":\"ch_apart\"}".getBytes(UTF_8));

            worker.events("ch_apart", events -> events.size() == 2);
            assertThat(worker.deadLetters(10)).hasSize(10);
            assertThat(worker.getManagement("/actuator/prometheus").body())
                    .contains(
                            "refunds_intake_stopped{topic=\"apart-refund-requests-shop\"} 1.0",
                            "refunds_intake_stopped{topic=\"apart-refund-requests-market\"} 0.0",
                            "refunds_step_ready{step=\"intake-market\"} 1.0");
        }
    }

    @Test
    void shouldServeItsMetricsAndProcessIdToOperatorsOnly() {
        try (Installation worker = new Installation(broker.bootstrap(), "metrics-", provider.url())) {
            worker.start().awaitReady();

            assertThat(worker.getManagement("/actuator/info").body())
                    .contains("\"pid\":" + ProcessHandle.current().pid());
            assertThat(worker.getManagement("/actuator/prometheus").body())
                    .contains("kafka_stream_", "kafka_consumer_", "kafka_producer_", "jvm_memory_used_bytes")
                    .contains("refunds_pending{provider=\"simulator\"} 0.0", "refunds_step_ready{step=\"decide\"} 1.0");
            assertThat(worker.get("/actuator/prometheus").statusCode()).isEqualTo(401);
            assertThat(worker.query("/actuator/prometheus").statusCode()).isEqualTo(403);
            assertThat(worker.query("/drill/ledger").statusCode()).isEqualTo(404);
        }
    }
}
