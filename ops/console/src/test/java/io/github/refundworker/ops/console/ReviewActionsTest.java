package io.github.refundworker.ops.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.testing.RuledWorker;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people decide about refunds, against the worker's own rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewActionsTest {

    private static final Pattern APPROVAL = Pattern.compile(
            "name=\"proposal\" value=\"([^\"]+)\"><input type=\"hidden\" name=\"digest\" value=\"([^\"]+)\"");
    private static final Pattern PROPOSAL = Pattern.compile("name=\"proposal\" value=\"([^\"]+)\"");

    private volatile Function<Command.LookUp, Optional<Outcome>> lookUp = command -> Optional.empty();

    private TestTopics topics;
    private RuledWorker worker;
    private OpenIdProvider provider;
    private RunningConsole console;
    private int port;

    @BeforeAll
    void start() {
        topics = new TestTopics();
        topics.create(topics.names.inputs());
        worker =
                new RuledWorker(new Cluster(topics.access, topics.names.prefix()), TestTopics.PARTITIONS, this::answer);
        port = RunningConsole.freePort();
        provider = new OpenIdProvider(URI.create("http://127.0.0.1:" + port));
        console = start("review-");
    }

    private RunningConsole start(String database, String... more) {
        List<String> options = new ArrayList<>(provider.settings());
        options.add("--console.patience=5s");
        options.addAll(List.of(more));
        return RunningConsole.start(topics, database + topics.names.prefix(), port, options);
    }

    @AfterAll
    void stop() {
        console.close();
        provider.close();
        worker.close();
        topics.close();
    }

    /** Pays a cent too much, which only a person can judge. */
    private Optional<Input> answer(Command command) {
        Instant now = Instant.now();
        return switch (command) {
            case Command.Describe describe ->
                Optional.of(new Input.ChargeDescribed(
                        now, describe.number(), new Description.Found(RuledWorker.usd("100.00"), List.of())));
            case Command.Settle settle ->
                Optional.of(new Input.CommandAnswered(
                        now, settle.number(), settle.refundId(), Outcome.of(held(settle, "25.01"))));
            case Command.LookUp asked ->
                lookUp.apply(asked)
                        .map(outcome -> new Input.CommandAnswered(now, asked.number(), asked.refundId(), outcome));
        };
    }

    private static ProviderRefund held(Command.Settle settle, String amount) {
        return new ProviderRefund(
                "re_1",
                settle.refundId(),
                RuledWorker.usd(amount),
                ProviderStatus.SUCCEEDED,
                null,
                ProviderDetails.NONE);
    }

    /** @return the id of a refund that waits for a person, at revision 2 */
    private String inReview(String charge) {
        worker.request(charge, "r1");
        String id = RuledWorker.refundId(charge, "r1").toString();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !console.jdbc()
                        .queryForList("select id from refund where id = ? and code = 'NEEDS_REVIEW'", id)
                        .isEmpty());
        return id;
    }

    private Visitor visitor(String person) throws Exception {
        return Visitor.of(person, provider, console.uri);
    }

    private static Map<String, String> verdict(String id, int revision, String verdict) {
        return Map.of("id", id, "revision", Integer.toString(revision), "verdict", verdict, "why", "seen there");
    }

    /** What the form of the approval sends. */
    private static Map<String, String> approval(Visitor visitor, String page) throws Exception {
        Matcher form = APPROVAL.matcher(visitor.get(page).body());
        assertThat(form.find()).as("a proposal to approve").isTrue();
        return Map.of("proposal", form.group(1), "digest", form.group(2));
    }

    private static String refund(String id) {
        return "/refund?id=" + id;
    }

    private List<AuditEntry> audited(String target) {
        List<AuditEntry> found = new ArrayList<>();
        AuditReader.read(topics.access, topics.names, line -> {
            AuditEntry entry = line.entry();
            if (entry != null && entry.target().equals(target)) {
                found.add(entry);
            }
        });
        return found;
    }

    @Test
    void shouldAskTheProviderAndSayWhatItAnswered() throws Exception {
        String id = inReview("look-1");
        lookUp = asked -> Optional.of(new Outcome.NotFound());
        try (Visitor operator = visitor("operator")) {
            HttpResponse<String> answer =
                    operator.post("/review/look-up", Map.of("id", id, "revision", "2", "why", "the customer calls"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.uri().getPath()).isEqualTo("/refund");
            assertThat(answer.body()).contains("The provider: not found", "the customer calls");
            assertThat(operator.post("/review/look-up", Map.of("id", id, "revision", "1", "why", "x"))
                            .body())
                    .contains("The refund is at revision 2 and not at revision 1, which you saw. Look again.");
        }
        assertThat(audited("refund " + id))
                .satisfiesExactly(
                        intent -> {
                            assertThat(intent.action()).isEqualTo("review.look-up");
                            assertThat(intent.actor()).isEqualTo("operator");
                            assertThat(intent.details()).containsEntry("origin", "console");
                        },
                        outcome -> assertThat(outcome.result()).isEqualTo(AuditEntry.Result.DONE));
    }

    @Test
    void shouldHaveAChargeReadAgain() throws Exception {
        inReview("read-1");
        try (Visitor operator = visitor("operator")) {
            assertThat(operator.post("/charge/refresh", Map.of("id", "read-1", "why", "support asks"))
                            .body())
                    .contains("100.00 USD captured, no refunds");
            assertThat(operator.post("/charge/refresh", Map.of("id", "unheard-of", "why", "x"))
                            .body())
                    .contains("The worker refused", "knows no such charge");
        }
    }

    @Test
    void shouldResolveWhatOnePersonProposesAndAnotherApproves() throws Exception {
        String id = inReview("four-1");
        try (Visitor operator = visitor("operator");
                Visitor both = visitor("both");
                Visitor approver = visitor("approver")) {
            assertThat(both.post("/review/propose", verdict(id, 2, "succeeded")).body())
                    .contains("Another person has to approve it");
            assertThat(operator.post("/review/propose", verdict(id, 2, "succeeded"))
                            .statusCode())
                    .isEqualTo(409);
            assertThat(both.get(refund(id)).body()).doesNotContain("Approve, and do it");
            Map<String, String> form = approval(approver, refund(id));
            HttpResponse<String> own = both.post("/review/approve", form);
            assertThat(own.statusCode()).isEqualTo(409);
            assertThat(own.body()).contains("You proposed this yourself");
            HttpResponse<String> other = approver.post(
                    "/review/approve", Map.of("proposal", form.getOrDefault("proposal", ""), "digest", "0"));
            assertThat(other.body()).contains("What you saw is not what is proposed");

            HttpResponse<String> done = approver.post("/review/approve", form);
            assertThat(done.statusCode()).isEqualTo(200);
            assertThat(done.body()).contains("The worker has done it. The refund is SUCCEEDED at revision 3.");
            HttpResponse<String> again = approver.post("/review/approve", form);
            assertThat(again.statusCode()).isEqualTo(409);
            assertThat(again.body()).contains("It was already approved, by approver");
            console.awaitCurrent();
            assertThat(approver.get(refund(id)).body()).contains("What people did", "review.resolve", "seen there");
        }
        List<AuditEntry> entries = audited("refund " + id);
        assertThat(entries)
                .extracting(entry -> entry.actor() + " " + entry.action() + " " + entry.phase())
                .containsExactly(
                        "both review.propose INTENT",
                        "approver review.propose OUTCOME",
                        "both review.resolve INTENT",
                        "both review.resolve OUTCOME");
        assertThat(entries.get(2).details())
                .containsEntry("approver", "approver")
                .containsEntry("origin", "console")
                .containsEntry("decision", "succeeded");
        assertThat(entries.get(3).result()).isEqualTo(AuditEntry.Result.DONE);
    }

    @Test
    void shouldTellWhyTheWorkerRefuses() throws Exception {
        String id = inReview("early-1");
        try (Visitor operator = visitor("operator");
                Visitor approver = visitor("approver")) {
            operator.post("/review/propose", verdict(id, 2, "failed"));
            assertThat(approver.post("/review/approve", approval(approver, refund(id)))
                            .body())
                    .contains("The worker refused: an attempt may still be under way");
        }
        assertThat(audited("refund " + id).getLast().result()).isEqualTo(AuditEntry.Result.REFUSED);
    }

    @Test
    void shouldDoNothingWithWhatIsRejectedOrWithdrawn() throws Exception {
        String id = inReview("no-1");
        try (Visitor operator = visitor("operator");
                Visitor both = visitor("both");
                Visitor approver = visitor("approver")) {
            operator.post("/review/propose", verdict(id, 2, "succeeded"));
            Map<String, String> form = approval(approver, refund(id));
            assertThat(approver.post(
                                    "/review/close",
                                    Map.of("proposal", form.getOrDefault("proposal", ""), "why", "not sure"))
                            .body())
                    .contains("Rejected.");
            assertThat(approver.post("/review/approve", form).body()).contains("It was already rejected, by approver");
            both.post("/review/propose", verdict(id, 2, "succeeded"));
            Matcher own = PROPOSAL.matcher(both.get(refund(id)).body());
            assertThat(own.find()).isTrue();
            assertThat(operator.post("/review/close", Map.of("proposal", own.group(1), "why", "x"))
                            .body())
                    .contains("Only an approver rejects");
            assertThat(both.post("/review/close", Map.of("proposal", own.group(1), "why", "my mistake"))
                            .body())
                    .contains("Withdrawn.");
        }
        assertThat(audited("refund " + id)).noneMatch(entry -> entry.action().equals("review.resolve"));
    }

    @Test
    void shouldKnowProposalsAfterARestartWithAnEmptyDatabaseAndLetThemExpire() throws Exception {
        String kept = inReview("kept-1");
        String late = inReview("late-1");
        try (Visitor operator = visitor("operator")) {
            operator.post("/review/propose", verdict(kept, 2, "succeeded"));
        }
        console.close();
        console = start("review-again-", "--console.proposal-lifetime=1ms");
        console.awaitCurrent();
        Awaitility.await()
                .untilAsserted(() -> assertThat(console.jdbc()
                                .queryForObject("select count(*) from proposal where ruling is null", Long.class))
                        .isPositive());
        try (Visitor operator = visitor("operator");
                Visitor approver = visitor("approver")) {
            assertThat(approver.post("/review/approve", approval(approver, refund(kept)))
                            .body())
                    .contains("The worker has done it.");
            operator.post("/review/propose", verdict(late, 2, "succeeded"));
            String page = approver.get(refund(late)).body();
            assertThat(page).doesNotContain("Approve, and do it");
            String proposal = Objects.requireNonNull(console.jdbc()
                    .queryForObject("select id from proposal where target = ?", String.class, "refund " + late));
            assertThat(approver.post("/review/approve", Map.of("proposal", proposal, "digest", "0"))
                            .body())
                    .contains("The proposal has expired");
        }
        console.close();
        console = start("review-");
    }

    @Test
    void shouldSayWhenTheWorkerTakesNothing() throws Exception {
        String id = inReview("away-1");
        lookUp = asked -> Optional.empty();
        try (Visitor operator = visitor("operator")) {
            assertThat(operator.post("/review/look-up", Map.of("id", id, "revision", "2", "why", "x"))
                            .body())
                    .contains("No answer of the provider came within 5 s");
            assertThat(operator.post("/review/look-up", Map.of("id", id, "revision", "2", "why", "  "))
                            .statusCode())
                    .isEqualTo(409);
        }
    }
}
