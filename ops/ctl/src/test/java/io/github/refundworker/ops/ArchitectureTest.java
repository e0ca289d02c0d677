package io.github.refundworker.ops;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom among the tools. As in the worker, the rules list what is allowed, and every package has one. */
class ArchitectureTest {
    private static final String ROOT = "io.github.refundworker.ops.";
    private static final Pattern TESTS = Pattern.compile(".*(/test-classes/|/test/io/|-tests\\.jar!/).*");
    private static final JavaClasses OPS = new ClassFileImporter()
            .withImportOption(location -> !location.matches(TESTS))
            .importPackages("io.github.refundworker.ops");

    /** What each package may use of the other packages of ops. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("simulator", Set.of()),
            Map.entry("inprocess", Set.of()),
            // What the tools share.
            Map.entry("client", Set.of()),
            Map.entry("terminal", Set.of("client")),
            Map.entry("process", Set.of("client")),
            Map.entry("audit", Set.of("client")),
            Map.entry("review", Set.of("client", "audit")),
            // The library for dead letters.
            Map.entry("deadletter", Set.of()),
            Map.entry("deadletter.letter", Set.of("client", "terminal", "deadletter")),
            Map.entry("deadletter.book", Set.of("client", "deadletter", "deadletter.letter")),
            Map.entry("deadletter.replay", Set.of("client", "deadletter", "deadletter.letter", "deadletter.book")),
            Map.entry(
                    "deadletter.desk",
                    Set.of(
                            "client",
                            "audit",
                            "deadletter",
                            "deadletter.letter",
                            "deadletter.book",
                            "deadletter.replay")),
            // The local stack and the drills.
            Map.entry("ledger", Set.of("client")),
            Map.entry(
                    "stack",
                    Set.of("client", "terminal", "process", "simulator", "inprocess", "ledger", "deadletter.letter")),
            Map.entry("bench", Set.of()),
            Map.entry(
                    "drill",
                    Set.of(
                            "client",
                            "terminal",
                            "bench",
                            "ledger",
                            "stack",
                            "deadletter.letter",
                            "deadletter.book",
                            "deadletter.replay",
                            "deadletter.desk")),
            Map.entry("cluster", Set.of("client", "process", "simulator", "ledger")),
            Map.entry("observe", Set.of("client")),
            // The command line.
            Map.entry("ctl.options", Set.of("client", "terminal", "audit")),
            Map.entry(
                    "ctl.dlt",
                    Set.of(
                            "client",
                            "terminal",
                            "audit",
                            "deadletter",
                            "deadletter.letter",
                            "deadletter.book",
                            "deadletter.replay",
                            "deadletter.desk",
                            "ctl.options")),
            Map.entry(
                    "ctl",
                    Set.of(
                            "client",
                            "terminal",
                            "process",
                            "audit",
                            "deadletter",
                            "deadletter.book",
                            "drill",
                            "cluster",
                            "review",
                            "ctl.options",
                            "ctl.dlt")));

    static Stream<String> packagesWithRules() {
        return ALLOWED.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packagesWithRules")
    void shouldUseOnlyWhatItIsAllowedTo(String name) {
        String[] allowed = Stream.concat(Stream.of(name), requireNonNull(ALLOWED.get(name)).stream())
                .map(other -> ROOT + other)
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(resideOutsideOfPackage(ROOT + ".")))
                .check(OPS);
    }

    @Test
    void shouldHaveARuleForEveryPackage() {
        assertThat(OPS.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith(ROOT))
                        .map(name -> name.substring(ROOT.length()))
                        .collect(toSet()))
                .containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    /** As in the worker: a longer file holds more than one idea. */
    @Test
    void shouldHaveShortFiles() throws IOException {
        assertThat(sources().filter(file -> linesOf(file) > 300)).isEmpty();
    }

    private static int linesOf(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As in the worker: a class with more collaborators does more than one thing. */
    @Test
    void shouldHaveFewCollaborators() {
        assertThat(OPS.stream()
                        .filter(type -> !type.isRecord() && !type.isEnum())
                        .filter(type -> type.getConstructors().stream()
                                .anyMatch(made -> made.getRawParameterTypes().size() > 10)))
                .isEmpty();
    }

    /** By decision, the simulator is one package, of which nothing is public; and so are the drills, which share their tools. */
    @Test
    void shouldHaveSmallPackages() throws IOException {
        assertThat(
                        sources()
                                .collect(groupingBy(
                                        file -> file.getParent().getFileName().toString(), counting()))
                                .entrySet()
                                .stream()
                                .filter(count -> count.getValue() > 30)
                                .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("simulator", "drill");
    }

    /** The console has an architecture test of its own. */
    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files
                    .filter(file -> file.toString().contains("/src/main/java/")
                            && file.toString().endsWith(".java")
                            && !file.startsWith("../console"))
                    .toList()
                    .stream();
        }
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(OPS);
    }

    /** It stands for a provider, so it may not share a mistake with the worker or with the tools that check it. */
    @Test
    void shouldLetTheSimulatorKnowNothingOfTheWorkerAndTheTools() {
        classes()
                .that()
                .resideInAPackage(ROOT + "simulator")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(ROOT + "simulator").or(resideOutsideOfPackage("io.github.refundworker..")))
                .check(OPS);
    }
}
