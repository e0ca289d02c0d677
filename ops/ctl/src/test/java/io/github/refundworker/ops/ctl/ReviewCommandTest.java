package io.github.refundworker.ops.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.ops.review.Refunds;
import io.github.refundworker.ops.testing.RuledWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The verbs of a person who decides, against the worker's own rules. */
@ExtendWith(TestBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewCommandTest {

    /** Pays a cent too much, which only a person can judge; what it is asked afterwards is the test's to say. */
    private volatile Function<Command.LookUp, Optional<Outcome>> lookUp = command -> Optional.empty();

    private RuledWorker worker;

    @BeforeAll
    void start() {
        worker = new RuledWorker(
                Cluster.of(TestBroker.address().bootstrap()), TestBroker.TOPIC_PARTITIONS, this::answer);
    }

    @AfterAll
    void stop() {
        worker.close();
    }

    private Optional<Input> answer(Command command) {
        return switch (command) {
            case Command.Describe describe ->
                Optional.of(new Input.ChargeDescribed(
                        Instant.now(),
                        describe.number(),
                        new Description.Found(RuledWorker.usd("100.00"), madeByHand(describe.chargeId()))));
            case Command.Settle settle ->
                Optional.of(new Input.CommandAnswered(
                        Instant.now(),
                        settle.number(),
                        settle.refundId(),
                        Outcome.of(held(settle.refundId(), "25.01", ProviderStatus.SUCCEEDED))));
            case Command.LookUp asked ->
                lookUp.apply(asked)
                        .map(outcome ->
                                new Input.CommandAnswered(Instant.now(), asked.number(), asked.refundId(), outcome));
        };
    }

    /** On one charge, somebody refunded in the provider's dashboard. */
    private static List<ProviderRefund> madeByHand(ChargeId chargeId) {
        return chargeId.value().equals("rv-hand")
                ? List.of(new ProviderRefund(
                        "re_hand",
                        null,
                        RuledWorker.usd("10.00"),
                        ProviderStatus.SUCCEEDED,
                        null,
                        ProviderDetails.NONE))
                : List.of();
    }

    private static ProviderRefund held(RefundId id, String amount, ProviderStatus status) {
        return new ProviderRefund("re_1", id, RuledWorker.usd(amount), status, null, ProviderDetails.NONE);
    }

    private static Run refundctl(String line, String... more) {
        return Cli.run(Stream.of(
                        Arrays.stream(line.split(" ")),
                        Arrays.stream(more),
                        Stream.of("--bootstrap", TestBroker.address().bootstrap()))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    /** A refund that waits for a person, at revision 2. */
    private RefundId inReview(String charge) {
        worker.request(charge, "r1");
        RefundId id = RuledWorker.refundId(charge, "r1");
        await().until(() -> Refunds.forPeople(Cluster.of(TestBroker.address().bootstrap())).stream()
                .anyMatch(refund -> refund.id().equals(id.toString())));
        return id;
    }

    private static List<JsonNode> listed() {
        return refundctl("review list --json")
                .out()
                .lines()
                .map(JsonHttp.MAPPER::readTree)
                .toList();
    }

    private static List<AuditEntry> audited(RefundId id) {
        return auditedOf("refund " + id);
    }

    private static List<AuditEntry> auditedOf(String target) {
        List<AuditEntry> entries = new ArrayList<>();
        AuditReader.read(KafkaAccess.of(TestBroker.address().bootstrap()), TopicNames.BARE, line -> {
            AuditEntry entry = line.entry();
            if (entry != null && entry.target().equals(target)) {
                entries.add(entry);
            }
        });
        return entries;
    }

    /** The names that another installation's begin with, and settings for whoever may not come as anybody. */
    @Test
    void shouldServeAnInstallationWithAPrefixAsWhoeverTheClientsSettingsSay(@TempDir Path directory) throws Exception {
        Cluster acme = new Cluster(KafkaAccess.of(TestBroker.address().bootstrap()), "acme-");
        try (Admin admin = Admin.create(acme.access().client())) {
            admin.createTopics(Stream.of("refund-inputs", "refund-status", "charge-balances")
                            .map(name -> new NewTopic(acme.prefix() + name, 3, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        Path settings = Files.writeString(directory.resolve("client.properties"), "request.timeout.ms=5000\n");
        String options = " --prefix acme- --client-config " + settings;
        try (RuledWorker other = new RuledWorker(acme, 3, this::answer)) {
            other.request("rv-acme", "r1");
            RefundId id = RuledWorker.refundId("rv-acme", "r1");
            await().until(() -> !refundctl("review list --json" + options).out().isEmpty());
            assertThat(listed())
                    .noneMatch(refund -> refund.path("id").asString().equals(id.toString()));

            Run resolved = refundctl("review resolve " + id + " --succeeded --revision 2 --why seen" + options);
            assertThat(resolved.exit()).as(resolved.err()).isEqualTo(ExitCodes.OK);
            Run shown = refundctl("review show " + id + " --json" + options);
            assertThat(shown.json().at("/refund/status").asString()).isEqualTo("SUCCEEDED");
            assertThat(shown.json().path("audit")).hasSize(2);
        }
        Run nowhere = refundctl("review list --prefix nobody-");
        assertThat(nowhere.err()).contains("has no topic nobody-refund-status");
        Run unknown = refundctl("review list --client-config " + directory.resolve("missing"));
        assertThat(unknown.exit()).isNotEqualTo(ExitCodes.OK);
        assertThat(unknown.err()).contains("missing");
    }

    @Test
    void shouldListShowAndResolveWhatWaitsForAPerson() {
        RefundId id = inReview("rv-1");

        Run shown = refundctl("review show " + id + " --json");
        assertThat(shown.json().at("/refund/statusInfo/code").asString()).isEqualTo("NEEDS_REVIEW");
        assertThat(shown.json().path("revisions")).hasSize(2);

        Run dry = refundctl("review resolve " + id + " --succeeded --revision 2 --dry-run --why x");
        assertThat(dry.exit()).isEqualTo(ExitCodes.OK);
        assertThat(dry.err()).contains("would write to refund-inputs: refund " + id + ", succeeded, at revision 2");
        assertThat(audited(id)).isEmpty();

        Run resolved = refundctl(
                "review resolve " + id + " --succeeded --revision 2 --actor ann --json --why", "the bank has it");

        assertThat(resolved.exit()).as(resolved.err()).isEqualTo(ExitCodes.OK);
        assertThat(resolved.json().path("result").asString()).isEqualTo("done");
        assertThat(resolved.json().path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(listed()).noneMatch(refund -> refund.path("id").asString().equals(id.toString()));
        assertThat(refundctl("review show " + id).out())
                .contains("RESOLVED_BY_OPERATOR: ann found that it was paid", "the bank has it");
        assertThat(audited(id))
                .satisfiesExactly(
                        intent -> {
                            assertThat(intent.phase()).isEqualTo(AuditEntry.Phase.INTENT);
                            assertThat(intent.actor()).isEqualTo("ann");
                            assertThat(intent.action()).isEqualTo("review.resolve");
                            assertThat(intent.why()).isEqualTo("the bank has it");
                            assertThat(intent.details())
                                    .containsEntry("decision", "succeeded")
                                    .containsEntry("revision", 2);
                        },
                        outcome -> {
                            assertThat(outcome.phase()).isEqualTo(AuditEntry.Phase.OUTCOME);
                            assertThat(outcome.result()).isEqualTo(AuditEntry.Result.DONE);
                        });
    }

    @Test
    void shouldBeRefusedByTheWorkerOnARevisionThatWasNotSeen() {
        RefundId id = inReview("rv-2");

        Run refused = refundctl("review resolve " + id + " --succeeded --revision 1 --why x");

        assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).contains("at revision 2 (PENDING) and not at the one that you saw: look again");
        assertThat(audited(id).getLast().result()).isEqualTo(AuditEntry.Result.REFUSED);
        assertThat(refundctl("review resolve " + id + " --look-up --revision 1 --why x")
                        .exit())
                .isEqualTo(ExitCodes.REFUSED);
        Run early = refundctl("review resolve " + id + " --failed --revision 2 --why x");
        assertThat(early.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(early.err()).contains("an attempt may still be under way");
    }

    @Test
    void shouldBeRefusedTheIdOfAnotherRefundOfTheCharge() {
        RefundId id = inReview("rv-hand");

        Run refused =
                refundctl("review resolve " + id + " --succeeded --provider-refund-id re_hand --revision 2 --why x");

        assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).contains("another refund of this charge has that id at the provider");
    }

    @Test
    void shouldAskTheProviderAgain() {
        RefundId id = inReview("rv-4");
        lookUp = asked -> Optional.of(new Outcome.NotFound());
        Run nothing = refundctl("review resolve " + id + " --look-up --revision 2 --why x");
        assertThat(nothing.exit()).isEqualTo(ExitCodes.NOTHING_MATCHED);
        assertThat(nothing.out()).contains("the provider: not found");

        lookUp = asked -> Optional.of(Outcome.of(held(asked.refundId(), "25.00", ProviderStatus.SUCCEEDED)));
        Run paid = refundctl("review resolve " + id + " --look-up --revision 2 --why x");

        assertThat(paid.exit()).isEqualTo(ExitCodes.OK);
        assertThat(paid.out()).contains("the provider: paid: re_1 of 25.00 USD", "SUCCEEDED");
    }

    @Test
    void shouldSayWhenTheProviderDoesNotAnswer() {
        lookUp = asked -> Optional.empty();
        RefundId id = inReview("rv-5");
        Run open = refundctl("review resolve " + id + " --look-up --revision 2 --wait 1 --why x");
        assertThat(open.exit()).isEqualTo(ExitCodes.PARTLY);
        assertThat(open.err()).contains("no answer of the provider came within 1 s");
    }

    @Test
    void shouldListARefundThatTheProviderContradicts() {
        RefundId id = inReview("rv-6");
        refundctl("review resolve " + id + " --succeeded --revision 2 --why x");
        worker.write(
                new ChargeId("rv-6"),
                new Input.CommandAnswered(
                        Instant.now(),
                        99,
                        id,
                        Outcome.of(new ProviderRefund(
                                "re_2",
                                id,
                                RuledWorker.usd("25.00"),
                                ProviderStatus.SUCCEEDED,
                                null,
                                ProviderDetails.NONE))));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(refundctl("review list").out())
                        .contains(id + "  rev 4  rv-6  25.00 USD  SUCCEEDED OPERATOR_CONTRADICTED"));
    }

    @Test
    void shouldReadAChargeAgain() {
        inReview("rv-7");
        Run read = refundctl("charge refresh rv-7 --json --why", "asked by support");
        assertThat(read.exit()).as(read.err()).isEqualTo(ExitCodes.OK);
        assertThat(read.json().path("answer").asString()).isEqualTo("100.00 USD captured, no refunds");

        Run unknown = refundctl("charge refresh rv-none --wait 1 --why x");
        assertThat(unknown.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(unknown.err()).contains("the worker knows no such charge");
    }

    @Test
    void shouldCorrectWhatARequestSaidWasCaptured() {
        worker.requestOf("cc-1", "r1", "50.00");
        Run less = refundctl("charge correct cc-1 --amount 24.99 --currency USD --why x");
        assertThat(less.exit()).as(less.err()).isEqualTo(ExitCodes.REFUSED);
        assertThat(less.err()).contains("the worker refused: charge cc-1: ", "less than what is refunded and pending");

        Run corrected = refundctl("charge correct cc-1 --amount 100 --currency USD --json --why", "seen in the shop");
        assertThat(corrected.exit()).as(corrected.err()).isEqualTo(ExitCodes.OK);
        assertThat(corrected.json().path("result").asString()).isEqualTo("done");

        List<AuditEntry> entries = auditedOf("charge cc-1");
        assertThat(entries).extracting(AuditEntry::action).containsOnly("charge.correct");
        assertThat(entries.getLast().why()).isEqualTo("seen in the shop");
        assertThat(entries.getLast().result()).isEqualTo(AuditEntry.Result.DONE);
    }

    @Test
    void shouldNotCorrectWhatTheProviderTells() {
        inReview("cc-2");
        Run run = refundctl("charge correct cc-2 --amount 200 --currency USD --why x");
        assertThat(run.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(run.err()).contains("its provider tells what was captured");
    }

    @Test
    void shouldNotKnowARefundThatNobodyTellsOf() {
        RefundId id = RuledWorker.refundId("rv-9", "never");
        assertThat(refundctl("review show " + id).exit()).isEqualTo(ExitCodes.NOTHING_MATCHED);
        assertThat(refundctl("review resolve " + id + " --failed --revision 1 --why x")
                        .exit())
                .isEqualTo(ExitCodes.NOTHING_MATCHED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "review",
                "review show nobody",
                "review resolve 3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90 --succeeded --revision 1",
                "review resolve 3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90 --succeeded --why x",
                "review resolve 3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90 --revision 1 --why x",
                "review resolve 3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90 --failed --look-up --revision 1 --why x",
                "review resolve 3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90 --failed --provider-refund-id p --revision 1 --why x",
                "charge refresh",
                "charge refresh ch_1",
                "charge correct ch_1 --amount 1.00 --currency USD",
                "charge correct ch_1 --amount 0 --currency USD --why x",
                "charge correct ch_1 --amount 1e3 --currency USD --why x",
                "charge correct ch_1 --amount 1.00 --currency dollars --why x"
            })
    void shouldExitWithTwoOnWrongUsage(String line) {
        Run run = refundctl(line);
        assertThat(run.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.out()).isEmpty();
    }
}
