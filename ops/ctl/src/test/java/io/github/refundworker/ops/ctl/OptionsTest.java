package io.github.refundworker.ops.ctl;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.terminal.Ranges;
import io.github.refundworker.ops.terminal.Ranges.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** What the options of all verbs have in common; verbs and options come from picocli's own model. */
class OptionsTest {

    private static final Set<Class<?>> NUMBERS =
            Set.of(int.class, Integer.class, long.class, Long.class, double.class, Double.class, Duration.class);

    private static Stream<Arguments> numericOptions() {
        return VerbTable.verbs().entrySet().stream()
                .flatMap(verb -> verb.getValue().getCommandSpec().options().stream()
                        .filter(option -> NUMBERS.contains(option.type()))
                        .filter(option -> !option.longestName().equals("--rate")
                                || !verb.getKey().equals("dlt replay"))
                        .map(option -> Arguments.of(verb.getKey(), option)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("numericOptions")
    void shouldRefuseANumberOutsideItsRangeBeforeAnythingIsDone(String verb, OptionSpec option) {
        assertThat(option.converters()).as("a converter that knows a range").hasSize(1);
        Range<?> range = (Range<?>) option.converters()[0];
        List<String> wrong = new ArrayList<>(List.of("many", "", "1e3", "99999999999999999999"));
        if (!(range instanceof Ranges.Seed)) {
            wrong.add(Long.toString(range.least - 1));
            wrong.add(Long.toString(range.most + 1));
            wrong.add("-5");
        }

        for (String value : wrong) {
            List<String> line = new ArrayList<>(List.of(verb.split(" ")));
            line.add(option.longestName() + "=" + value);
            Run run = Cli.run(line.toArray(String[]::new));
            assertThat(run.exit()).as(line + run.err()).isEqualTo(ExitCodes.USAGE);
            assertThat(run.err())
                    .contains(option.longestName(), "from " + range.least + " to " + range.most, "'" + value + "'");
            assertThat(run.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request --charge ch_1 --all --wait=-5",
                "watch --count -1",
                "dlt replay plan --rate 0/s --why drill",
                "dlt show first",
                "dlt list --from yesterday",
                "dlt list --prefix grüße-",
                "request --charge ch_1 --amount 25.00",
                "request --charge ch_1 --all --field a",
                "request --charge ch_1 --all --provider Shop",
                "watch --bootstrap 127.0.0.1:9092 --port-base 9092",
                "watch --port-base 0",
                "charge refresh ch_1",
                "review resolve 3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90 --failed --revision 1"
            })
    void shouldRefuseWhatIsWrongBeforeTheBrokersAreAsked(String line) {
        Run run = Cli.run((line + (line.contains("--bootstrap") ? "" : " --bootstrap 127.0.0.1:1")).split(" "));

        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).startsWith("refundctl: ").doesNotContain("Error:", "option option");
    }

    @ParameterizedTest
    @CsvSource({
        "doctor --config /nothing.yaml, there is no file /nothing.yaml",
        "doctor --config /etc/passwd, 'expected a file .yaml, .yml or .properties'",
        "dlt replay /no/plan --why drill, there is no directory /no",
        "dlt list --client-config /nothing, there is no file /nothing"
    })
    void shouldSayInOneLineWhichFileIsMissing(String line, String told) {
        Run run = Cli.run(line.split(" "));

        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(told).hasLineCount(1);
    }

    /** Verbs share their options, so one verb teaches the others. */
    @Test
    void shouldExplainOptionsOfOneNameInTheSameWordsAndOrder() {
        List<String> last = List.of("--prefix", "--client-config", "--bootstrap", "--port-base", "--json", "--help");
        VerbTable.verbs().forEach((name, verb) -> {
            List<String> names = verb.getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .toList();
            List<String> shared = names.stream().filter(last::contains).toList();
            assertThat(shared)
                    .as(name)
                    .isEqualTo(last.stream().filter(names::contains).toList());
        });
        for (String shared : List.of(
                "--prefix",
                "--client-config",
                "--bootstrap",
                "--port-base",
                "--why",
                "--actor",
                "--dry-run",
                "--charge")) {
            Set<List<String>> texts = VerbTable.verbs().values().stream()
                    .map(verb -> verb.getCommandSpec().findOption(shared))
                    .filter(option -> option != null && !option.required())
                    .map(option -> List.of(option.description()))
                    .collect(toSet());
            assertThat(texts.size()).as(shared).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void shouldReachAnyBrokersFromEveryVerbThatReadsOrWritesTopics() {
        VerbTable.verbs().forEach((name, verb) -> {
            if (Stream.of("request", "watch", "charge refresh", "review ", "dlt ")
                    .anyMatch(name::startsWith)) {
                for (String option : List.of("--prefix", "--client-config", "--bootstrap", "--port-base", "--json")) {
                    assertThat(verb.getCommandSpec().findOption(option))
                            .as(name + " " + option)
                            .isNotNull();
                }
            }
        });
    }

    @Test
    void shouldDocumentTheExitCodesAsTheHelpDoes() throws IOException {
        String page = Files.readString(Installation.here().root().resolve("ops/docs/refundctl.md"));
        Map<String, String> codes =
                Refundctl.commandLine().getCommandSpec().usageMessage().exitCodeList();

        assertThat(codes).hasSize(12);
        codes.forEach(
                (code, meaning) -> assertThat(page).contains("| " + code + " | " + meaning.replace("|", "\\|") + " |"));
    }

    /** One printer, which filters and notices that it cannot write. */
    @Test
    void shouldPrintNothingPastThePrinter() throws IOException {
        Path ops = Installation.here().root().resolve("ops");
        List<String> past = new ArrayList<>();
        for (String part : List.of("ctl/ctl", "deadletter/deadletter", "base/review", "base/audit", "base/client")) {
            String[] place = part.split("/");
            Path main = ops.resolve(place[0]).resolve("src/main/java/io/github/refundworker/ops");
            try (Stream<Path> files = Files.walk(main.resolve(place[1]))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.readString(file)
                            .lines()
                            .filter(line -> line.matches(".*System\\.(out|err)\\.(print|write|append).*"))
                            .forEach(line -> past.add(file.getFileName() + ":" + line));
                }
            }
        }
        assertThat(past).isEmpty();
    }
}
