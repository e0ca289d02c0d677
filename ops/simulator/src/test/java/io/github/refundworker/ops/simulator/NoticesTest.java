package io.github.refundworker.ops.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.refundworker.ops.simulator.ProviderSimulator.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the simulator tells by itself, as the contract says. */
class NoticesTest {
    private static final String SECRET = "a-secret-of-the-docs";
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path data;

    private final BlockingQueue<JsonNode> taken = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private HttpServer worker;
    private Simulator simulator;
    private SimulatorClient client;

    @BeforeEach
    void start() throws Exception {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/webhooks/main", this::take);
        worker.start();
        InstantSource clock = InstantSource.fixed(NOON);
        URI url = URI.create("http://127.0.0.1:" + worker.getAddress().getPort() + "/webhooks/main");
        simulator = Simulator.start("127.0.0.1", 0, data, FaultPlan.NONE, clock, new Notices(url, SECRET, clock));
        client = new SimulatorClient(simulator.port());
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
        worker.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        assertThat(exchange.getRequestHeaders().getFirst("Refund-Webhook-Signature"))
                .isEqualTo("t=1793534400,v1=" + signature("1793534400." + new String(body, UTF_8)));
        Integer answer = answers.poll();
        exchange.sendResponseHeaders(answer == null ? 204 : answer, -1);
        exchange.close();
        taken.add(Json.MAPPER.readTree(body));
    }

    private static String signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode notice() throws Exception {
        JsonNode notice = taken.poll(10, TimeUnit.SECONDS);
        assertThat(notice).as("a notice").isNotNull();
        assertThat(OpenApiTest.violations("RefundNotice", notice)).isEmpty();
        return notice;
    }

    @Test
    void shouldTellOfARefundThatChanges() throws Exception {
        client.charge("c1", "{\"pending\":{\"times\":1}}");
        String id = client.refund("r1", "c1", "1").json().path("id").asString();
        client.post("/refunds/r1/settle", "");
        JsonNode settled = notice();
        client.post("/refunds/r1/reverse", "");
        JsonNode reversed = notice();

        assertThat(settled.path("type").asString()).isEqualTo("refund.updated");
        assertThat(settled.path("chargeId").asString()).isEqualTo("c1");
        assertThat(settled.path("refundId").asString()).isEqualTo(id);
        assertThat(settled.path("reference").asString()).isEqualTo("r1");
        assertThat(reversed.path("id").asString())
                .isNotEqualTo(settled.path("id").asString());
    }

    @Test
    void shouldTellOfADispute() throws Exception {
        client.charge("c1");
        client.put("/charges/c1/dispute", "{\"status\":\"OPEN\"}");

        JsonNode opened = notice();
        assertThat(opened.path("type").asString()).isEqualTo("charge.updated");
        assertThat(opened.path("chargeId").asString()).isEqualTo("c1");
        assertThat(OpenApiTest.violations("Charge", client.get("/charges/c1").json()))
                .isEmpty();
    }

    @Test
    void shouldTellOfARefundThatNobodyAskedFor() throws Exception {
        client.charge("c1");
        client.post("/dashboard/refunds", "{\"chargeId\":\"c1\",\"amount\":\"2\"}");

        assertThat(notice().path("type").asString()).isEqualTo("refund.created");
    }

    @Test
    void shouldTellAgainUntilItIsTaken() throws Exception {
        answers.add(503);
        client.charge("c1");
        client.post("/dashboard/refunds", "{\"chargeId\":\"c1\",\"amount\":\"2\"}");

        assertThat(notice()).isEqualTo(notice());
        assertThat(taken.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }
}
