package io.github.refundworker.ops.client;

import io.github.refundworker.contracts.RefundStatus;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * The control interface of a local stack's provider: what it paid, how busy it was, and its latency. The provider is
 * either the simulator or the worker's in-process provider.
 */
public final class ProviderClient {

    private final JsonHttp http;
    private final boolean inProcess;
    private final URI base;

    private ProviderClient(JsonHttp http, boolean inProcess, URI base) {
        this.http = http;
        this.inProcess = inProcess;
        this.base = base;
    }

    public static ProviderClient simulator(JsonHttp http, URI simulator) {
        return new ProviderClient(http, false, simulator);
    }

    public static ProviderClient inProcess(JsonHttp http, StackAddress stack) {
        String key = ApiKey.of(stack);
        JsonHttp known = key == null ? http : http.with(ApiKey.HEADER, key);
        return new ProviderClient(known, true, stack.workerUri().resolve("/drill/"));
    }

    /**
     * The stack's simulator if one answers, else the worker's in-process provider: a stack has one of the two.
     *
     * @throws IOException if neither answers
     */
    public static ProviderClient of(JsonHttp http, StackAddress stack) throws IOException {
        ProviderClient simulator = simulator(http, stack.simulatorUri());
        if (simulator.answers("healthz")) {
            return simulator;
        }
        ProviderClient inProcess = inProcess(http, stack);
        if (inProcess.answers("stats")) {
            return inProcess;
        }
        throw new IOException("no provider answers: neither a simulator at " + stack.simulatorUri()
                + " nor the worker at " + stack.workerUri());
    }

    private boolean answers(String path) {
        try {
            return http.get(uri(path)).ok();
        } catch (IOException e) {
            return false;
        }
    }

    /** An in-process provider describes no charges: each request brings its own. */
    public boolean isInProcess() {
        return inProcess;
    }

    /** Hands over every refund of the ledger, in the order in which they were made. */
    public void ledger(Consumer<LedgerEntry> each) throws IOException {
        try (InputStream in = http.stream(uri("ledger"));
                JsonParser parser = JsonHttp.MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("the ledger is not a JSON array");
            }
            Map<String, String> shared = new HashMap<>();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                each.accept(entry(parser, shared));
            }
        }
    }

    private static LedgerEntry entry(JsonParser parser, Map<String, String> shared) {
        String id = "";
        String reference = null;
        String chargeId = "";
        String amount = "0";
        String currency = "";
        String status = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String property = parser.currentName();
            boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
            switch (property) {
                case "id" -> id = parser.getString();
                case "reference" -> reference = isNull ? null : parser.getString();
                case "chargeId" -> chargeId = parser.getString();
                case "amount" -> amount = parser.getString();
                case "currencyCode" -> currency = shared.computeIfAbsent(parser.getString(), code -> code);
                case "status" -> status = parser.getString();
                default -> parser.skipChildren();
            }
        }
        return new LedgerEntry(id, reference, chargeId, new BigDecimal(amount), currency, RefundStatus.valueOf(status));
    }

    /** Calls since the start, and how many were open at once. */
    public Stats stats() throws IOException {
        JsonNode body = expect(http.get(uri("stats")), "stats");
        JsonNode calls = body.path("calls");
        return new Stats(
                // The simulator counts by endpoint.
                calls.isObject()
                        ? calls.valueStream().mapToLong(JsonNode::asLong).sum()
                        : calls.asLong(0),
                body.path("inFlight").asLong(0),
                body.path("maxInFlight").asLong(0),
                body.path("faults")
                        .propertyStream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, fault -> fault.getValue().asLong())));
    }

    /**
     * How busy the provider was.
     *
     * @param calls since its start
     * @param inFlight open right now
     * @param maxInFlight the most that were open at once since its start
     * @param faults that the simulator injected since its start, by kind
     */
    public record Stats(long calls, long inFlight, long maxInFlight, Map<String, Long> faults) {
        public Stats {
            faults = Map.copyOf(faults);
        }

        public long faultsOf(String kind) {
            return faults.getOrDefault(kind, 0L);
        }
    }

    /** How the simulator misbehaves, to be given back to it later. */
    public JsonNode faults() throws IOException {
        return expect(http.get(uri("faults")), "faults");
    }

    /** Has the simulator misbehave from now on, in its own terms, and in no other way. */
    public void misbehave(Object faults) throws IOException {
        expect(http.put(uri("faults"), faults), "faults");
    }

    /** How long each call is to take from now on. */
    public void latency(long millis) throws IOException {
        if (inProcess) {
            expect(http.put(uri("latency?millis=" + millis), null), "latency");
        } else {
            misbehave(Map.of("latencyMillis", millis));
        }
    }

    /**
     * Makes a charge at the simulator.
     *
     * @param chargeId the id that it shall have; the simulator makes one up if absent
     * @param faults how calls for this charge are to go wrong, in the simulator's own terms
     * @return the charge as the simulator shows it
     */
    public JsonNode createCharge(@Nullable String chargeId, String amount, String currencyCode, Map<String, ?> faults)
            throws IOException {
        Map<String, Object> charge = new LinkedHashMap<>();
        if (chargeId != null) {
            charge.put("chargeId", chargeId);
        }
        charge.put("amount", amount);
        charge.put("currencyCode", currencyCode);
        if (!faults.isEmpty()) {
            charge.put("faults", faults);
        }
        return expect(http.post(uri("charges"), charge), "charges");
    }

    /** Makes many charges of the same amount at the simulator: all of them, or none. */
    public void createCharges(List<String> chargeIds, String amount, String currencyCode) throws IOException {
        List<Map<String, String>> charges = chargeIds.stream()
                .map(id -> Map.of("chargeId", id, "amount", amount, "currencyCode", currencyCode))
                .toList();
        expect(http.post(uri("charges"), charges), "charges");
    }

    /**
     * Opens a dispute about a charge at the simulator, or ends it.
     *
     * @param status OPEN, WON or LOST
     * @param amount what it is about; absent for all of the charge
     * @return the charge as the simulator shows it; a missing node if it knows none
     */
    public JsonNode dispute(String chargeId, String status, @Nullable String amount) throws IOException {
        Map<String, String> dispute =
                amount == null ? Map.of("status", status) : Map.of("status", status, "amount", amount);
        URI uri = uri("charges/" + URLEncoder.encode(chargeId, StandardCharsets.UTF_8) + "/dispute");
        JsonHttp.Answer answer = http.put(uri, dispute);
        return answer.status() == 404 ? JsonHttp.MAPPER.missingNode() : expect(answer, "charges");
    }

    /** Makes a refund at the simulator that no request asked for. */
    public void dashboardRefund(String chargeId, String amount) throws IOException {
        expect(
                http.post(uri("dashboard/refunds"), Map.of("chargeId", chargeId, "amount", amount)),
                "dashboard/refunds");
    }

    /**
     * What the simulator knows of a charge, its refunds included.
     *
     * @return a missing node if it knows none
     */
    public JsonNode charge(String chargeId) throws IOException {
        URI uri = uri("charges/" + URLEncoder.encode(chargeId, StandardCharsets.UTF_8));
        JsonHttp.Answer answer = http.get(uri);
        return answer.status() == 404 ? JsonHttp.MAPPER.missingNode() : expect(answer, "charges");
    }

    private URI uri(String path) {
        return base.resolve(base.getPath().isEmpty() ? "/" + path : path);
    }

    /** @throws IllegalArgumentException if it says that what was asked for makes no sense */
    private JsonNode expect(JsonHttp.Answer answer, String what) throws IOException {
        if (!answer.ok()) {
            String detail = answer.body().path("detail").asString("");
            if (answer.status() == 400 || answer.status() == 409) {
                throw new IllegalArgumentException(detail);
            }
            throw new IOException(uri(what) + " answered " + answer.status() + (detail.isEmpty() ? "" : ": " + detail));
        }
        return answer.body();
    }
}
