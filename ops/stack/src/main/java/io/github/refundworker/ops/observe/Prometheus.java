package io.github.refundworker.ops.observe;

import io.github.refundworker.ops.client.JsonHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A Prometheus server's HTTP API. */
final class Prometheus {
    private final JsonHttp http;
    private final URI base;

    Prometheus(JsonHttp http, URI base) {
        this.http = http;
        this.base = base;
    }

    /**
     * The result of an expression.
     *
     * @param series number of series
     * @param numbers number of series whose value is a number
     */
    record Result(int series, int numbers) {
        boolean isData() {
            return series > 0 && numbers == series;
        }
    }

    /** @throws IOException if there is no answer, or the expression is wrong */
    Result query(String expression) throws IOException {
        JsonNode series = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .at("/data/result");
        int numbers = 0;
        for (JsonNode one : series) {
            if (!one.at("/value/1").asString().equals("NaN")) {
                numbers++;
            }
        }
        return new Result(series.size(), numbers);
    }

    /** The expressions of all alerts of a group, by name. */
    Map<String, String> alerts(String group) throws IOException {
        Map<String, String> alerts = new LinkedHashMap<>();
        for (JsonNode rule : rules(group)) {
            alerts.put(rule.at("/name").asString(), rule.at("/query").asString());
        }
        return alerts;
    }

    boolean isFiring(String group, String alert) throws IOException {
        for (JsonNode rule : rules(group)) {
            if (rule.at("/name").asString().equals(alert)) {
                return rule.at("/state").asString().equals("firing");
            }
        }
        throw new IllegalArgumentException("there is no alert " + alert);
    }

    private List<JsonNode> rules(String group) throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode one : get("/api/v1/rules").at("/data/groups")) {
            if (one.at("/name").asString().equals(group)) {
                one.at("/rules").forEach(rules::add);
            }
        }
        return rules;
    }

    private JsonNode get(String path) throws IOException {
        JsonHttp.Answer answer = http.get(base.resolve(path));
        if (!answer.ok()) {
            throw new IOException(path + " is answered " + answer.status() + " " + answer.body());
        }
        return answer.body();
    }
}
