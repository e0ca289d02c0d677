package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.Origin;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.StatusInfo;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.deadletter.DeadLetterFixture;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.ops.review.Refunds;
import io.github.refundworker.ops.testing.RuledWorker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** What the table's verbs work on: a broker with hostile records, the worker's rules, a provider. */
final class VerbStack implements AutoCloseable {

    /** Forges a row, paints it, turns it around, and ends in half a character. */
    static final String HOSTILE = "paid\n0000  rev 9  ch_2  999.00 EUR\u001b[2K\u009b31m\u202egnorw\u2028 \ud83d";

    static final String SECRET = "Bearer s3cr3t-t0k3n";

    /** A charge about which the provider tells nothing. */
    static final String SILENT = "ch_silent";

    /** A charge that is read whenever somebody asks for it: no look-up of it is ever open. */
    static final String READ_AGAIN = "ch_read";

    private static final String CHARGE = "ch_review";

    final DeadLetterFixture fixture = new DeadLetterFixture();

    /** What is named in a line of the table. */
    final Map<String, String> names = new LinkedHashMap<>();

    /** Refunds that the provider was asked about. */
    final Set<String> lookedUp = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final AtomicInteger files = new AtomicInteger();
    private final RuledWorker worker;
    private final HttpServer simulator;

    VerbStack(Path directory) throws Exception {
        this.directory = directory;
        String prefix = fixture.topic.names().prefix();
        Cluster cluster = new Cluster(fixture.access, prefix);
        try (Admin admin = Admin.create(fixture.access.client())) {
            admin.createTopics(List.of(
                            new NewTopic(prefix + Topics.CHARGE_BALANCES, TestBroker.TOPIC_PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        worker = new RuledWorker(cluster, TestBroker.TOPIC_PARTITIONS, this::answer);
        worker.request(CHARGE, "r1");
        worker.request(READ_AGAIN, "r1");
        worker.request(SILENT, "r1");
        RefundId refund = RuledWorker.refundId(CHARGE, "r1");
        await().until(() -> Refunds.forPeople(cluster).stream()
                .anyMatch(waiting -> waiting.id().equals(refund.toString())));
        hostileEvent(prefix + Topics.REFUND_STATUS);
        fixture.send(
                fixture.topic.name(),
                HOSTILE.replace('\ud83d', 'x'),
                DeadLetterFixture.request("größe", CHARGE),
                Map.of("authorization", SECRET, "kafka_dlt-exception-message", HOSTILE.replace('\ud83d', 'x')));
        fixture.send(fixture.topic.name(), CHARGE, DeadLetterFixture.request("r2", CHARGE), Map.of());
        fixture.flush();
        simulator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] charge = JsonHttp.MAPPER.writeValueAsBytes(
                Map.of("chargeId", "ch_1", "capturedAmount", HOSTILE.replace('\ud83d', 'x'), "currencyCode", "USD"));
        simulator.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, charge.length);
            exchange.getResponseBody().write(charge);
            exchange.close();
        });
        simulator.start();
        names.put("PREFIX", prefix);
        names.put("BROKER", fixture.access.bootstrap());
        names.put("SIMULATOR", "http://127.0.0.1:" + simulator.getAddress().getPort());
        names.put("REFUND", refund.toString());
        names.put("PLAN", directory.resolve("a plan").toString());
        List<String> at = List.of("--prefix", prefix, "--bootstrap", fixture.access.bootstrap());
        names.put(
                "LETTER",
                done(at, "dlt", "list", "--json", "--request-id", "größe")
                        .json()
                        .path("id")
                        .asString());
        done(at, "dlt", "plan", "--out", names.get("PLAN"), "--request-id", "r2");
        done(at, "dlt", "park", "--request-id", "größe", "--why", HOSTILE.replace('\ud83d', 'x'), "--confirm", topic());
        done(at, "dlt", "discard", "--state", "parked", "--why", "spam", "--confirm", topic());
        done(at, "dlt", "park", "--state", "discarded", "--why", "again", "--confirm", topic());
        fixture.send(fixture.topic.name(), CHARGE, DeadLetterFixture.request("r3", CHARGE), Map.of());
        fixture.flush();
    }

    String topic() {
        return fixture.topic.name();
    }

    /** The table's names, with a file that nobody else makes. */
    Map<String, String> names() {
        Map<String, String> all = new LinkedHashMap<>(names);
        all.put("NEW", directory.resolve("größe " + files.incrementAndGet()).toString());
        return all;
    }

    private static Run done(List<String> at, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(at);
        Run run = Cli.run(line.toArray(String[]::new));
        assertThat(run.exit()).as(line + run.err()).isZero();
        return run;
    }

    private void hostileEvent(String topic) {
        Refund refund = new Refund(
                "hostile",
                1,
                "2026-11-24T10:00:00Z",
                "2026-11-24T10:00:00Z",
                CHARGE,
                "USD",
                "25.00",
                null,
                null,
                false,
                RefundStatus.PENDING,
                null,
                null,
                new StatusInfo("NEEDS_REVIEW", HOSTILE),
                null,
                null,
                null);
        ChargeBalance balance = new ChargeBalance(CHARGE, 1, "USD", "1", "0", "0", HOSTILE, "2026-11-24T10:00:00Z");
        String json = JsonHttp.MAPPER
                .writeValueAsString(new RefundCreated("r1", Origin.REQUEST, refund, balance))
                .replace("\ud83d", "\\ud83d");
        fixture.send(topic, CHARGE, json.getBytes(UTF_8), Map.of(EventHeaders.TYPE, EventTypes.CREATED));
        fixture.flush();
    }

    /** Pays a cent too much, which only a person can judge; is not heard of again when asked what it knows. */
    private Optional<Input> answer(Command command) {
        Instant now = Instant.now();
        return switch (command) {
            case Command.Describe describe ->
                describe.chargeId().value().equals(SILENT)
                        ? Optional.empty()
                        : Optional.of(new Input.ChargeDescribed(
                                now, describe.number(), new Description.Found(RuledWorker.usd("100.00"), List.of())));
            case Command.Settle settle ->
                Optional.of(new Input.CommandAnswered(
                        now,
                        settle.number(),
                        settle.refundId(),
                        Outcome.of(new ProviderRefund(
                                "re_1",
                                settle.refundId(),
                                RuledWorker.usd("25.01"),
                                ProviderStatus.SUCCEEDED,
                                null,
                                ProviderDetails.NONE))));
            case Command.LookUp lookUp -> {
                lookedUp.add(lookUp.refundId().toString());
                yield Optional.empty();
            }
        };
    }

    @Override
    public void close() {
        simulator.stop(0);
        worker.close();
        fixture.close();
    }
}
