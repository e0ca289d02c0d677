package io.github.refundworker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static java.util.stream.Stream.concat;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may know whom. Lists of what is allowed, because a list of what is forbidden passes silently when it is misspelt;
 * for the same reason every rule must find classes, and every package must have a rule.
 */
class ArchitectureTest {
    private static final String ROOT = "io.github.refundworker.";
    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.refundworker");

    private static final Path SOURCES = Path.of("src/main/java/io/github/refundworker");

    private static final Set<String> METER_TYPES =
            Set.of(Counter.class.getName(), Gauge.class.getName(), Timer.class.getName());

    private static final Set<String> EVERYWHERE = Set.of("java..", "org.jspecify.annotations..");

    /** What each package may use besides itself and the above. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("domain", Set.of()),
            Map.entry("wire", Set.of(ROOT + "domain", ROOT + "contracts", "tools.jackson.core..")),
            Map.entry("metrics", Set.of("io.micrometer.core.instrument..")),
            Map.entry(
                    "logging",
                    Set.of(
                            "ch.qos.logback..",
                            "org.slf4j.event",
                            "org.springframework.boot.json",
                            "org.springframework.boot.logging..")),
            Map.entry(
                    "deadletter",
                    Set.of(
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "io.github.resilience4j.circuitbreaker..",
                            "io.github.resilience4j.core..",
                            "org.slf4j")),
            Map.entry(
                    "chargelog",
                    Set.of(ROOT + "domain", ROOT + "wire", "org.apache.kafka.clients..", "org.apache.kafka.common..")),
            Map.entry(
                    "intake",
                    Set.of(
                            ROOT + "chargelog",
                            ROOT + "domain",
                            ROOT + "wire",
                            ROOT + "deadletter",
                            ROOT + "logging",
                            ROOT + "metrics",
                            ROOT + "tracing",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "io.micrometer.core.instrument..",
                            "org.slf4j..")),
            Map.entry(
                    "decide.store",
                    Set.of(
                            ROOT + "chargelog",
                            ROOT + "domain",
                            ROOT + "wire",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "org.apache.kafka.streams..",
                            "org.rocksdb",
                            "org.slf4j..")),
            Map.entry(
                    "decide.commit",
                    Set.of(
                            ROOT + "decide.store",
                            ROOT + "metrics",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "io.micrometer.core.instrument..")),
            Map.entry(
                    "decide",
                    Set.of(
                            ROOT + "chargelog",
                            ROOT + "decide.commit",
                            ROOT + "decide.store",
                            ROOT + "domain",
                            ROOT + "wire",
                            ROOT + "deadletter",
                            ROOT + "metrics",
                            ROOT + "tracing",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "org.apache.kafka.streams..",
                            "io.micrometer.core.instrument..",
                            "org.slf4j..")),
            Map.entry(
                    "decide.engine",
                    Set.of(
                            ROOT + "chargelog",
                            ROOT + "decide",
                            ROOT + "decide.commit",
                            ROOT + "decide.store",
                            ROOT + "deadletter",
                            ROOT + "domain",
                            ROOT + "metrics",
                            ROOT + "tracing",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "org.apache.kafka.streams..",
                            "io.micrometer.core.instrument..",
                            "org.slf4j..")),
            Map.entry(
                    "settings",
                    Set.of(
                            ROOT + "chargelog",
                            ROOT + "clock",
                            ROOT + "configuration",
                            ROOT + "deadletter",
                            ROOT + "domain",
                            ROOT + "execute",
                            ROOT + "provider",
                            "org.springframework..")),
            Map.entry("lifecycle", Set.of("org.slf4j..", "org.springframework..")),
            Map.entry(
                    "cluster",
                    Set.of(
                            ROOT + "chargelog",
                            ROOT + "contracts",
                            ROOT + "decide.engine",
                            ROOT + "decide.store",
                            ROOT + "domain",
                            ROOT + "execute",
                            ROOT + "lifecycle",
                            ROOT + "metrics",
                            ROOT + "provider",
                            ROOT + "settings",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "io.micrometer.core.instrument..",
                            "org.slf4j..",
                            "org.springframework..")),
            Map.entry("intake.start", startsOf("intake", "deadletter")),
            Map.entry("decide.start", startsOf("decide", "decide.engine", "decide.store", "deadletter", "provider")),
            Map.entry("execute.start", startsOf("execute", "provider")),
            Map.entry(
                    "tracing",
                    Set.of(ROOT + "logging", "org.apache.kafka.common.header", "io.micrometer.observation..")),
            Map.entry("clock", Set.of("org.apache.kafka.clients..", "org.apache.kafka.common..", "org.slf4j..")),
            Map.entry(
                    "execute",
                    Set.of(
                            ROOT + "chargelog",
                            ROOT + "clock",
                            ROOT + "domain",
                            ROOT + "wire",
                            ROOT + "provider",
                            ROOT + "metrics",
                            ROOT + "tracing",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "io.github.resilience4j.circuitbreaker..",
                            "io.github.resilience4j.core..",
                            "io.micrometer.core.instrument..",
                            "org.slf4j..")),
            Map.entry("configuration", Set.of("org.springframework.boot.diagnostics", "org.springframework.core..")),
            Map.entry(
                    "provider",
                    Set.of(
                            ROOT + "configuration",
                            ROOT + "domain",
                            ROOT + "tracing",
                            "javax.net.ssl..",
                            "org.springframework.boot.context.properties..",
                            "org.springframework.core",
                            "tools.jackson..")),
            Map.entry(
                    "webhook",
                    Set.of(
                            ROOT + "chargelog",
                            ROOT + "domain",
                            ROOT + "wire",
                            ROOT + "provider",
                            ROOT + "metrics",
                            ROOT + "web",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "io.micrometer.core.instrument..",
                            "org.slf4j..",
                            "org.springframework.http..",
                            "org.springframework.web.bind.annotation",
                            "jakarta.servlet..")),
            Map.entry(
                    "web",
                    Set.of(
                            "org.springframework.http..",
                            "org.springframework.web",
                            "org.apache.coyote..",
                            "org.apache.tomcat.util.net")),
            Map.entry(
                    "query",
                    Set.of(
                            ROOT + "domain",
                            ROOT + "wire",
                            ROOT + "decide.store",
                            ROOT + "contracts",
                            "javax.net.ssl",
                            ROOT + "web",
                            "org.slf4j",
                            "org.springframework.http..",
                            "org.springframework.web.bind.annotation",
                            "org.springframework.core.io",
                            "jakarta.servlet.http")));

    /** What each type of provider may use besides itself. It may also have a library of its provider's. */
    private static final Set<String> ALLOWED_TO_A_PROVIDER = Set.of(
            ROOT + "configuration",
            ROOT + "domain",
            ROOT + "provider",
            "com.stripe..",
            "javax.crypto..",
            "org.springframework.boot.context.properties.bind",
            "tools.jackson..");

    private static final String PROVIDERS = "provider.";

    /** What the start of a step may use: the step with what it is made of, the settings, the cluster and Spring. */
    private static Set<String> startsOf(String... step) {
        return concat(
                        Stream.of(step).map(name -> ROOT + name),
                        Stream.of(
                                ROOT + "chargelog",
                                ROOT + "clock",
                                ROOT + "cluster",
                                ROOT + "domain",
                                ROOT + "lifecycle",
                                ROOT + "metrics",
                                ROOT + "settings",
                                ROOT + "tracing",
                                "org.apache.kafka.clients..",
                                "org.apache.kafka.common..",
                                "org.apache.kafka.streams",
                                "io.micrometer.core.instrument..",
                                "org.slf4j..",
                                "org.springframework.."))
                .collect(toSet());
    }

    private static Set<String> packages() {
        return WORKER.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .filter(name -> !name.startsWith(ROOT + "contracts"))
                .map(name -> name.substring(ROOT.length()))
                .collect(toSet());
    }

    private static Set<String> providers() {
        return packages().stream().filter(name -> name.startsWith(PROVIDERS)).collect(toSet());
    }

    static Stream<String> packagesWithRules() {
        return concat(ALLOWED.keySet().stream(), providers().stream()).sorted();
    }

    @ParameterizedTest
    @MethodSource("packagesWithRules")
    void shouldUseOnlyWhatItIsAllowedTo(String name) {
        Set<String> own = name.startsWith(PROVIDERS) ? ALLOWED_TO_A_PROVIDER : requireNonNull(ALLOWED.get(name));
        String[] allowed = Stream.of(Stream.of(ROOT + name), EVERYWHERE.stream(), own.stream())
                .flatMap(names -> names)
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(WORKER);
    }

    /** The packages that put the others together may use them all. The application is used by none. */
    @Test
    void shouldHaveARuleForEveryPackageButTheOneThatWires() {
        assertThat(providers()).isNotEmpty();
        assertThat(packages())
                .containsExactlyInAnyOrderElementsOf(concat(packagesWithRules(), Stream.of("http", "runtime"))
                        .toList());
    }

    /** A type of provider is added in its folder and in one list. */
    @Test
    void shouldNotNameATypeOfProviderOutsideItsPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + PROVIDERS + "*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + PROVIDERS + "*")
                .check(WORKER);
    }

    /** The list of metrics would not be complete otherwise. */
    @Test
    void shouldMakeMetersInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "metrics")
                .should()
                .callMethodWhere(describe(
                        "a meter is made",
                        call -> METER_TYPES.contains(call.getTargetOwner().getName())
                                && call.getName().equals("builder")))
                .check(WORKER);
        assertThat(METER_TYPES)
                .allMatch(name -> WORKER.stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .anyMatch(call -> call.getTargetOwner().getName().equals(name)));
    }

    /** A file of more than 300 lines holds more than one idea, or says in its javadoc why not. */
    @Test
    void shouldHaveShortFiles() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> linesOf(file) > 300)
                            .map(file -> file.getFileName().toString().replace(".java", "")))
                    .containsExactlyInAnyOrder("ExecutorCore", "PartitionDecisions");
        }
    }

    private static int linesOf(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class with more than 10 collaborators does more than one thing, or says in its javadoc why not. */
    @Test
    void shouldHaveFewCollaborators() {
        assertThat(WORKER.stream()
                        .filter(type -> !type.isRecord() && !type.isEnum())
                        .filter(type -> type.getConstructors().stream()
                                .anyMatch(made -> made.getRawParameterTypes().size() > 10))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("AccountExecutor", "ExecuteStep");
    }

    /**
     * A package of more than 30 files, besides its description, holds more than one idea. By decision, the rules are one
     * package: they know one another, and in several packages what only they may touch would be public.
     */
    @Test
    void shouldHaveSmallPackages() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files
                            .filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                            .collect(groupingBy(Path::getParent, counting()))
                            .entrySet()
                            .stream()
                            .filter(count -> count.getValue() > 30)
                            .map(count -> SOURCES.relativize(count.getKey()).toString()))
                    .containsExactly("domain");
        }
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(WORKER);
    }

    @Test
    void shouldNotLetTheWiringBeUsed() {
        classes()
                .that()
                .resideInAPackage(ROOT + "runtime")
                .and()
                .doNotHaveSimpleName("RefundWorkerApplication")
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .check(WORKER);
    }
}
