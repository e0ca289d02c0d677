package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** As much of a payment provider as pays at once, once a key, and remembers it. */
public final class ProviderDouble implements AutoCloseable {
    private final JsonMapper json = new JsonMapper();
    private final Map<String, String> charges = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> refunds = new ConcurrentHashMap<>();
    private final Set<String> slow = ConcurrentHashMap.newKeySet();
    private final Set<String> overpaid = ConcurrentHashMap.newKeySet();
    private final Map<String, String> traces = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server;

    public ProviderDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/refunds", this::refunds);
        server.createContext("/charges/", this::charge);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** In USD. */
    public void charge(String chargeId, String amount) {
        charges.put(chargeId, amount);
    }

    /** Its refunds stay pending until they are settled. */
    void slowCharge(String chargeId, String amount) {
        slow.add(chargeId);
        charge(chargeId, amount);
    }

    /** Of its refunds a cent too much is paid, which only a person can judge. */
    public void overpaidCharge(String chargeId, String amount) {
        overpaid.add(chargeId);
        charge(chargeId, amount);
    }

    /** @return the ids of the refunds that have succeeded now */
    List<String> settle(String chargeId) {
        List<ObjectNode> settled = refundsOf(chargeId);
        settled.forEach(refund -> refund.put("status", "SUCCEEDED"));
        return settled.stream().map(refund -> refund.get("id").asString()).toList();
    }

    /** The amounts that were paid back. */
    public List<String> paid(String chargeId) {
        return refundsOf(chargeId).stream()
                .map(refund -> refund.get("amount").asString())
                .toList();
    }

    /** What the last request for a refund of the charge had as its {@code traceparent}. */
    @Nullable
    String traceOf(String chargeId) {
        return traces.get(chargeId);
    }

    private List<ObjectNode> refundsOf(String chargeId) {
        List<ObjectNode> found = new ArrayList<>(refunds.values());
        found.removeIf(refund -> !refund.get("chargeId").asString().equals(chargeId));
        return found;
    }

    int calls() {
        return calls.get();
    }

    private void refunds(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        if (exchange.getRequestMethod().equals("POST")) {
            JsonNode asked = json.readTree(exchange.getRequestBody().readAllBytes());
            String trace = exchange.getRequestHeaders().getFirst("traceparent");
            traces.put(asked.get("chargeId").asString(), trace == null ? "none" : trace);
            String key = Objects.requireNonNull(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            answer(exchange, 201, refunds.computeIfAbsent(key, k -> refund(asked)));
        } else {
            ObjectNode found = refunds.get(last(exchange).replaceFirst("^re_", ""));
            answer(exchange, found == null ? 404 : 200, found == null ? problem("REFUND_NOT_FOUND") : found);
        }
    }

    private ObjectNode refund(JsonNode asked) {
        ObjectNode refund = json.createObjectNode();
        refund.put("id", "re_" + asked.get("reference").asString());
        for (String name : List.of("reference", "chargeId", "amount", "currencyCode")) {
            refund.put(name, asked.get(name).asString());
        }
        if (overpaid.contains(asked.get("chargeId").asString())) {
            BigDecimal amount = new BigDecimal(asked.get("amount").asString());
            refund.put("amount", amount.add(new BigDecimal("0.01")).toPlainString());
        }
        boolean isSlow = slow.contains(asked.get("chargeId").asString());
        refund.put("status", isSlow ? "PENDING" : "SUCCEEDED");
        refund.put("createdDate", "2026-11-01T12:00:00Z");
        return refund;
    }

    private void charge(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        String chargeId = last(exchange);
        String captured = charges.get(chargeId);
        if (captured == null) {
            answer(exchange, 404, problem("CHARGE_NOT_FOUND"));
            return;
        }
        ObjectNode charge = json.createObjectNode();
        charge.put("chargeId", chargeId);
        charge.put("capturedAmount", captured);
        charge.put("currencyCode", "USD");
        charge.put("disputed", false);
        ArrayNode list = charge.putArray("refunds");
        refundsOf(chargeId).forEach(list::add);
        answer(exchange, 200, charge);
    }

    private ObjectNode problem(String code) {
        return json.createObjectNode().put("code", code).put("title", code).put("detail", code);
    }

    private static String last(HttpExchange exchange) {
        String path = exchange.getRequestURI().getRawPath();
        return URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(UTF_8);
        String type = status < 400 ? "application/json" : "application/problem+json";
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
