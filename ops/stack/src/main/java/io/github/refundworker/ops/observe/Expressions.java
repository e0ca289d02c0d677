package io.github.refundworker.ops.observe;

import io.github.refundworker.ops.client.JsonHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The expressions of dashboards and rules, in a form that a Prometheus server can evaluate. */
final class Expressions {
    private Expressions() {}

    static List<Path> dashboards(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Path dashboard) {
        try {
            return JsonHttp.MAPPER.readTree(Files.readString(dashboard));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The expressions of every panel by their place, with Grafana's variables substituted. */
    static Map<String, String> ofPanels(Path dashboard) {
        Map<String, String> expressions = new LinkedHashMap<>();
        JsonNode json = read(dashboard);
        for (JsonNode panel : json.at("/panels")) {
            for (JsonNode target : panel.at("/targets")) {
                expressions.put(
                        json.at("/title").asString() + " / "
                                + panel.at("/title").asString() + " "
                                + target.at("/refId").asString(),
                        target.at("/expr")
                                .asString()
                                .replace("$__rate_interval", "15s")
                                .replace("$provider", ".*"));
            }
        }
        return expressions;
    }

    /** The expression of an alert without its threshold. It must have data at any time. */
    static String lookedAt(String alert) {
        return alert.strip().replaceFirst("^absent\\((.*)\\)$", "$1").replaceFirst("\\s*(==|>|<)\\s*[0-9.]+$", "");
    }

    /** The same rules with short durations, so that they fire and clear within a minute. */
    static String quick(String rules) {
        return rules.replaceAll("(?m)^( +)for: .*$", "$1for: 1s")
                .replaceAll("\\[(5|10|15)m]|\\[1h]", "[10s]")
                .replace("> 900", "> 3")
                .replace("> 10000", "> 40")
                .replace("severity: ", "severity: drill-")
                .replace("name: refund-worker", "name: quick");
    }
}
