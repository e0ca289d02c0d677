package io.github.refundworker.ops.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.deadletter.DeadLetterFixture;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a cause of dead letters to their replay, with the worker's real intake. */
class LetterActionsTest {

    private static final Pattern APPROVAL = Pattern.compile(
            "name=\"proposal\" value=\"([^\"]+)\"><input type=\"hidden\" name=\"digest\" value=\"([^\"]+)\"");
    private static final Pattern LETTERS = Pattern.compile("name=\"letters\" value=\"([^\"]+)\"");

    private DeadLetterFixture fixture;
    private OpenIdProvider provider;
    private RunningConsole console;
    private int port;

    @BeforeEach
    void start() {
        fixture = new DeadLetterFixture();
        port = RunningConsole.freePort();
        provider = new OpenIdProvider(URI.create("http://127.0.0.1:" + port));
        console = startConsole("letters-");
        fixture.work();
    }

    @AfterEach
    void stop() {
        console.close();
        provider.close();
        fixture.close();
    }

    private RunningConsole startConsole(String database) {
        return RunningConsole.start(
                fixture.access,
                fixture.topic.names(),
                database + fixture.topic.names().prefix(),
                port,
                provider.settings());
    }

    private Visitor visitor(String person) throws Exception {
        return Visitor.of(person, provider, console.uri);
    }

    /** Requests that die of their key, as intake sees it. */
    private void miskeyed(int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] request =
                    "{\"requestId\":\"r-%d\",\"chargeId\":\"ch_%d\",\"amount\":\"25.00\",\"currencyCode\":\"USD\"}"
                            .formatted(i, i)
                            .getBytes(UTF_8);
            fixture.send(fixture.topic.names().requests(), "order-" + i, request, Map.of());
        }
        fixture.flush();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> fixture.records(fixture.topic.name()).size() >= to);
    }

    private void rejectedBefore(int number) {
        byte[] event = JsonHttp.MAPPER.writeValueAsBytes(
                TestTopics.rejected("r-" + number, "ch_" + number, "CHARGE_REFUNDED", "Nothing is left."));
        fixture.send(
                fixture.topic.names().status(),
                "ch_" + number,
                event,
                Map.of(EventHeaders.TYPE, EventTypes.REJECTED, EventHeaders.ID, "rejected-" + number));
        fixture.flush();
    }

    private String sample() {
        return Objects.requireNonNull(
                console.jdbc().queryForObject("select part || '/' || letter_offset from letter limit 1", String.class));
    }

    private String plan(boolean rekey, int rate) {
        return "/dead-letters/plan?topic=" + fixture.topic.name() + "&of=" + sample() + "&rate=" + rate + "&rekey="
                + rekey;
    }

    /** What the form under a forecast sends. */
    private Map<String, String> proposal(String page, boolean rekey, int rate) {
        Matcher letters = LETTERS.matcher(page);
        assertThat(letters.find()).isTrue();
        return Map.of(
                "topic",
                fixture.topic.name(),
                "of",
                sample(),
                "rate",
                Integer.toString(rate),
                "rekey",
                Boolean.toString(rekey),
                "letters",
                letters.group(1),
                "why",
                "keys of the shop, fixed in 4.2");
    }

    private static Map<String, String> approval(Visitor approver) throws Exception {
        Matcher form = APPROVAL.matcher(approver.get("/dead-letters").body());
        assertThat(form.find()).as("a proposal to approve").isTrue();
        return Map.of("proposal", form.group(1), "digest", form.group(2));
    }

    private void proposeAndApprove(boolean rekey, int rate) throws Exception {
        try (Visitor operator = visitor("operator");
                Visitor approver = visitor("approver")) {
            String page = operator.get(plan(rekey, rate)).body();
            assertThat(operator.post("/dead-letters/propose", proposal(page, rekey, rate))
                            .body())
                    .contains("Proposed.");
            assertThat(approver.post("/dead-letters/approve", approval(approver))
                            .body())
                    .contains("Approved.");
        }
    }

    private @Nullable Map<String, @Nullable Object> job() {
        List<Map<String, @Nullable Object>> jobs = console.jdbc().queryForList("select * from job");
        return jobs.isEmpty() ? null : jobs.getLast();
    }

    private void awaitJob(String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(job()).isNotNull().containsEntry("STATUS", status));
    }

    private long inputs() {
        return fixture.records(fixture.topic.names().inputs()).size();
    }

    private List<AuditEntry> audited() {
        List<AuditEntry> found = new ArrayList<>();
        AuditReader.read(fixture.access, fixture.topic.names(), line -> {
            if (line.entry() != null) {
                found.add(line.entry());
            }
        });
        return found;
    }

    @Test
    void shouldReplayWhatOnePersonProposesAndAnotherApproves() throws Exception {
        miskeyed(0, 12);
        rejectedBefore(3);
        console.awaitCurrent();
        try (Visitor both = visitor("both");
                Visitor viewer = visitor("viewer");
                Visitor approver = visitor("approver")) {
            String page = both.get(plan(true, 50)).body();
            assertThat(page)
                    .contains("275.00", "USD", "answered before: gets the same answer, moves 0.00")
                    .containsPattern("<b>11</b></td><td>new")
                    .containsPattern("<b>1</b></td><td>answered before");
            assertThat(viewer.get(plan(true, 50)).body())
                    .contains("275.00", "An operator can propose")
                    .doesNotContain("Propose this replay");
            Map<String, String> form = proposal(page, true, 50);
            Map<String, String> stale = new HashMap<>(form);
            stale.put("letters", "0");
            assertThat(both.post("/dead-letters/propose", stale).statusCode()).isEqualTo(409);
            assertThat(both.post("/dead-letters/propose", form).body()).contains("Proposed.", "275.00 USD");
            assertThat(both.post("/dead-letters/propose", form).statusCode()).isEqualTo(409);
            Map<String, String> approval = approval(approver);
            HttpResponse<String> own = both.post("/dead-letters/approve", approval);
            assertThat(own.statusCode()).isEqualTo(409);
            assertThat(own.body()).contains("You proposed this yourself");
            assertThat(inputs()).isZero();

            assertThat(approver.post("/dead-letters/approve", approval).body()).contains("Approved.");
            assertThat(approver.post("/dead-letters/approve", approval).statusCode())
                    .isEqualTo(409);
            awaitJob("DONE");
            assertThat(inputs()).isEqualTo(12);
            assertThat(viewer.get("/dead-letters").body()).contains("12 of 12 sent", "DONE");
            assertThat(both.get(plan(true, 50)).statusCode()).isEqualTo(409);
        }
        AuditEntry replay = audited().stream()
                .filter(entry -> entry.action().equals("dlt.replay"))
                .findFirst()
                .orElseThrow();
        assertThat(replay.actor()).isEqualTo("both");
        assertThat(replay.details()).containsEntry("approver", "approver").containsEntry("origin", "console");
    }

    @Test
    void shouldForeseeThatLettersDieAgainAndStopWhenTheyDo() throws Exception {
        miskeyed(0, 9);
        console.awaitCurrent();
        try (Visitor viewer = visitor("viewer")) {
            assertThat(viewer.get(plan(false, 50)).body())
                    .containsPattern("<b>9</b></td><td>dies again")
                    .contains("no new money");
            proposeAndApprove(false, 50);
            awaitJob("STOPPED");
            assertThat(viewer.get("/dead-letters").body()).contains("died again");
        }
        assertThat(inputs()).isZero();
    }

    @Test
    void shouldRefuseWhatHasChangedSinceTheForecast() throws Exception {
        miskeyed(0, 2);
        console.awaitCurrent();
        try (Visitor operator = visitor("operator")) {
            String page = operator.get(plan(true, 50)).body();
            Map<String, String> form = proposal(page, true, 50);
            miskeyed(2, 3);
            console.awaitCurrent();
            HttpResponse<String> answer = operator.post("/dead-letters/propose", form);
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("have changed since the forecast");
            assertThat(operator.get(plan(true, 5_000)).statusCode()).isEqualTo(409);
        }
    }

    @Test
    void shouldCancelAndKnowItAfterwards() throws Exception {
        miskeyed(0, 20);
        console.awaitCurrent();
        proposeAndApprove(true, 2);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> job() != null);
        try (Visitor operator = visitor("operator")) {
            assertThat(operator.post(
                                    "/dead-letters/cancel",
                                    Map.of(
                                            "topic",
                                            fixture.topic.name(),
                                            "job",
                                            String.valueOf(Objects.requireNonNull(job())
                                                    .get("ID")),
                                            "why",
                                            "wrong letters"))
                            .body())
                    .contains("Cancelled.");
        }
        awaitJob("CANCELLED");
        assertThat(inputs()).isLessThan(20);
    }

    @Test
    void shouldGoOnAfterARestartWithAnEmptyDatabase() throws Exception {
        miskeyed(0, 20);
        console.awaitCurrent();
        proposeAndApprove(true, 4);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> job() != null);
        console.close();
        long before = inputs();
        assertThat(before).isLessThan(20);
        console = startConsole("restarted-");
        awaitJob("DONE");
        assertThat(job()).containsEntry("REPLAYED", 20L);
        assertThat(inputs()).isEqualTo(20);
    }
}
