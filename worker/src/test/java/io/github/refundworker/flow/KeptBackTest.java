package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.PartitionHash;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What keeps a partition back: nothing of it is consumed, the others go on, and the worker says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptBackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    private final TestBroker broker = new TestBroker();
    private final ProviderDouble provider = new ProviderDouble();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));

    @AfterAll
    void stop() {
        admin.close();
        provider.close();
        broker.close();
    }

    private String charge(String prefix, IntPredicate partition) {
        String charge = IntStream.range(0, 100)
                .mapToObj(i -> prefix + i)
                .filter(id -> partition.test(PartitionHash.partition(new ChargeId(id), PARTITIONS)))
                .findFirst()
                .orElseThrow();
        provider.charge(charge, "100.00");
        return charge;
    }

    private static void request(Installation worker, String charge) {
        worker.request(charge, "{\"requestId\":\"r1\",\"chargeId\":\"%s\"}".formatted(charge));
    }

    @Test
    void shouldStandStillBeforeAnInputOfALaterVersionAndGoOnEverywhereElse() {
        String behind = charge("ch_behind_", partition -> partition == 1);
        String elsewhere = charge("ch_elsewhere_", partition -> partition != 1);
        TopicPartition inputs = new TopicPartition("later-refund-inputs", 1);
        try (Installation worker = new Installation(broker.bootstrap(), "later-", provider.url())) {
            worker.start().awaitReady();
            worker.input(1, "ch_1", "{\"v\":2,\"type\":\"CommandAnswered\",\"answer\":[]}".getBytes(UTF_8));
            request(worker, behind);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(worker.get("/readyz").body())
                            .contains("partition 1 stands still before later-refund-inputs-1-0: only a later version of"
                                    + " the worker can read it"));
            request(worker, elsewhere);
            worker.events(elsewhere, events -> events.size() == 2);

            assertThat(worker.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(worker.get("/livez").statusCode()).isEqualTo(200);
            assertThat(worker.getManagement("/actuator/prometheus").body())
                    .contains("refunds_decide_partitions_stopped 1.0");
            assertThat(worker.records("refund-inputs-dlt")).isEmpty();
            assertThat(worker.records("refund-status"))
                    .extracting(status -> new String(status.key(), UTF_8))
                    .containsOnly(elsewhere);
            worker.stop();

            // As if an instance of the later version had decided on it.
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> admin.alterConsumerGroupOffsets(
                                    "later-refund-decide", Map.of(inputs, new OffsetAndMetadata(1)))
                            .all()
                            .get(10, TimeUnit.SECONDS));
            worker.start().awaitReady();

            worker.events(behind, events -> events.size() == 2);
        }
    }

    @Test
    void shouldSayThatATransactionOfAnUpstreamKeepsRequestsBack() {
        provider.charge("ch_held", "100.00");
        try (Installation worker = new Installation(broker.bootstrap(), "open-", provider.url())) {
            worker.start().awaitReady();
            try (var upstream = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.bootstrap(), "transactional.id", "upstream"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                upstream.initTransactions();
                upstream.beginTransaction();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    upstream.send(new ProducerRecord<>("open-refund-requests", partition, null, new byte[0]));
                }
                upstream.flush();
                request(worker, "ch_held");

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(worker.get("/readyz").body())
                                .contains("\"heldBack\":\"a transaction is open on open-refund-requests-0 at 0 for "));
                assertThat(worker.get("/readyz").statusCode()).isEqualTo(200);
                assertThat(stableAge(worker)).isGreaterThan(10);
                assertThat(worker.records("refund-status")).isEmpty();

                upstream.abortTransaction();
            }
            worker.events("ch_held", events -> events.size() == 2);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(worker.get("/readyz").body()).doesNotContain("heldBack"));
        }
    }

    private static double stableAge(Installation worker) {
        List<String> lines = worker.getManagement("/actuator/prometheus")
                .body()
                .lines()
                .filter(line ->
                        line.startsWith("refunds_last_stable_offset_age_seconds{topic=\"open-refund-requests\"}"))
                .toList();
        return Double.parseDouble(lines.getFirst().split(" ")[1]);
    }
}
