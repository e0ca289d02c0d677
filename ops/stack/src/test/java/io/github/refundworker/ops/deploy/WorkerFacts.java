package io.github.refundworker.ops.deploy;

import io.github.refundworker.decide.store.StoreMemory;
import io.github.refundworker.lifecycle.Step;
import io.github.refundworker.lifecycle.WorkerLifecycle;
import io.github.refundworker.ops.process.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** What manifests have to agree with, read where it is said: the worker's code, configuration and image. */
final class WorkerFacts {
    private static final Path DOCKERFILE = Path.of("../deploy/Dockerfile");

    /** Any name of an account or a bundle. */
    private static final String NAME = "[A-Z0-9]+";

    private final JsonNode configuration = configuration();
    private final String image = text(DOCKERFILE);
    private final List<Pattern> keys = keys();

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is like " + pattern + " any more"));
    }

    /** What holds in every profile. */
    private static JsonNode configuration() {
        String yaml = text(Path.of("../../worker/src/main/resources/application.yaml"));
        return Manifests.MAPPER.valueToTree(new Yaml().loadAll(yaml).iterator().next());
    }

    int apiPort() {
        return configuration.at("/server/port").asInt();
    }

    int managementPort() {
        return configuration.at("/management/server/port").asInt();
    }

    /** Where a probe finds the health group on one of the ports; none if it is not there. */
    Set<String> paths(String group, int port) {
        JsonNode endpoint = configuration.at("/management/endpoint/health");
        if (endpoint.path("group").path(group).isMissingNode()) {
            return Set.of();
        }
        if (port == managementPort()) {
            return Set.of("/actuator/health/" + group);
        }
        boolean additional = endpoint.at("/probes/add-additional-paths").asBoolean(false) && port == apiPort();
        return additional ? Set.of(group.equals("liveness") ? "/livez" : "/readyz") : Set.of();
    }

    String metricsPath() {
        return "/actuator/"
                + found(
                        "(prometheus)",
                        configuration
                                .at("/management/endpoints/web/exposure/include")
                                .asString());
    }

    /** The worker's own stop, and then the web server's last answers. */
    Duration longestStop() {
        String phase =
                configuration.at("/spring/lifecycle/timeout-per-shutdown-phase").asString();
        return WorkerLifecycle.longestStop(steps()).plus(Duration.parse("PT" + phase));
    }

    /** How many kinds of steps the compiled worker has. */
    private static long steps() {
        ClassDesc step = Step.class.describeConstable().orElseThrow();
        Path worker = Installation.placeOf(Step.class);
        if (Files.isDirectory(worker)) {
            return steps(worker, step);
        }
        try (FileSystem jar = FileSystems.newFileSystem(worker)) {
            return steps(jar.getPath("/"), step);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long steps(Path classes, ClassDesc step) {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(WorkerFacts::parsed)
                    .filter(type -> type.interfaces().stream()
                            .anyMatch(implemented -> implemented.asSymbol().equals(step)))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassModel parsed(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the stores may take outside the heap. */
    long cacheBytes() {
        return StoreMemory.BYTES;
    }

    int heapPercentage() {
        return Integer.parseInt(found("-XX:MaxRAMPercentage=(\\d+)", image));
    }

    /** {@code user:group} */
    String user() {
        return found("\nUSER (\\S+)", image);
    }

    /** What it writes to. */
    Set<String> writtenDirectories() {
        return Set.of(found("REFUNDS_STATEDIRECTORY=(\\S+)", image), found("-Duser.home=([^\"]+)", image));
    }

    String secretsDirectory() {
        return found(
                "REFUNDS_SECRETS:([^}]+)}",
                configuration.at("/spring/config/import").asString());
    }

    boolean isKey(String variable) {
        return keys.stream().anyMatch(key -> key.matcher(variable).matches());
    }

    /** Those of the worker as its page lists them, and those of Spring Boot as its modules in the worker's jar do. */
    private static List<Pattern> keys() {
        Set<String> keys = new HashSet<>();
        Pattern.compile("\\| `(refunds\\.[^`]+)` \\|")
                .matcher(text(Path.of("../../worker/docs/configuration.md")))
                .results()
                .forEach(key -> keys.add(variable(key.group(1)).replace("_NAME_", "_" + NAME + "_")));
        try (ZipInputStream jar =
                new ZipInputStream(Files.newInputStream(Installation.here().workerJar()))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                if (entry.getName().matches("BOOT-INF/lib/spring-boot-.*\\.jar")) {
                    ZipInputStream module = new ZipInputStream(jar);
                    for (ZipEntry file = module.getNextEntry(); file != null; file = module.getNextEntry()) {
                        if (file.getName().equals("META-INF/spring-configuration-metadata.json")) {
                            addKeys(Manifests.MAPPER.readTree(module.readAllBytes()), keys);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys.stream().map(Pattern::compile).collect(Collectors.toList());
    }

    private static void addKeys(JsonNode metadata, Set<String> keys) {
        for (JsonNode property : metadata.path("properties")) {
            String key = variable(property.path("name").asString());
            // What is inside of a map, the metadata does not say.
            boolean isMap = property.path("type").asString("").startsWith("java.util.Map");
            keys.add(isMap ? key + "_.+" : key);
        }
    }

    private static String variable(String key) {
        return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
