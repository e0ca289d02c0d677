package io.github.refundworker.ops.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.console.proposals.Proposal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What each role may ask for and send, by hand-made requests after a real login. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {

    private static final Set<String> OPERATORS = Set.of("operator", "both");
    private static final Set<String> APPROVERS = Set.of("approver", "both");
    private static final Set<String> ENDING = Set.of("operator", "approver", "both");
    private static final Set<String> AUDITORS = Set.of("auditor");

    /** Everything that is no reading, and the people who may send it. */
    private static final Map<String, Set<String>> SENT = new TreeMap<>(Map.ofEntries(
            Map.entry("/review/look-up", OPERATORS),
            Map.entry("/review/propose", OPERATORS),
            Map.entry("/review/approve", APPROVERS),
            Map.entry("/review/close", ENDING),
            Map.entry("/charge/refresh", OPERATORS),
            Map.entry("/dead-letters/propose", OPERATORS),
            Map.entry("/dead-letters/approve", APPROVERS),
            Map.entry("/dead-letters/close", ENDING),
            Map.entry("/dead-letters/cancel", ENDING),
            Map.entry("/refunds/export", AUDITORS),
            Map.entry("/dead-letters/letter/unmasked", AUDITORS)));

    /** They change who somebody is on a local console, and show an error. */
    private static final Set<String> MOVING_NOTHING = Set.of("/person", "/error");

    private static final List<String> PEOPLE =
            List.of("stranger", "guest", "viewer", "operator", "approver", "auditor", "both");

    private TestTopics topics;
    private OpenIdProvider provider;
    private RunningConsole console;

    @BeforeAll
    void start() {
        topics = new TestTopics();
        topics.create(topics.names.inputs(), topics.names.requests());
        SampleCase.write(topics);
        int port = RunningConsole.freePort();
        provider = new OpenIdProvider(URI.create("http://127.0.0.1:" + port));
        console = RunningConsole.start(topics, "roles-" + topics.names.prefix(), port, provider.settings());
        console.awaitCurrent();
    }

    @AfterAll
    void stop() {
        console.close();
        provider.close();
        topics.close();
    }

    private Visitor visitor(String person) throws Exception {
        return person.equals("stranger") ? Visitor.stranger(console.uri) : Visitor.of(person, provider, console.uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator", "approver", "auditor"})
    void shouldLetEachRoleReadAndOnlyAuditorsExportAndUnmask(String person) throws Exception {
        boolean auditor = person.equals("auditor");
        try (Visitor visitor = visitor(person)) {
            for (String path : new String[] {"/now", "/refunds", "/review", "/dead-letters", "/audit"}) {
                assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(200);
            }
            assertThat(visitor.page.contains("Export as CSV")).isEqualTo(auditor);
            HttpResponse<String> export = visitor.post("/refunds/export", Map.of("currency", "USD", "min", "0.01"));
            assertThat(export.statusCode()).isEqualTo(auditor ? 200 : 403);
            HttpResponse<String> unmasked = visitor.post(
                    "/dead-letters/letter/unmasked",
                    Map.of("id", "0/0", "why", "x", "topic", topics.names.requestsDeadLetters()));
            assertThat(unmasked.statusCode()).isEqualTo(auditor ? 200 : 403);
            assertThat(unmasked.body().contains("4242 4242")).isEqualTo(auditor);
            if (auditor) {
                assertThat(export.headers().firstValue("content-disposition"))
                        .hasValue("attachment; filename=\"refunds.csv\"");
                assertThat(export.body()
                                .lines()
                                .filter(line -> line.contains("\"USD\""))
                                .count())
                        .isGreaterThan(30);
                assertThat(export.body()).doesNotContain("\"EUR\"").contains("\"'=HYPERLINK");
                console.awaitCurrent();
                Awaitility.await()
                        .untilAsserted(() ->
                                assertThat(visitor.get("/audit").body()).contains("console.export", "console.unmask"));
            }
        }
    }

    @Test
    void shouldShowNothingToStrangersAndToPeopleWithoutARole() throws Exception {
        try (Visitor stranger = visitor("stranger");
                Visitor guest = visitor("guest")) {
            for (String path :
                    new String[] {"/", "/now", "/now/stream", "/refunds", "/refund?id=x", "/charge?id=x", "/audit"}) {
                assertThat(stranger.get(path).uri().getPath()).as(path).isEqualTo("/login");
            }
            assertThat(stranger.get("/enter?key=" + RunningConsole.KEY).uri().getPath())
                    .isEqualTo("/login");
            assertThat(guest.get("/refunds").statusCode()).isEqualTo(403);
            assertThat(guest.get("/now/stream").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void shouldHaveARuleForEverythingThatCanBeSent() {
        Set<String> notReading = new HashSet<>();
        console.context
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> {
                    if (!mapping.getMethodsCondition().getMethods().equals(Set.of(RequestMethod.GET))) {
                        notReading.addAll(mapping.getPatternValues());
                    }
                });
        Set<String> known = new HashSet<>(SENT.keySet());
        known.addAll(MOVING_NOTHING);
        assertThat(notReading).containsExactlyInAnyOrderElementsOf(known);
    }

    /** Every form × everybody who may not send it, without a token, with a stranger's, and with an own one. */
    @Test
    void shouldMoveNothingThatIsNotAllowed() throws Exception {
        try (Visitor both = visitor("both")) {
            assertThat(both.post("/review/propose", form("/review/propose")).body())
                    .contains("Another person has to approve it");
            Map<TopicPartition, Long> before = ends();
            for (String person : PEOPLE) {
                try (Visitor visitor = visitor(person)) {
                    for (Map.Entry<String, Set<String>> each : SENT.entrySet()) {
                        String path = each.getKey();
                        Map<String, String> form = form(path);
                        refused(visitor.post(path, form, ""), path, person);
                        refused(visitor.post(path, form, both.csrf()), path, person);
                        if (visitor.hasForm() && !each.getValue().contains(person)) {
                            refused(visitor.post(path, form), path, person);
                            refused(visitor.post(path, form), path, person);
                        }
                        refused(visitor.get(path + "?" + "id=" + form.get("id")), path, person);
                    }
                    assertThat(visitor.post(
                                            "/person",
                                            Map.of("name", "second"),
                                            visitor.hasForm() ? visitor.csrf() : "")
                                    .statusCode())
                            .as("the other person of a local console, for " + person)
                            .isIn(403, 404);
                }
            }
            assertThat(ends()).isEqualTo(before);
        }
    }

    /** What was true once is sent again: an old revision, an own or a closed proposal, another topic. */
    @Test
    void shouldMoveNothingThatIsStaleOrSentTwice() throws Exception {
        String lamp = TestTopics.id("lamp");
        try (Visitor both = visitor("both");
                Visitor approver = visitor("approver")) {
            both.post("/review/propose", Map.of("id", lamp, "revision", "3", "verdict", "succeeded", "why", "x"));
            Map<String, String> closing =
                    new HashMap<>(Map.of("proposal", proposal(lamp).id(), "why", "no"));
            assertThat(approver.post("/review/close", closing).statusCode()).isEqualTo(200);
            Map<TopicPartition, Long> before = ends();
            Map<String, String> approval = Map.of(
                    "proposal", proposal(lamp).id(), "digest", proposal(lamp).digest());
            for (Visitor visitor : List.of(both, approver)) {
                assertThat(visitor.post("/review/approve", approval).statusCode())
                        .isEqualTo(409);
                assertThat(visitor.post("/review/close", closing).statusCode()).isEqualTo(409);
            }
            for (Map<String, String> old : List.of(
                    Map.of("id", lamp, "revision", "1", "verdict", "failed", "why", "x"),
                    Map.of("id", lamp, "revision", "4", "verdict", "failed", "why", "x"),
                    Map.of("id", lamp, "revision", "3", "verdict", "failed", "why", " "),
                    Map.of("id", "unheard-of", "revision", "3", "verdict", "failed", "why", "x"),
                    Map.of("id", TestTopics.id("mug"), "revision", "3", "verdict", "failed", "why", "x"))) {
                assertThat(both.post("/review/propose", old).statusCode())
                        .as("%s", old)
                        .isEqualTo(409);
                if (!"3".equals(old.get("revision"))) {
                    assertThat(both.post("/review/look-up", old).statusCode()).isEqualTo(409);
                }
            }
            assertThat(both.post("/review/propose", Map.of("id", lamp, "revision", "3", "verdict", "x", "why", "x"))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(ends()).isEqualTo(before);
        }
    }

    private Proposal proposal(String refund) {
        return console.context
                .getBean(io.github.refundworker.ops.console.act.Proposals.class)
                .about("refund " + refund)
                .getFirst();
    }

    private static void refused(HttpResponse<String> answer, String path, String person) {
        boolean login = answer.uri().getPath().equals("/login");
        assertThat(login || answer.statusCode() == 403 || answer.statusCode() == 405)
                .as("%s by %s: %s", path, person, answer.statusCode())
                .isTrue();
    }

    private Map<String, String> form(String path) {
        return Objects.requireNonNull(forms().get(path), path);
    }

    /** Forms that would be taken if their sender might send them. */
    private Map<String, Map<String, String>> forms() {
        String chair = TestTopics.id("chair");
        Map<String, String> proposal = new HashMap<>(Map.of("proposal", "x", "digest", "x", "why", "x"));
        console
                .context
                .getBean(io.github.refundworker.ops.console.act.Proposals.class)
                .about("refund " + chair)
                .stream()
                .findFirst()
                .ifPresent(found -> {
                    proposal.put("proposal", found.id());
                    proposal.put("digest", found.digest());
                });
        String letters = topics.names.requestsDeadLetters();
        Map<String, Map<String, String>> forms = new HashMap<>();
        forms.put("/review/look-up", Map.of("id", chair, "revision", "2", "why", "x"));
        forms.put(
                "/review/propose",
                Map.of("id", chair, "revision", "2", "verdict", "succeeded", "providerRefundId", "re_9", "why", "x"));
        forms.put("/review/approve", proposal);
        forms.put("/review/close", proposal);
        forms.put("/charge/refresh", Map.of("id", "ch_chair", "why", "x"));
        forms.put(
                "/dead-letters/propose",
                Map.of("topic", letters, "of", "0/0", "rate", "50", "rekey", "true", "letters", "x", "why", "x"));
        forms.put("/dead-letters/approve", proposal);
        forms.put("/dead-letters/close", proposal);
        forms.put("/dead-letters/cancel", Map.of("topic", letters, "job", "x", "why", "x"));
        forms.put("/refunds/export", Map.of("currency", "USD"));
        forms.put("/dead-letters/letter/unmasked", Map.of("id", "0/0", "why", "x", "topic", letters));
        return forms;
    }

    /** The ends of all topics of the installation. */
    private Map<TopicPartition, Long> ends() throws Exception {
        try (Admin admin = Admin.create(topics.access.client())) {
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(topics.names.prefix()))
                    .forEach(name -> {
                        for (int partition = 0;
                                partition < (name.contains("audit") || name.endsWith("-state") ? 1 : 4);
                                partition++) {
                            wanted.put(new TopicPartition(name, partition), OffsetSpec.latest());
                        }
                    });
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(wanted).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        }
    }
}
