package io.github.refundworker.ops.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents as they would be sent to a cluster. */
record Manifests(List<JsonNode> documents) {
    static final JsonMapper MAPPER = JsonMapper.shared();

    Manifests {
        documents = List.copyOf(documents);
    }

    /** Pods that a workload makes, and what it makes them by. */
    record Pods(JsonNode workload, JsonNode template) {
        String name() {
            return named(workload);
        }

        JsonNode spec() {
            return template.path("spec");
        }

        JsonNode container() {
            return spec().path("containers").path(0);
        }

        Map<String, String> labels() {
            return strings(template.at("/metadata/labels"));
        }

        /** By name, as a service and a probe may call them. */
        Map<String, Integer> ports() {
            Map<String, Integer> ports = new HashMap<>();
            for (JsonNode port : container().path("ports")) {
                ports.put(
                        port.path("name").asString(""),
                        port.path("containerPort").asInt());
            }
            return ports;
        }

        /** A port by its name or its number, if the container has it. */
        Optional<Integer> port(JsonNode port) {
            return port.isNumber()
                    ? ports().values().stream()
                            .filter(number -> number == port.asInt())
                            .findFirst()
                    : Optional.ofNullable(ports().get(port.asString("")));
        }
    }

    static Manifests parse(String yaml) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml().loadAll(yaml)) {
            if (document != null) {
                documents.add(MAPPER.valueToTree(document));
            }
        }
        return new Manifests(documents);
    }

    /** All files of a directory that nobody renders. */
    static Manifests read(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<JsonNode> documents = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                documents.addAll(parse(Files.readString(file)).documents());
            }
            return new Manifests(documents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<JsonNode> of(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asString("").equals(kind));
    }

    Optional<JsonNode> find(String kind, String name) {
        return of(kind).filter(document -> name(document).equals(name)).findFirst();
    }

    List<Pods> pods() {
        return Stream.of("StatefulSet", "Deployment", "DaemonSet")
                .flatMap(this::of)
                .map(workload -> new Pods(workload, workload.at("/spec/template")))
                .toList();
    }

    List<Pods> selected(JsonNode labels) {
        Map<String, String> wanted = strings(labels);
        return pods().stream()
                .filter(pods -> !wanted.isEmpty() && pods.labels().entrySet().containsAll(wanted.entrySet()))
                .toList();
    }

    /** What a container finds in its environment; a value that only the cluster knows is empty. */
    Map<String, String> environment(Pods pods) {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode from : pods.container().path("envFrom")) {
            find("ConfigMap", from.at("/configMapRef/name").asString(""))
                    .ifPresent(map -> environment.putAll(strings(map.path("data"))));
        }
        for (JsonNode variable : pods.container().path("env")) {
            environment.put(
                    variable.path("name").asString(), variable.path("value").asString(""));
        }
        return environment;
    }

    static String name(JsonNode document) {
        return document.at("/metadata/name").asString("");
    }

    static String named(JsonNode document) {
        return document.path("kind").asString("") + " " + name(document);
    }

    static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            strings.put(entry.getKey(), entry.getValue().asString(""));
        }
        return strings;
    }
}
