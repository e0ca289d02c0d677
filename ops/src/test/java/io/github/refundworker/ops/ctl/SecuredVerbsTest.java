package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.deadletter.DeadLetter;
import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.flow.PrintedAcls;
import io.github.refundworker.flow.ProviderDouble;
import io.github.refundworker.flow.SecuredBroker;
import io.github.refundworker.flow.WitnessingAuthorizer;
import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.stack.WorkerProcess;
import io.github.refundworker.wire.InputCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Each verb as the user that it is meant for, on brokers that allow what {@code refundctl acls} prints and nothing else.
 * The worker's own roles are {@code SecuredClusterTest}'s: here one process has the rights of all that work.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredVerbsTest {

    private static final String PREFIX = "acme-";
    private static final String WORKER = "refund-worker";
    private static final String UPSTREAM = "refund-upstream";
    private static final String REVIEW = "refund-review";
    private static final String DEAD_LETTERS = "refund-dead-letters";
    private static final String NOBODY = "nobody";
    private static final List<String> ROLES = List.of("refund-intake", "refund-decide", "refund-execute");
    private static final List<String> AROUND = List.of(UPSTREAM, REVIEW, DEAD_LETTERS);

    private static final String LETTERS = PREFIX + "refund-requests-dlt";
    private static final String INPUT_LETTERS = PREFIX + "refund-inputs-dlt";
    private static final String ACTS = " --why drill --actor ann";
    private static final Duration SOON = Duration.ofSeconds(8);

    @TempDir
    private static Path directory;

    private final ProviderDouble provider = new ProviderDouble();
    private final List<AclBinding> printed = new ArrayList<>();

    private SecuredBroker broker;
    private WorkerProcess worker;
    private int letters;

    @BeforeAll
    void start() throws Exception {
        broker = new SecuredBroker(directory, List.of(WORKER, UPSTREAM, REVIEW, DEAD_LETTERS, NOBODY));
        WorkerProcess.printed(options("topics", SecuredBroker.ADMIN, "--create"));
        printed.addAll(PrintedAcls.parsed(WorkerProcess.printed(options("acls", SecuredBroker.ADMIN))));
        List<AclBinding> all = new ArrayList<>(printed);
        printed.stream()
                .filter(binding -> ROLES.contains(user(binding)))
                .map(binding -> PrintedAcls.binding(WORKER, binding.entry().operation(), binding.pattern()))
                .forEach(all::add);
        broker.allow(all);
        worker = new WorkerProcess(options("--refunds.roles=intake,decide,execute", WORKER), directory).awaitReady();
    }

    private List<String> options(String first, String user, String... more) {
        return Stream.of(
                        Stream.of(first),
                        Stream.of(more),
                        Stream.of(broker.worker(user)),
                        Stream.of(
                                "--spring.profiles.active=production",
                                "--refunds.namespace=secured",
                                "--refunds.instance-id=secured",
                                "--refunds.topics.prefix=" + PREFIX,
                                "--refunds.topics.partitions=3",
                                "--refunds.topics.create=false",
                                "--refunds.topics.replication-factor=1",
                                "--refunds.topics.min-in-sync-replicas=1",
                                "--refunds.accounts.simulator.type=http",
                                "--refunds.accounts.simulator.url=" + provider.url()))
                .flatMap(option -> option)
                .toList();
    }

    @AfterAll
    void stop() {
        worker.close();
        provider.close();
        broker.close();
    }

    private static String user(AclBinding binding) {
        return binding.entry().principal().replace("User:", "");
    }

    /** As the user whom the file of settings makes it. */
    private Run as(String user, String line) {
        Path settings = directory.resolve(user + ".properties");
        Properties properties = new Properties();
        broker.client(user).forEach((name, value) -> properties.setProperty(name, value.toString()));
        try (var out = Files.newBufferedWriter(settings)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments = new ArrayList<>(Arrays.asList(line.split(" ")));
        if (!line.startsWith("dlt ")) {
            arguments.addAll(List.of("--prefix", PREFIX));
        } else if (!line.startsWith("dlt replay ") && !line.contains("--topic")) {
            arguments.addAll(List.of("--topic", LETTERS));
        }
        arguments.addAll(List.of("--bootstrap", broker.bootstrap(), "--client-config", settings.toString()));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private Run done(String user, String line) {
        Run run = as(user, line);
        assertThat(run.exit()).as(line + ": " + run.err() + run.out()).isEqualTo(ExitCodes.OK);
        return run;
    }

    private void send(String user, String topic, String key, byte @Nullable [] value, Iterable<Header> headers) {
        try (var producer =
                new KafkaProducer<>(broker.client(user), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(PREFIX + topic, null, key.getBytes(UTF_8), value, headers));
        }
    }

    /** A request with another charge's key, which intake cannot take. */
    private void miskeyed(String charge) {
        letters++;
        provider.charge(charge, "100.00");
        send(
                UPSTREAM,
                "refund-requests",
                "another",
                """
                {"requestId":"r-%s","chargeId":"%s","amount":"25.00","currencyCode":"USD"}""".formatted(charge, charge).getBytes(UTF_8),
                List.of());
    }

    /** One that intake took and nobody could decide on, until the worker was mended. */
    private void undecided(String charge) {
        letters++;
        provider.charge(charge, "100.00");
        RefundRequest request = new RefundRequest(
                new RequestId("r-" + charge),
                new ChargeId(charge),
                new RefundRequest.Asked.Part(new BigDecimal("25.00"), new CurrencyCode("USD")),
                null,
                null,
                null,
                Texts.NONE);
        Source source = new Source(PREFIX + "refund-requests", 0, 1_000, Instant.now());
        DeadLetter letter = new DeadLetters(1_100_000)
                .of(
                        new ConsumerRecord<>(
                                PREFIX + "refund-inputs",
                                0,
                                1_000,
                                charge.getBytes(UTF_8),
                                InputCodec.write(new Input.RefundRequested(Instant.now(), source, request))),
                        DeadLetterReason.UNDECIDABLE,
                        new IllegalStateException("of an earlier version"));
        send(SecuredBroker.ADMIN, "refund-requests-dlt", charge, letter.value(), letter.headers());
    }

    private void awaitLetters() {
        await().until(() -> as(DEAD_LETTERS, "dlt list --json").jsonLines().size() >= letters);
    }

    @Test
    void shouldLetAnUpstreamSystemAskAndSeeWhatBecomesOfIt() {
        provider.charge("ch_asked", "100.00");

        Run asked = done(UPSTREAM, "request --charge ch_asked --amount 25.00 --currency USD --wait --json");
        Run seen = done(UPSTREAM, "watch --charge ch_asked --from-beginning --count 2 --json");

        assertThat(asked.json().path("outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(seen.jsonLines()).hasSize(2);
    }

    @Test
    void shouldLetAReviewerDecideAndHaveChargesReadAgain() {
        provider.overpaidCharge("ch_review", "100.00");
        done(UPSTREAM, "request --charge ch_review --amount 25.00 --currency USD");
        JsonNode waiting = await().atMost(Duration.ofSeconds(20))
                .until(() -> done(REVIEW, "review list --json").jsonLines(), list -> !list.isEmpty())
                .getFirst();
        String id = waiting.path("id").asString();

        done(REVIEW, "review show " + id);
        done(REVIEW, "review resolve " + id + " --look-up --revision " + waiting.path("revision") + ACTS);
        Run resolved = done(
                REVIEW,
                "review resolve " + id + " --succeeded --provider-refund-id re_1 --revision " + waiting.path("revision")
                        + ACTS);
        Run read = done(REVIEW, "charge refresh ch_review" + ACTS);

        assertThat(resolved.out()).contains("SUCCEEDED");
        assertThat(read.out()).contains("100.00 USD captured");
        assertThat(done(REVIEW, "review show " + id).out()).contains("outcome review.resolve done");
    }

    @Test
    void shouldLetWhoeverSeesToDeadLettersDoAllOfIt() {
        miskeyed("ch_replayed");
        undecided("ch_undecided");
        awaitLetters();
        Path plan = directory.resolve("plan");

        done(DEAD_LETTERS, "dlt groups");
        done(DEAD_LETTERS, "dlt plan --out " + plan);
        done(DEAD_LETTERS, "dlt replay " + plan + " --rekey --canary 1 --confirm " + LETTERS + ACTS);
        miskeyed("ch_parked");
        awaitLetters();
        done(DEAD_LETTERS, "dlt park --confirm " + LETTERS + ACTS);
        done(DEAD_LETTERS, "dlt discard --state PARKED --confirm " + LETTERS + ACTS);
        assertThat(done(DEAD_LETTERS, "dlt jobs --json").jsonLines()).hasSize(3);
        assertThat(done(DEAD_LETTERS, "dlt audit --json").jsonLines()).hasSize(6);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(provider.paid("ch_replayed")).containsExactly("25.00");
            assertThat(provider.paid("ch_undecided")).containsExactly("25.00");
        });

        send(SecuredBroker.ADMIN, "refund-inputs-dlt", "ch_1", new byte[] {0}, List.of());
        String inputs = " --topic " + INPUT_LETTERS;
        done(DEAD_LETTERS, "dlt list" + inputs);
        done(DEAD_LETTERS, "dlt discard --confirm " + INPUT_LETTERS + inputs + ACTS);
        done(DEAD_LETTERS, "dlt jobs" + inputs);
    }

    /** After those who may do it have done all of it, and before something is denied. */
    @Test
    @Order(Integer.MAX_VALUE - 2)
    void shouldAskForWhatIsPrintedAndForNothingElse() {
        assertThat(WitnessingAuthorizer.denied(AROUND)).isEmpty();
        assertThat(printed.stream()
                        .filter(binding -> AROUND.contains(user(binding)))
                        .filter(binding -> !WitnessingAuthorizer.wasUsed(binding)))
                .isEmpty();
        assertThat(printed.stream().map(SecuredVerbsTest::user)).containsAll(AROUND);
    }

    /** The user, the right that is missing, what is done, and what is said. */
    static final List<Arguments> MISSING = List.of(
            Arguments.of(UPSTREAM, WRITE, "refund-requests", "request --charge ch --all", "write to topic"),
            Arguments.of(UPSTREAM, READ, "refund-status", "watch", "read topic"),
            Arguments.of(UPSTREAM, READ, "refund-status", "request --charge ch --all --wait", "read topic"),
            Arguments.of(REVIEW, READ, "refund-status", "review list", "read topic"),
            Arguments.of(REVIEW, DESCRIBE, "charge-balances", "charge refresh ch" + ACTS, "describe topic"),
            Arguments.of(REVIEW, WRITE, "refund-inputs", "charge refresh ch" + ACTS, "write to topic"),
            Arguments.of(REVIEW, READ, "refund-inputs", "charge refresh ch_asked" + ACTS, "read topic"),
            Arguments.of(REVIEW, DESCRIBE, "refund-decide", "charge refresh ch" + ACTS, "describe group"),
            Arguments.of(REVIEW, WRITE, "refund-audit", "charge refresh ch" + ACTS, "write to topic"),
            Arguments.of(
                    REVIEW,
                    DESCRIBE_CONFIGS,
                    "refund-audit",
                    "charge refresh ch" + ACTS,
                    "describe the configuration of topic"),
            Arguments.of(DEAD_LETTERS, READ, "refund-requests-dlt", "dlt groups", "read topic"),
            Arguments.of(DEAD_LETTERS, READ, "refund-requests-dlt", "dlt plan -n --out plan", "read topic"),
            Arguments.of(DEAD_LETTERS, READ, "refund-requests-dlt-state", "dlt list", "read topic"),
            Arguments.of(DEAD_LETTERS, READ, "refund-requests-dlt-state", "dlt jobs", "read topic"),
            Arguments.of(DEAD_LETTERS, READ, "refund-audit", "dlt audit", "read topic"),
            Arguments.of(
                    DEAD_LETTERS,
                    WRITE,
                    "refund-requests-dlt-state",
                    "dlt park --confirm " + LETTERS + ACTS,
                    "write to topic"),
            Arguments.of(
                    DEAD_LETTERS,
                    WRITE,
                    "refundctl-" + LETTERS,
                    "dlt discard --confirm " + LETTERS + ACTS,
                    "write under the transactional id"));

    @ParameterizedTest(name = "{0} without {1} of {2}: {3}")
    @FieldSource("MISSING")
    @Order(Integer.MAX_VALUE - 1)
    void shouldEndSoonAndSayWhichRightIsMissing(
            String user, AclOperation operation, String name, String line, String said) {
        String whole = name.startsWith("refundctl-") ? name : PREFIX + name;
        without(user, operation, whole, () -> denied(user, line, said + " " + whole));
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void shouldEndAReplaySoonAndSayWhichRightIsMissing() {
        miskeyed("ch_denied");
        awaitLetters();
        Path plan = directory.resolve("denied");
        done(DEAD_LETTERS, "dlt plan --out " + plan);
        String replay = "dlt replay " + plan + " --rekey --confirm " + LETTERS + ACTS;
        String requests = PREFIX + "refund-requests";
        String intake = PREFIX + "refund-intake";

        without(DEAD_LETTERS, WRITE, requests, () -> denied(DEAD_LETTERS, replay, "write to topic " + requests));
        assertThat(provider.paid("ch_denied")).isEmpty();
        without(DEAD_LETTERS, DESCRIBE, intake, () -> denied(DEAD_LETTERS, replay, "describe group " + intake));
        done(DEAD_LETTERS, replay);

        await().untilAsserted(() -> assertThat(provider.paid("ch_denied")).containsExactly("25.00"));
    }

    /** It is on its way, so whoever asks again must do so under the same id. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void shouldSayUnderWhichIdARequestWentWhoseAnswerMayNotBeRead() {
        provider.charge("ch_blind", "100.00");
        String status = PREFIX + "refund-status";
        without(UPSTREAM, READ, status, () -> {
            Run asked = denied(
                    UPSTREAM, "request --charge ch_blind --all --request-id r-blind --wait", "read topic " + status);
            assertThat(asked.out()).isEqualTo("r-blind\n");
        });
        await().untilAsserted(() -> assertThat(provider.paid("ch_blind")).containsExactly("100.00"));
    }

    private void without(String user, AclOperation operation, String name, Runnable action) {
        List<AclBinding> right = printed.stream()
                .filter(binding -> user(binding).equals(user))
                .filter(binding -> binding.entry().operation() == operation)
                .filter(binding -> binding.pattern().name().equals(name))
                .toList();
        assertThat(right).hasSize(1);
        broker.forbid(right);
        try {
            action.run();
        } finally {
            broker.allow(right);
        }
    }

    private Run denied(String user, String line, String said) {
        Instant begun = Instant.now();
        Run run = as(user, line);
        assertThat(run.exit()).as(line + ": " + run.err() + run.out()).isEqualTo(ExitCodes.NOT_ALLOWED);
        assertThat(run.err().lines().toList().getLast()).startsWith("refundctl: not allowed to " + said);
        assertThat(Duration.between(begun, Instant.now())).as(line).isLessThan(SOON);
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request --charge ch --all",
                "request --charge ch --all --wait",
                "watch",
                "review list",
                "review show 3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90",
                "charge refresh ch --why drill",
                "dlt groups",
                "dlt list",
                "dlt plan -n --out plan",
                "dlt park --why drill --confirm " + LETTERS,
                "dlt discard --why drill --confirm " + LETTERS,
                "dlt cancel job --why drill --confirm " + LETTERS,
                "dlt jobs",
                "dlt audit"
            })
    void shouldDoNothingForWhoeverHasNoRight(String line) {
        denied(NOBODY, line, "");
    }

    @Test
    void shouldEndSoonForWhoeverTheBrokersDoNotKnow() {
        for (String line : List.of("request --charge ch --all", "watch", "review list", "dlt list")) {
            Run run = as("stranger", line);
            assertThat(run.exit()).as(line + ": " + run.err()).isEqualTo(ExitCodes.NOT_ALLOWED);
            assertThat(run.err()).contains("Authentication failed");
        }
    }
}
