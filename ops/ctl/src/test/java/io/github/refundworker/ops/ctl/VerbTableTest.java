package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.ctl.Launched.Ended;
import io.github.refundworker.ops.ctl.VerbTable.Row;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.ops.terminal.StandardOutput;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every verb where shells, scripts and schedulers start it: in other locales, without a terminal, with streams that are
 * closed, full or read no more. A process of its own is started where the launcher or the process makes a difference:
 * each start costs a second or two.
 */
@ExtendWith(TestBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerbTableTest {

    private static final String[] NO_LOCALE = {"LC_ALL=C", "COLUMNS=40"};
    /** Where the system has no Turkish locale, Java has it all the same. */
    private static final String[] TURKISH = {
        "LANG=tr_TR.UTF-8", "TERM=xterm", "JDK_JAVA_OPTIONS=-Duser.language=tr -Duser.country=TR"
    };

    /** With what the launcher has for quick verbs, for dead letters and for drills. */
    private static final Set<String> LAUNCHED = Set.of("review list", "dlt audit", "drill cluster");

    private static final String FULL = "refundctl: standard output cannot be written: No space left on device\n";

    private static final String CONTROL = "[\\p{C}\\u2028\\u2029&&[^\\n]]";

    @TempDir
    private static Path directory;

    private final ExecutorService processes = Executors.newFixedThreadPool(2);
    private final AtomicInteger pipes = new AtomicInteger();
    private VerbStack stack;
    private Launched refundctl;

    @BeforeAll
    void start() throws Exception {
        stack = new VerbStack(directory);
        refundctl = Launched.in(directory);
    }

    @AfterAll
    void stop() {
        processes.shutdownNow();
        stack.close();
    }

    @Test
    void shouldHoldEveryVerb() {
        assertThat(VerbTable.rows().stream().map(Row::verb))
                .containsExactlyInAnyOrderElementsOf(VerbTable.verbs().keySet());
    }

    // Every verb by the launcher, where nothing is as usual

    /** One verb of each kind that the launcher starts in its own way, and those that start the worker's program. */
    @TestFactory
    Stream<DynamicTest> shouldPrintWellFormedJsonWhereThereIsNoLocaleNoTerminalAndNoInput() {
        Launched here = refundctl.with(NO_LOCALE);
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : VerbTable.rows()) {
            if (row.isSlow() || LAUNCHED.contains(row.verb())) {
                Future<Ended> process = processes.submit(() -> here.run("<&-", json(row)));
                tests.add(dynamicTest(row.verb(), () -> {
                    Ended ended = process.get();
                    isWellFormed(row, ended.exit(), ended.out(), ended.err());
                }));
            }
        }
        return tests.stream();
    }

    /** The launcher sees to this before it starts a virtual machine. */
    @TestFactory
    Stream<DynamicTest> shouldDoNothingIfTheOutputIsClosed() {
        return VerbTable.rows().stream()
                .map(row -> dynamicTest(row.verb(), () -> {
                    Ended ended = refundctl.run(">&-", row.line(stack.names()));
                    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCodes.OUTPUT);
                    assertThat(ended.err()).isEqualTo("refundctl: standard output is closed\n");
                }));
    }

    // Every verb in this process, with the standard output that the command has

    @TestFactory
    Stream<DynamicTest> shouldPrintWellFormedJson() {
        return VerbTable.rows().stream()
                .filter(row -> !row.isSlow())
                .map(row -> dynamicTest(row.verb(), () -> {
                    Run run = Cli.run(json(row).toArray(String[]::new));
                    isWellFormed(row, run.exit(), run.out(), run.err());
                }));
    }

    private List<String> json(Row row) {
        List<String> line = row.line(stack.names());
        if (row.hasJson()) {
            line.add("--json");
        }
        return line;
    }

    private static void isWellFormed(Row row, int exit, String out, String err) {
        assertThat(exit).as(err).isEqualTo(row.exit());
        assertThat(out.isEmpty()).isNotEqualTo(row.prints());
        assertThat(out).doesNotContainPattern(CONTROL).doesNotContain("\ufffd");
        if (row.hasJson()) {
            assertThat(out.lines()).allSatisfy(JsonHttp.MAPPER::readTree);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldPrintLinesThatNobodyCanForgeWhereTheLanguageIsTurkish() {
        return VerbTable.rows().stream()
                .filter(row -> row.prints() && !row.isSlow())
                .map(row -> dynamicTest(row.verb(), () -> {
                    Locale usual = Locale.getDefault();
                    Locale.setDefault(Locale.of("tr", "TR"));
                    try {
                        Run run = Cli.run(words(row));
                        assertThat(run.exit()).as(run.err()).isEqualTo(row.exit());
                        isSafe(run.out());
                    } finally {
                        Locale.setDefault(usual);
                    }
                }));
    }

    private static void isSafe(String out) {
        assertThat(out)
                .isNotEmpty()
                .doesNotContainPattern(CONTROL)
                .doesNotContainPattern("(?m)^0000")
                .doesNotContain("s3cr3t");
    }

    @TestFactory
    Stream<DynamicTest> shouldSayThatTheOutputIsFull() {
        return VerbTable.rows().stream()
                .map(row -> dynamicTest(row.verb(), () -> {
                    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
                        Run run = Cli.printingTo(StandardOutput.checked(full), printing(row));
                        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCodes.OUTPUT);
                        assertThat(run.err()).endsWith(FULL);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldEndQuietlyWhenTheReaderHasGone() {
        return VerbTable.rows().stream()
                .map(row -> dynamicTest(row.verb(), () -> {
                    try (FileOutputStream unread = pipeWithoutReader()) {
                        Run run = Cli.printingTo(
                                StandardOutput.checked(unread), row.help().toArray(String[]::new));
                        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCodes.READER_GONE);
                        assertThat(run.err()).isEmpty();
                    }
                }));
    }

    private FileOutputStream pipeWithoutReader() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe " + pipes.incrementAndGet());
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        // A writer can open a pipe only while somebody has it open to read.
        try (RandomAccessFile _ = new RandomAccessFile(pipe.toFile(), "rw")) {
            return new FileOutputStream(pipe.toFile());
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldWrapItsHelpToANarrowTerminal() {
        return VerbTable.verbs().entrySet().stream()
                .map(verb -> dynamicTest(
                        verb.getKey(),
                        () -> assertThat(verb.getValue()
                                        .setUsageHelpWidth(Refundctl.helpWidth(40))
                                        .getUsageMessage()
                                        .lines())
                                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(55))));
    }

    private String[] words(Row row) {
        return row.line(stack.names()).toArray(String[]::new);
    }

    /** The verb's own line if it prints soon, or else its help. */
    private String[] printing(Row row) {
        return row.prints() && !row.isSlow() ? words(row) : row.help().toArray(String[]::new);
    }

    // The same by the launcher, of one verb: it sets the locale, and the process has the streams

    @Test
    void shouldDoTheSameAsAProcess() {
        List<String> list = words("dlt list", "");

        Ended turkish = refundctl.with(TURKISH).run("", list);
        assertThat(turkish.exit()).as(turkish.err()).isZero();
        isSafe(turkish.out());

        Ended full = refundctl.run(">/dev/full", list);
        assertThat(full.exit()).isEqualTo(ExitCodes.OUTPUT);
        assertThat(full.err()).endsWith(FULL);

        Ended unread = refundctl.runWithoutReader(list);
        assertThat(unread.exit()).isEqualTo(ExitCodes.READER_GONE);
        assertThat(unread.err()).isEmpty();

        Ended narrow = refundctl.with("COLUMNS=40").run("", List.of("dlt", "replay", "--help"));
        assertThat(narrow.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(55));
    }

    // What single verbs owe to those conditions

    @Test
    void shouldSendTheSameRequestWhateverTheLocale() {
        // Composed and decomposed, beyond the first plane, from right to left.
        String id = "r\u00fcck-ru\u0308ck-2";
        String note = "\ud83e\uddfe\u0637\u0644\u0628";
        List<String> request =
                words("request", "--charge ch_1 --all --reason grüße --note " + note + " --request-id " + id);
        List<Process> processes = Stream.of("LC_ALL=C", "LC_ALL=POSIX", "LANG=de_DE.ISO-8859-1", "LANG=C.UTF-8")
                .map(locale -> refundctl.with(locale).start("", request))
                .toList();
        assertThat(processes)
                .allSatisfy(
                        process -> assertThat(Launched.ended(process).exit()).isZero());

        List<String> sent = stack.fixture.records(stack.fixture.topic.names().requests()).stream()
                .map(record -> new String(record.value(), UTF_8))
                .filter(json -> json.contains(id) && json.contains("grüße") && json.contains(note))
                .toList();
        assertThat(sent).hasSize(4);
        assertThat(sent.stream().distinct()).hasSize(1);
    }

    @Test
    void shouldRefuseAnArgumentThatIsNoUtf8() {
        Ended ended = refundctl.run(
                "",
                List.of(
                        "request",
                        "--charge",
                        "ch_1",
                        "--all",
                        "--request-id",
                        "r\ufffdck",
                        "--bootstrap",
                        "127.0.0.1:1"));

        assertThat(ended.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err()).startsWith("refundctl: argument 6 is not UTF-8");
    }

    @Test
    void shouldSayUnderWhichIdARequestWentWhoseIdCouldNotBePrinted() {
        List<String> line = words("request", "--charge ch_1 --all");

        assertThat(refundctl.run(">/dev/full", line).err())
                .containsPattern("refundctl: the request was sent, under the id [0-9a-f-]{36}\n");
        Ended unread = refundctl.runWithoutReader(line);
        assertThat(unread.exit()).isEqualTo(ExitCodes.READER_GONE);
        assertThat(unread.err()).containsPattern("under the id [0-9a-f-]{36}\n");
    }

    /** Nothing else is written then, so nothing but the pipe itself can say so. */
    @Test
    void shouldEndAWatchWhoseReaderHasReadEnough() throws Exception {
        Process watch = refundctl.start("", words("watch", "--from-beginning"));
        try (BufferedReader out = watch.inputReader(UTF_8)) {
            assertThat(out.readLine()).isNotNull();
        }

        assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(watch.exitValue()).isEqualTo(ExitCodes.READER_GONE);
        assertThat(watch.errorReader(UTF_8).readLine()).isNull();
    }

    private List<String> words(String verb, String rest) {
        return new Row(verb, rest + " --prefix PREFIX --bootstrap BROKER", 0, true).line(stack.names());
    }
}
