package io.github.refundworker.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.refundworker.ops.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What {@code kubectl apply -k} would send to a cluster, for the base and each overlay: that Kubernetes takes it, that
 * its parts fit each other, and that the worker can live in it. No cluster is asked.
 */
class KubernetesManifestsTest {
    private static final Path KUBERNETES = Path.of("../deploy/kubernetes");
    private static final Path README = Path.of("../deploy/README.md");

    /** Read once, and only where there is something to read. */
    private static final class Facts {
        static final WorkerFacts ALL = new WorkerFacts();
    }

    @BeforeAll
    static void needsKubectlAndTheWorkersJar() {
        Kustomize.require();
        assumeTrue(
                Installation.here().isBuilt(),
                "the worker's jar is not built: run ./mvnw verify, which packages it first");
    }

    static Stream<String> rendered() throws IOException {
        try (Stream<Path> overlays = Files.list(KUBERNETES.resolve("overlays"))) {
            List<String> names = overlays.map(overlay -> "overlays/" + overlay.getFileName())
                    .sorted()
                    .toList();
            return Stream.concat(Stream.of("base"), names.stream());
        }
    }

    private static List<String> problems(Path kubernetes, String overlay) {
        Manifests manifests = Manifests.parse(Kustomize.render(kubernetes.resolve(overlay)));
        Manifests strimzi = Manifests.read(kubernetes.resolve("strimzi"));
        Secrets secrets = Secrets.documented();
        List<String> problems = new ArrayList<>();
        Stream.concat(manifests.documents().stream(), strimzi.documents().stream())
                .forEach(document -> problems.addAll(KubernetesApi.problems(document)));
        problems.addAll(Links.problems(manifests, strimzi, secrets));
        problems.addAll(PodRules.problems(manifests, Facts.ALL));
        problems.addAll(Scaling.problems(manifests, strimzi, secrets));
        return problems;
    }

    @ParameterizedTest
    @MethodSource("rendered")
    void shouldBeWhatKubernetesTakesAndTheWorkerNeeds(String overlay) {
        assertThat(problems(KUBERNETES, overlay)).isEmpty();
    }

    /** One picture of everything that is rendered, so that nobody has to render it to know. */
    @ParameterizedTest
    @MethodSource("rendered")
    void shouldBePictured(String overlay) throws IOException {
        Map<String, List<String>> names = new TreeMap<>();
        for (JsonNode document :
                Manifests.parse(Kustomize.render(KUBERNETES.resolve(overlay))).documents()) {
            String kind = document.path("kind").asString();
            // Without the hash of what is in it.
            String name = Manifests.name(document).replaceFirst(kind.equals("ConfigMap") ? "-[a-z0-9]{10}$" : "$", "");
            names.computeIfAbsent(kind, _ -> new ArrayList<>()).add(name);
        }
        StringBuilder picture = new StringBuilder(overlay + "\n");
        names.forEach((kind, all) -> picture.append("  %-22s %s%n"
                .formatted(kind, String.join("  ", all.stream().sorted().toList()))));

        assertThat(Files.readString(README)).contains(picture);
    }

    /**
     * Planted in a copy.
     *
     * @param overlay that is rendered
     * @param wrong what stands in the file instead of what is right
     * @param problem part of what has to be said of it
     */
    record Defect(String overlay, String file, String right, String wrong, String problem) {
        @Override
        public String toString() {
            return overlay + ", " + file + ": " + wrong.strip();
        }
    }

    static Stream<Defect> defects() {
        return Defects.all();
    }

    @ParameterizedTest
    @MethodSource("defects")
    void shouldFindWhatIsWrong(Defect defect, @TempDir Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(KUBERNETES)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        copy.resolve("kubernetes")
                                .resolve(KUBERNETES.relativize(file).toString()));
            }
        }
        Path file = copy.resolve("kubernetes").resolve(defect.file());
        String before = Files.readString(file);
        assertThat(before).contains(defect.right());
        Files.writeString(file, before.replace(defect.right(), defect.wrong()));

        assertThat(problems(copy.resolve("kubernetes"), defect.overlay()))
                .anyMatch(problem -> problem.contains(defect.problem()));
    }
}
