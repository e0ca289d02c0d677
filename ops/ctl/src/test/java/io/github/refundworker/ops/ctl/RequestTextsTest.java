package io.github.refundworker.ops.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.wire.IdsAndTexts;
import io.github.refundworker.wire.IdsAndTexts.Place;
import io.github.refundworker.wire.IdsAndTexts.Row;
import io.github.refundworker.wire.RequestReader;
import io.github.refundworker.wire.RequestReading.Readable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What {@code refundctl request} makes of the table of ids and texts: what was typed, or nothing is sent. */
@ExtendWith(TestBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestTextsTest {

    private static final Map<Place, String> OPTIONS = Map.of(
            Place.CHARGE_ID, "--charge",
            Place.REQUEST_ID, "--request-id",
            Place.NOTE, "--note",
            Place.REASON, "--reason");

    private String bootstrap;
    private KafkaConsumer<byte[], byte[]> requests;

    @BeforeAll
    void start() {
        bootstrap = TestBroker.address().bootstrap();
        requests = new KafkaConsumer<>(
                KafkaAccess.of(bootstrap).client(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterAll
    void stop() {
        requests.close();
    }

    private static Stream<Row> rows() {
        return IdsAndTexts.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldSendWhatWasTypedOrNothing(Row row) {
        Run run = request(row.place(), OPTIONS.get(row.place()) + "=" + row.text());

        if (!row.isRight() || isTakenForDamaged(row) || isAnOption(row)) {
            assertThat(run.exit()).as(run.err()).isEqualTo(ExitCodes.USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("refundctl: ");
            return;
        }
        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCodes.OK);
        RefundRequest sent = sent(run.json());
        assertThat(
                        switch (row.place()) {
                            case CHARGE_ID -> sent.chargeId().value();
                            case REQUEST_ID -> sent.requestId().value();
                            case NOTE -> sent.texts().note();
                            case REASON -> sent.texts().reason();
                        })
                .isEqualTo(row.text());
    }

    /**
     * An argument with this character is refused in every place. Java makes it of bytes that are not UTF-8, so the tool
     * cannot know whether somebody typed it.
     */
    private static boolean isTakenForDamaged(Row row) {
        return row.text().contains("\ufffd");
    }

    /** More often a forgotten text than an id. */
    private static boolean isAnOption(Row row) {
        return row.text().equals("--all");
    }

    private Run request(Place place, String... words) {
        List<String> line = new ArrayList<>(List.of("request", "--all", "--json", "--bootstrap", bootstrap));
        if (place != Place.CHARGE_ID) {
            line.addAll(List.of("--charge", "ch_1"));
        }
        line.addAll(List.of(words));
        return Cli.run(line.toArray(String[]::new));
    }

    /** As the worker reads it. */
    private RefundRequest sent(JsonNode printed) {
        TopicPartition partition =
                new TopicPartition("refund-requests", printed.path("partition").asInt());
        requests.assign(List.of(partition));
        requests.seek(partition, printed.path("offset").asLong());
        byte[] value = requests.poll(Duration.ofSeconds(20))
                .records(partition)
                .getFirst()
                .value();
        return (RefundRequest) ((Readable) RequestReader.read(value)).body();
    }
}
