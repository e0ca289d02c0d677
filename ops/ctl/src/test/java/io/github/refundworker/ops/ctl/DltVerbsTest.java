package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.DeadLetterFixture;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.deadletter.replay.PlanFile;
import io.github.refundworker.ops.deadletter.replay.Progress;
import io.github.refundworker.ops.deadletter.replay.ReplayOptions;
import io.github.refundworker.ops.deadletter.replay.Replayer;
import io.github.refundworker.ops.process.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The verbs on a real broker, with dead letters that the worker's own intake makes. */
@ExtendWith(TestBroker.class)
class DltVerbsTest {

    private final DeadLetterFixture fixture = new DeadLetterFixture();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        fixture.close();
    }

    private Cli.Run dlt(String... args) {
        List<String> all = new ArrayList<>(List.of("dlt"));
        all.addAll(Arrays.asList(args));
        if (!args[0].equals("replay")) {
            all.addAll(List.of("--topic", fixture.topic.name()));
        }
        all.addAll(List.of("--bootstrap", fixture.access.bootstrap()));
        return Cli.run(all.toArray(String[]::new));
    }

    private Cli.Run replay(Path plan, String... args) {
        List<String> all = new ArrayList<>(
                List.of("replay", plan.toString(), "--json", "--why", "drill", "--confirm", fixture.topic.name()));
        all.addAll(Arrays.asList(args));
        return dlt(all.toArray(String[]::new));
    }

    private Path plan(String... filters) {
        Path file = directory.resolve("plan-" + System.nanoTime());
        List<String> all = new ArrayList<>(List.of("plan", "--out", file.toString()));
        all.addAll(Arrays.asList(filters));
        Cli.Run run = dlt(all.toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isZero();
        return file;
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(int count) {
        return Awaitility.await()
                .until(() -> fixture.records(fixture.topic.name()), letters -> letters.size() >= count);
    }

    /** Requests that die of their key, as intake sees it. */
    private void miskeyed(int count) {
        for (int i = 0; i < count; i++) {
            fixture.send(
                    fixture.topic.names().requests(), "wrong", DeadLetterFixture.request("r" + i, "ch_" + i), Map.of());
        }
        fixture.flush();
        letters(count);
    }

    private Map<String, Integer> states() {
        Map<String, Integer> states = new HashMap<>();
        dlt("list", "--json")
                .jsonLines()
                .forEach(letter -> states.merge(letter.path("state").asString(), 1, Integer::sum));
        return states;
    }

    // Look

    /** What any client can put there, and what a topic may hold. */
    private int nasty() {
        fixture.send(fixture.topic.name(), null, null, Map.of());
        fixture.send(fixture.topic.name(), "", new byte[0], Map.of());
        fixture.send(fixture.topic.name(), "\u001b[31m", "\u001b[2J\u0007".getBytes(UTF_8), Map.of("", "x", "a", ""));
        fixture.send(fixture.topic.name(), "huge", new byte[1_000_000], Map.of("h", "x".repeat(60_000)));
        fixture.send(fixture.topic.name(), "deep", "[".repeat(100_000).getBytes(UTF_8), Map.of());
        fixture.send(
                fixture.topic.name(), "text", "{\"requestId\":7,\"chargeId\":{\"a\":null}}".getBytes(UTF_8), Map.of());
        fixture.send(
                fixture.topic.name(),
                "numbers",
                new byte[] {(byte) 0xff},
                Map.of("kafka_dlt-original-topic", "t", "kafka_dlt-original-offset", "abc", "x-replay-count", "many"));
        fixture.flush();
        return 7;
    }

    @Test
    void shouldListWhateverAnybodyPutThere() {
        int count = nasty();

        for (String verb : List.of("list", "groups")) {
            Cli.Run run = dlt(verb);
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
            assertThat(dlt(verb, "--json").jsonLines()).isNotEmpty();
        }
        assertThat(dlt("list", "--json").jsonLines()).hasSize(count);
        for (JsonNode letter : dlt("list", "--json").jsonLines()) {
            Cli.Run shown = dlt("show", letter.path("id").asString());
            assertThat(shown.exit()).as(shown.err()).isZero();
            assertThat(shown.out()).doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
        }
    }

    @Test
    void shouldGroupByCauseWithAMaskedSample() {
        fixture.work();
        miskeyed(3);
        fixture.send(fixture.topic.names().requests(), "ch_1", "{\"note\":\"Jane Doe".getBytes(UTF_8), Map.of());
        fixture.flush();
        letters(4);

        List<JsonNode> groups = dlt("groups", "--json").jsonLines();

        assertThat(groups).hasSize(2);
        JsonNode largest = groups.getFirst();
        assertThat(largest.path("reason").asString()).isEqualTo("MISKEYED");
        assertThat(largest.path("where").asString()).isEqualTo("the record's key is not its charge");
        assertThat(largest.path("diedOn").asString())
                .isEqualTo(fixture.topic.names().requests());
        assertThat(largest.path("count").asInt()).isEqualTo(3);
        assertThat(largest.at("/states/open").asInt()).isEqualTo(3);
        assertThat(largest.at("/sample/value").asString()).contains("\"chargeId\":\"ch_");
        assertThat(groups.getLast().path("reason").asString()).isEqualTo("UNREADABLE");
        assertThat(dlt("groups").out())
                .contains("MISKEYED  the record's key is not its charge", "3 open")
                .doesNotContain("Jane");
        assertThat(dlt("groups", "--reason", "unreadable", "--json").jsonLines())
                .hasSize(1);
    }

    @Test
    void shouldShowOneLetterAndItsBytesAndExportThemForTheirOwnerAlone() throws Exception {
        fixture.work();
        miskeyed(1);
        String id = dlt("list", "--json").json().path("id").asString();

        Cli.Run shown = dlt("show", id);
        assertThat(shown.out())
                .contains(
                        "MISKEYED",
                        "came from   " + fixture.topic.names().requests() + "/",
                        "request     r0",
                        "charge      ch_0")
                .contains("kafka_dlt-original-partition");
        assertThat(dlt("show", id, "--raw").out()).isEqualTo("{\"requestId\":\"r0\",\"chargeId\":\"ch_0\"}");
        assertThat(dlt("show", "0/999").exit()).isEqualTo(ExitCodes.NOTHING_MATCHED);
        assertThat(dlt("show", "first").exit()).isEqualTo(ExitCodes.USAGE);

        Path file = directory.resolve("letters");

        Cli.Run run = dlt("export", "--out", file.toString(), "--request-id", "r0", "--json");

        assertThat(run.json().path("letters").asInt()).isEqualTo(1);
        JsonNode letter = JsonHttp.MAPPER.readTree(Files.readString(file));
        assertThat(Base64.getDecoder().decode(letter.path("value").asString()))
                .isEqualTo(DeadLetterFixture.request("r0", "ch_0"));
        assertThat(letter.path("headers").get(0).path("name").asString()).isEqualTo("kafka_dlt-original-topic");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(dlt("export", "--out", file.toString()).exit()).isEqualTo(ExitCodes.USAGE);

        Path unreachable = directory.resolve("unreachable");
        assertThat(Cli.run("dlt", "export", "--out", unreachable.toString(), "--bootstrap", "127.0.0.1:1")
                        .exit())
                .isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(unreachable).doesNotExist();
    }

    // Replay

    @Test
    void shouldReplayWithTheRightKeyAndKnowWhenItIsDone() {
        fixture.work();
        miskeyed(30);
        Path plan = plan();

        Cli.Run run = replay(plan, "--rekey", "--canary", "3");

        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        assertThat(run.json().at("/job/status").asString()).isEqualTo("DONE");
        assertThat(run.json().at("/job/replayed").asInt()).isEqualTo(30);
        assertThat(states()).isEqualTo(Map.of("REPLAYED", 30));
        assertThat(fixture.records(fixture.topic.names().inputs())).hasSize(30);
        assertThat(letters(30)).hasSize(30);

        Cli.Run again = replay(plan, "--rekey");
        assertThat(again.exit()).isEqualTo(ExitCodes.NOTHING_MATCHED);
        assertThat(again.json().path("skipped").properties())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.getValue().asInt()).isEqualTo(30));
        assertThat(dlt("plan", "--out", directory.resolve("none").toString()).exit())
                .isEqualTo(ExitCodes.NOTHING_MATCHED);
        assertThat(fixture.records(fixture.topic.names().inputs())).hasSize(30);
    }

    @Test
    void shouldKeepTheRateAndRefuseASecondJobAndBeCancelled() throws Exception {
        fixture.work();
        miskeyed(60);
        Path plan = plan();
        DeadLetterDesk desk = new DeadLetterDesk(fixture.access, fixture.topic);
        ReplayOptions slow = new ReplayOptions(10, 0, 2, 3, true, Duration.ofSeconds(10));
        FutureTask<Replayer.Outcome> replay = new FutureTask<>(() ->
                desk.replay(PlanFile.read(plan), slow, new Mandate("alice", "drill"), new Watched(), () -> false));
        Thread.ofPlatform().start(replay);
        Job running = Awaitility.await()
                .until(
                        () -> desk.jobs().jobs().stream()
                                .filter(job -> job.replayed() >= 5)
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);

        Cli.Run second = replay(plan, "--rekey");
        Cli.Run cancelled = dlt("cancel", running.id(), "--why", "enough", "--json", "--confirm", fixture.topic.name());

        assertThat(second.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(second.err())
                .contains("another job works on " + fixture.topic.name() + ": job " + running.id() + " of alice");
        assertThat(cancelled.exit()).as(cancelled.err()).isZero();
        assertThat(cancelled.json().at("/job/status").asString()).isEqualTo("CANCELLED");
        Job ended = replay.get().job();
        assertThat(ended.status()).isEqualTo(Job.Status.CANCELLED);
        assertThat(ended.replayed()).isLessThan(60);
        double seconds = Duration.between(Instant.parse(ended.startedAt()), Instant.parse(ended.updatedAt()))
                        .toMillis()
                / 1e3;
        assertThat(ended.replayed() / seconds).isCloseTo(10, Offset.offset(1.0));
        assertThat(states()).isEqualTo(Map.of("REPLAYED", (int) ended.replayed(), "OPEN", 60 - (int) ended.replayed()));
    }

    private static final class Watched implements Progress {
        @Override
        public void at(Job job) {}

        @Override
        public void say(String what) {}
    }

    // Other states, jobs, audit

    @Test
    void shouldParkAndDiscardAndTellWhoDidIt() {
        fixture.work();
        miskeyed(3);

        Cli.Run dry = dlt("park", "--request-id", "r0", "-n");
        Cli.Run parked = dlt(
                "park",
                "--request-id",
                "r0",
                "--why",
                "asked upstream",
                "--actor",
                "alice",
                "--confirm",
                fixture.topic.name());
        Cli.Run discarded = dlt("discard", "--why", "spam", "--confirm", fixture.topic.name(), "--json");
        Cli.Run nothing = dlt("discard", "--why", "spam", "--confirm", fixture.topic.name());

        assertThat(dry.out()).isEqualTo("would park 1 letters of " + fixture.topic.name() + "\n");
        assertThat(parked.exit()).as(parked.err()).isZero();
        assertThat(discarded.json().at("/job/discarded").asInt()).isEqualTo(2);
        assertThat(discarded.json().at("/job/parked").asInt()).isZero();
        assertThat(nothing.exit()).isEqualTo(ExitCodes.NOTHING_MATCHED);
        assertThat(states()).isEqualTo(Map.of("PARKED", 1, "DISCARDED", 2));
        assertThat(dlt("jobs", "--json").jsonLines()).hasSize(3);
        assertThat(dlt("jobs").out()).contains("alice: asked upstream");
        List<JsonNode> audit = dlt("audit", "--json").jsonLines();
        assertThat(audit).hasSize(6);
        assertThat(audit.get(0).path("phase").asString()).isEqualTo("intent");
        assertThat(audit.get(0).path("action").asString()).isEqualTo("dlt.park");
        assertThat(audit.get(0).path("why").asString()).isEqualTo("asked upstream");
        assertThat(audit.get(0).at("/details/letters").asInt()).isEqualTo(1);
        assertThat(audit.get(1).path("phase").asString()).isEqualTo("outcome");
        assertThat(audit.get(1).path("result").asString()).isEqualTo("done");
        assertThat(audit.get(1).path("actionId")).isEqualTo(audit.get(0).path("actionId"));
        assertThat(dlt("audit").out()).contains("dlt.park", "alice: asked upstream");
    }

    @Test
    void shouldSayWhatAReplayWouldDoAndTouchNothing() {
        fixture.work();
        miskeyed(3);
        fixture.send(fixture.topic.name(), "ch_1", null, Map.of());
        fixture.flush();
        Path plan = plan();

        Cli.Run run = dlt("replay", plan.toString(), "-n");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "of 4 letters", "would go   3", "3 of them have a wrong key", "would stay 1, without a value");
        assertThat(dlt("jobs").exit()).isEqualTo(ExitCodes.NOTHING_MATCHED);
        assertThat(dlt("audit").exit()).isEqualTo(ExitCodes.NOTHING_MATCHED);
    }

    // Safety

    @Test
    void shouldNotActWithoutConsent() {
        fixture.work();
        miskeyed(1);
        Path plan = plan();

        assertThat(dlt("replay", plan.toString(), "--confirm", fixture.topic.name())
                        .exit())
                .isEqualTo(ExitCodes.USAGE);
        Cli.Run unconfirmed = dlt("replay", plan.toString(), "--why", "drill", "--no-input");
        assertThat(unconfirmed.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(unconfirmed.err()).isEqualTo("refundctl: not without --confirm=" + fixture.topic.name() + "\n");
        assertThat(dlt("replay", plan.toString(), "--why", "drill", "--confirm", "refund-requests-dlt")
                        .exit())
                .isEqualTo(ExitCodes.REFUSED);
        assertThat(dlt("discard", "--confirm", fixture.topic.name()).exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(states()).isEqualTo(Map.of("OPEN", 1));
    }

    @Test
    void shouldRefuseAPlanOfAnotherClusterOrAnEarlierTopic() throws Exception {
        fixture.work();
        miskeyed(1);
        for (String part : List.of("cluster", "topicId")) {
            Path plan = plan();
            Files.writeString(
                    plan,
                    Files.readString(plan).replaceAll("\"" + part + "\":\"[^\"]+\"", "\"" + part + "\":\"other\""));

            assertThat(replay(plan).exit()).as(part).isEqualTo(ExitCodes.REFUSED);
        }
    }

    @Test
    void shouldNotReplayWhatIsNoRequest() {
        String inputs = fixture.topic.names().inputs() + "-dlt";

        Cli.Run run = Cli.run(
                "dlt",
                "plan",
                "--out",
                directory.resolve("p").toString(),
                "--topic",
                inputs,
                "--bootstrap",
                fixture.access.bootstrap());

        assertThat(run.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(run.err()).contains("are not replayed", "charge refresh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dlt",
                "dlt groups --topic orders-dlt",
                "dlt groups --from yesterday",
                "dlt list --state LOST",
                "dlt list --limit 0",
                "dlt plan",
                "dlt replay",
                "dlt replay no-such-file --why x --confirm y",
                "dlt cancel --why x"
            })
    void shouldExitWithTwoOnWrongUsage(String line) {
        Cli.Run run =
                Cli.run((line + (line.equals("dlt") ? "" : " --bootstrap " + fixture.access.bootstrap())).split(" "));

        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.out()).isEmpty();
    }
}
