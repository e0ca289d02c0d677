package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.ctl.Launched.Ended;
import io.github.refundworker.ops.ctl.VerbTable.Row;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.book.JobLease;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.ops.testing.FakeWorker;
import io.github.refundworker.ops.testing.FakeWorker.Mistake;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C in every verb that waits: it ends soon, with the exit code of an interruption, and leaves nothing behind. */
@ExtendWith(TestBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptedVerbsTest {

    private static final String CONSENT = " --why drill --confirm PREFIXrefund-requests-dlt";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private VerbStack stack;
    private Launched refundctl;

    @BeforeAll
    void start() throws Exception {
        stack = new VerbStack(directory);
        refundctl = Launched.in(directory);
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void shouldEndAWatch() throws Exception {
        Process watch = refundctl.start("", words("watch", "--from-beginning"));
        BufferedReader out = watch.inputReader(UTF_8);
        assertThat(out.readLine()).isNotNull();
        interrupted(watch);
    }

    /** As schedulers end a command. */
    @Test
    void shouldEndAWatchThatIsTerminated() throws Exception {
        Process watch = refundctl.start("", words("watch", "--from-beginning"));
        BufferedReader out = watch.inputReader(UTF_8);
        assertThat(out.readLine()).isNotNull();
        ended(watch, "TERM", ExitCodes.TERMINATED);
    }

    @Test
    void shouldEndARequestThatWaits() throws Exception {
        interrupted(
                words("request", "--charge ch_1 --all --request-id waits --wait 60"),
                () -> holds(stack.fixture.topic.names().requests(), "waits"));
    }

    @Test
    void shouldEndARefreshThatWaits() throws Exception {
        interrupted(
                words("charge refresh", VerbStack.SILENT + " --why by-hand --wait 60"),
                () -> holds(stack.fixture.topic.names().inputs(), "by-hand"));
    }

    @Test
    void shouldEndALookUpThatWaits() throws Exception {
        interrupted(
                words("review resolve", "REFUND --look-up --revision 2 --why drill --wait 60"),
                () -> stack.lookedUp.contains(stack.names.get("REFUND")));
    }

    // Dead letters

    @Test
    void shouldEndAReplayThatWaits() throws Exception {
        interrupted(
                words("dlt replay", "PLAN --wait 60" + CONSENT),
                () -> stack.fixture.records(stack.fixture.topic.names().requests()).stream()
                        .anyMatch(record -> record.headers().lastHeader("x-replay-job") != null));
    }

    /** It waits to see whether the other one lives. */
    @ParameterizedTest
    @ValueSource(strings = {"park", "discard"})
    void shouldEndAMarkThatWaitsForAnotherJob(String verb) throws Exception {
        try (JobLease _ = take("other")) {
            Process process = refundctl.start("", words("dlt " + verb, CONSENT));
            assertThat(process.errorReader(UTF_8).readLine()).contains("still alive?");
            interrupted(process);
        }
        assertThat(Cli.run(words("dlt list", "--state parked,discarded").toArray(String[]::new))
                        .out())
                .doesNotContain("drill");
    }

    @Test
    void shouldEndACancelThatWaitsForTheJob() throws Exception {
        try (JobLease lease = take("endless")) {
            lease.record(Map.of(), Job.begun("endless", Job.Kind.PARK, null, "somebody", "drill", 9, Instant.now()));
            interrupted(
                    words("dlt cancel", "endless" + CONSENT), () -> lease.book().isCancelled("endless"));
        }
    }

    private JobLease take(String job) {
        return JobLease.take(stack.fixture.access, stack.fixture.topic, job, "somebody", waiting -> {});
    }

    // Drills

    @Test
    void shouldEndALoadDrillAndHaveTheProviderAsFastAsBefore() throws Exception {
        FakeWorker worker = interruptedDrill("load --count 10 --warmup 0 --provider-latency 500");

        assertThat(worker.latencies).containsExactly("millis=500", "millis=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latency --count 10 --warmup 0",
                "query --charges 10 --warmup 0 --seconds 1",
                "replay --letters 10 --charges 5"
            })
    void shouldEndADrillThatWaits(String drill) throws Exception {
        interruptedDrill(drill);
    }

    /** The tests' broker has no such topic, and its client waits for one. */
    @Test
    void shouldEndADrillOfLetters() throws Exception {
        Process drill = refundctl.start("", drill("letters --count 10"));
        assertThat(drill.waitFor(3, TimeUnit.SECONDS)).isFalse();
        interrupted(drill);
    }

    /** By a worker that answers nothing. */
    private FakeWorker interruptedDrill(String line) throws Exception {
        StackAddress address = TestBroker.address();
        try (FakeWorker worker =
                new FakeWorker(address.bootstrap(), address.worker(), Mistake.NEVER_ANSWERS, request -> true)) {
            interrupted(drill(line), () -> worker.requests() > 0);
            return worker;
        }
    }

    private static List<String> drill(String line) {
        return new Row("drill", line + " --bootstrap BROKER", 0, true)
                .line(Map.of("BROKER", TestBroker.address().bootstrap()));
    }

    private List<String> words(String verb, String rest) {
        return new Row(verb, rest + " --prefix PREFIX --bootstrap BROKER", 0, true).line(stack.names());
    }

    private boolean holds(String topic, String text) {
        return stack.fixture.records(topic).stream()
                .map(ConsumerRecord::value)
                .anyMatch(value -> new String(value, UTF_8).contains(text));
    }

    private void interrupted(List<String> line, Callable<Boolean> waits) throws Exception {
        Process process = refundctl.start("", line);
        await().atMost(SOON).until(waits);
        interrupted(process);
    }

    private static void interrupted(Process process) throws Exception {
        ended(process, "INT", ExitCodes.INTERRUPTED);
    }

    private static void ended(Process process, String signal, int exit) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        Ended ended = Launched.ended(process);
        assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    }
}
