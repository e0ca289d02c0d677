package io.github.refundworker.ops.ctl;

import static io.github.refundworker.ops.ctl.SecuredStack.DEAD_LETTERS;
import static io.github.refundworker.ops.ctl.SecuredStack.LETTERS;
import static io.github.refundworker.ops.ctl.SecuredStack.NOBODY;
import static io.github.refundworker.ops.ctl.SecuredStack.PREFIX;
import static io.github.refundworker.ops.ctl.SecuredStack.REVIEW;
import static io.github.refundworker.ops.ctl.SecuredStack.UPSTREAM;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.flow.SecuredBroker;
import io.github.refundworker.flow.WitnessingAuthorizer;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.NotAllowedException;
import io.github.refundworker.ops.client.RequestSender;
import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
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

/** Each verb as the user that it is meant for, on brokers that allow what {@code refundctl acls} prints and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredVerbsTest {

    private static final List<String> AROUND = List.of(UPSTREAM, REVIEW, DEAD_LETTERS);
    private static final String INPUT_LETTERS = PREFIX + "refund-inputs-dlt";
    private static final String ACTS = " --why drill --actor ann";
    private static final Duration SOON = Duration.ofSeconds(8);

    @TempDir
    private static Path directory;

    private SecuredStack stack;

    @BeforeAll
    void start() throws Exception {
        stack = new SecuredStack(directory);
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void shouldLetAnUpstreamSystemAskAndSeeWhatBecomesOfIt() {
        stack.provider.charge("ch_asked", "100.00");

        Run asked = stack.done(UPSTREAM, "request --charge ch_asked --amount 25.00 --currency USD --wait --json");
        Run seen = stack.done(UPSTREAM, "watch --charge ch_asked --from-beginning --count 2 --json");

        assertThat(asked.json().path("outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(seen.jsonLines()).hasSize(2);
        assertThat(stack.keys("charge-balances")).contains("ch_asked");
    }

    @Test
    void shouldLetAReviewerDecideAndHaveChargesReadAgain() {
        stack.provider.overpaidCharge("ch_review", "100.00");
        stack.done(UPSTREAM, "request --charge ch_review --amount 25.00 --currency USD");
        JsonNode waiting = await().atMost(Duration.ofSeconds(20))
                .until(() -> stack.done(REVIEW, "review list --json").jsonLines(), list -> !list.isEmpty())
                .getFirst();
        String id = waiting.path("id").asString();

        stack.done(REVIEW, "review show " + id);
        stack.done(REVIEW, "review resolve " + id + " --look-up --revision " + waiting.path("revision") + ACTS);
        Run resolved = stack.done(
                REVIEW,
                "review resolve " + id + " --succeeded --provider-refund-id re_1 --revision " + waiting.path("revision")
                        + ACTS);
        Run read = stack.done(REVIEW, "charge refresh ch_review" + ACTS);
        Run corrected = stack.as(REVIEW, "charge correct ch_review --amount 1.00 --currency USD" + ACTS);

        assertThat(resolved.out()).contains("SUCCEEDED");
        assertThat(read.out()).contains("100.00 USD captured");
        assertThat(corrected.exit()).as(corrected.err()).isEqualTo(ExitCodes.REFUSED);
        assertThat(stack.done(REVIEW, "review show " + id).out()).contains("outcome review.resolve done");
    }

    @Test
    void shouldLetWhoeverSeesToDeadLettersDoAllOfIt() {
        stack.miskeyed("ch_replayed");
        stack.undecided("ch_undecided");
        stack.awaitLetters();
        Path plan = directory.resolve("plan");

        stack.done(DEAD_LETTERS, "dlt groups");
        stack.done(DEAD_LETTERS, "dlt plan --out " + plan);
        stack.done(DEAD_LETTERS, "dlt replay " + plan + " --rekey --canary 1 --confirm " + LETTERS + ACTS);
        stack.miskeyed("ch_parked");
        stack.awaitLetters();
        stack.done(DEAD_LETTERS, "dlt park --confirm " + LETTERS + ACTS);
        stack.done(DEAD_LETTERS, "dlt discard --state PARKED --confirm " + LETTERS + ACTS);
        assertThat(stack.done(DEAD_LETTERS, "dlt jobs --json").jsonLines()).hasSize(3);
        assertThat(stack.done(DEAD_LETTERS, "dlt audit --json").jsonLines()).hasSize(6);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(stack.provider.paid("ch_replayed")).containsExactly("25.00");
            assertThat(stack.provider.paid("ch_undecided")).containsExactly("25.00");
        });

        stack.send(SecuredBroker.ADMIN, "refund-inputs-dlt", "ch_1", new byte[] {0}, List.of());
        String inputs = " --topic " + INPUT_LETTERS;
        stack.done(DEAD_LETTERS, "dlt list" + inputs);
        stack.done(DEAD_LETTERS, "dlt discard --confirm " + INPUT_LETTERS + inputs + ACTS);
        stack.done(DEAD_LETTERS, "dlt jobs" + inputs);
    }

    /** After those who may do it have done all of it, and before something is denied. */
    @Test
    @Order(Integer.MAX_VALUE - 2)
    void shouldAskForWhatIsPrintedAndForNothingElse() {
        assertThat(WitnessingAuthorizer.denied(AROUND)).isEmpty();
        assertThat(stack.printed.stream()
                        .filter(binding -> AROUND.contains(SecuredStack.user(binding)))
                        .filter(binding -> !WitnessingAuthorizer.wasUsed(binding)))
                .isEmpty();
        assertThat(stack.printed.stream().map(SecuredStack::user)).containsAll(AROUND);
    }

    /** The user, the right that is missing, what is done, and what is said. */
    static final List<Arguments> MISSING = List.of(
            Arguments.of(UPSTREAM, WRITE, "refund-requests", "request --charge ch --all", "write to topic"),
            Arguments.of(UPSTREAM, READ, "refund-status", "watch", "read topic"),
            Arguments.of(UPSTREAM, READ, "refund-status", "request --charge ch --all --wait", "read topic"),
            Arguments.of(REVIEW, READ, "refund-status", "review list", "read topic"),
            Arguments.of(
                    REVIEW,
                    READ,
                    "refund-status",
                    "charge correct ch_review --amount 1.00 --currency USD" + ACTS,
                    "read topic"),
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
        stack.without(user, operation, whole, () -> denied(user, line, said + " " + whole));
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void shouldEndAReplaySoonAndSayWhichRightIsMissing() {
        stack.miskeyed("ch_denied");
        stack.awaitLetters();
        Path plan = directory.resolve("denied");
        stack.done(DEAD_LETTERS, "dlt plan --out " + plan);
        String replay = "dlt replay " + plan + " --rekey --confirm " + LETTERS + ACTS;
        String requests = PREFIX + "refund-requests";
        String decide = PREFIX + "refund-decide";

        stack.without(DEAD_LETTERS, WRITE, requests, () -> denied(DEAD_LETTERS, replay, "write to topic " + requests));
        assertThat(stack.provider.paid("ch_denied")).isEmpty();
        stack.without(DEAD_LETTERS, DESCRIBE, decide, () -> denied(DEAD_LETTERS, replay, "describe group " + decide));
        stack.done(DEAD_LETTERS, replay);

        await().untilAsserted(() -> assertThat(stack.provider.paid("ch_denied")).containsExactly("25.00"));
    }

    /** It is on its way, so a repeated request needs the same id. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void shouldSayUnderWhichIdARequestWentWhoseAnswerMayNotBeRead() {
        stack.provider.charge("ch_blind", "100.00");
        String status = PREFIX + "refund-status";
        stack.without(UPSTREAM, READ, status, () -> {
            Run asked = denied(
                    UPSTREAM, "request --charge ch_blind --all --request-id r-blind --wait", "read topic " + status);
            assertThat(asked.out()).isEqualTo("r-blind\n");
        });
        await().untilAsserted(() -> assertThat(stack.provider.paid("ch_blind")).containsExactly("100.00"));
    }

    private Run denied(String user, String line, String said) {
        Instant begun = Instant.now();
        Run run = stack.as(user, line);
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

    /** A producer that was denied something takes no record any more, and says so in words that name no right. */
    @Test
    void shouldNameTheRightAgainWhenItIsAskedAgain() {
        try (RequestSender sender =
                new RequestSender(new Cluster(stack.access(NOBODY), PREFIX), Duration.ofSeconds(10))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> sender.send(new byte[1], new byte[1], Map.of()))
                        .isInstanceOf(NotAllowedException.class)
                        .hasMessage("not allowed to write to topic " + PREFIX + "refund-requests");
            }
        }
    }

    @Test
    void shouldEndSoonForWhoeverTheBrokersDoNotKnow() {
        for (String line : List.of("request --charge ch --all", "watch", "review list", "dlt list")) {
            Run run = stack.as("stranger", line);
            assertThat(run.exit()).as(line + ": " + run.err()).isEqualTo(ExitCodes.NOT_ALLOWED);
            assertThat(run.err()).contains("Authentication failed");
        }
    }
}
