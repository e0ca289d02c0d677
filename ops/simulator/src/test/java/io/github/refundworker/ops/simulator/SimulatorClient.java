package io.github.refundworker.ops.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Speaks to a simulator as any client would. */
final class SimulatorClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final String base;

    SimulatorClient(int port) {
        this.port = port;
        base = "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Ends its connections, those of unanswered calls too. */
    @Override
    public void close() {
        http.shutdownNow();
    }

    record Response(int status, JsonNode json, HttpResponse<String> http) {
        String code() {
            return json.path("code").asString("");
        }

        boolean replayed() {
            return http.headers().firstValue("Idempotent-Replayed").orElse("").equals("true");
        }
    }

    /** A charge of 100.00 USD with these faults (JSON), or with none. */
    void charge(String chargeId, String... faults) throws Exception {
        String more = faults.length == 0 ? "" : ",\"faults\":" + faults[0];
        Response created = post(
                "/charges",
                "{\"chargeId\":\"%s\",\"amount\":\"100.00\",\"currencyCode\":\"USD\"%s}".formatted(chargeId, more));
        if (created.status() != 201) {
            throw new IllegalStateException(created.json().toString());
        }
    }

    /** Asks for a refund under the key that is its reference. */
    Response refund(String reference, String chargeId, String amount) throws IOException, InterruptedException {
        return refund(reference, reference, chargeId, amount);
    }

    Response refund(String key, String reference, String chargeId, String amount)
            throws IOException, InterruptedException {
        return send(refundRequest(key, reference, chargeId, amount).timeout(PATIENCE));
    }

    HttpRequest.Builder refundRequest(String key, String reference, String chargeId, String amount) {
        return request("/refunds")
                .header("Idempotency-Key", key)
                .POST(body(Json.text(Map.of(
                        "reference", reference, "chargeId", chargeId, "amount", amount, "currencyCode", "USD"))));
    }

    Response get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Response post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).POST(body(json)));
    }

    Response put(String path, String json) throws IOException, InterruptedException {
        return send(request(path).PUT(body(json)));
    }

    Response faults(String json) throws IOException, InterruptedException {
        return put("/faults", json);
    }

    /** How often a fault was injected. */
    long injected(String kind) throws IOException, InterruptedException {
        return get("/stats").json().path("faults").path(kind).asLong(0);
    }

    Stream<JsonNode> ledger() throws IOException, InterruptedException {
        return get("/ledger").json().valueStream();
    }

    static String encoded(String segment) {
        return URLEncoder.encode(segment, UTF_8);
    }

    Response send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Response(response.statusCode(), Json.MAPPER.readTree(response.body()), response);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    }

    private static HttpRequest.BodyPublisher body(String json) {
        return HttpRequest.BodyPublishers.ofString(json);
    }
}
