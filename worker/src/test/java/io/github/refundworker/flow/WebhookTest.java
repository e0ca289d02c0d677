package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.Signatures;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** What providers tell, and who only says that he is one. */
@ExtendWith(TwoWorkers.Started.class)
class WebhookTest {
    private static final String PATH = "/webhooks/simulator";
    private static final String SECRET = TwoWorkers.WEBHOOK_SECRETS.getLast();

    private final TwoWorkers workers;
    private final Installation worker;
    private final OpenApi openApi = new OpenApi();

    WebhookTest(TwoWorkers workers) {
        this.workers = workers;
        this.worker = workers.second;
    }

    private static String notice(String eventId, String chargeId) {
        return """
                {"id": "%s", "type": "refund.updated", "chargeId": "%s"}""".formatted(eventId, chargeId);
    }

    private HttpResponse<String> post(String body, String signature) {
        HttpResponse<String> response = worker.send(HttpRequest.newBuilder(worker.uri(PATH))
                .header("Content-Type", "application/json")
                .header("Refund-Webhook-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        openApi.verify("post", "/webhooks/{account}", response);
        return response;
    }

    private HttpResponse<String> post(String body) {
        return post(body, Signatures.of(SECRET, Instant.now(), body));
    }

    private double counted(String delivery) {
        String line = "refunds_webhooks_total{delivery=\"" + delivery + "\",provider=\"simulator\"}";
        return worker.getManagement("/actuator/prometheus")
                .body()
                .lines()
                .filter(metric -> metric.startsWith(line))
                .mapToDouble(metric -> Double.parseDouble(metric.substring(line.length())))
                .sum();
    }

    @Test
    void shouldPutTheHintInTheChargesLogAndBelieveTheProviderAlone() {
        workers.provider.slowCharge("ch_slow", "100.00");
        worker.request("ch_slow", TwoWorkers.request("ch_slow", "25.00"));
        String refundId = worker.events("ch_slow", events -> events.size() >= 2)
                .getFirst()
                .body()
                .at("/refund/id")
                .asString();
        String providerRefundId = workers.provider.settle("ch_slow").getFirst();

        String body = """
                {"id": "evt_slow", "type": "refund.updated", "chargeId": "ch_slow", "refundId": "%s",
                 "amount": "99999.00", "status": "FAILED"}""".formatted(providerRefundId);
        assertThat(post(body).statusCode()).isEqualTo(204);

        assertThat(inputs("ch_slow"))
                .contains("{\"v\":1,\"type\":\"ProviderNotified\",\"providerRefundId\":\"" + providerRefundId + "\"}");
        await().atMost(TwoWorkers.PATIENCE).untilAsserted(() -> {
            String refund = worker.query("/v1/refunds/" + refundId).body();
            assertThat(new JsonMapper().readTree(refund).get("status").asString())
                    .isEqualTo("SUCCEEDED");
        });
    }

    private List<String> inputs(String chargeId) {
        return worker.records("refund-inputs").stream()
                .filter(record -> new String(record.key(), UTF_8).equals(chargeId))
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void shouldTakeAnEventOnce() {
        double before = counted("repeated");
        String body = notice("evt_once", "ch_nobody_knows");

        assertThat(post(body).statusCode()).isEqualTo(204);
        assertThat(post(body).statusCode()).isEqualTo(204);
        String later = body + " ";
        assertThat(post(later).statusCode()).isEqualTo(204);

        assertThat(counted("repeated") - before).isEqualTo(2);
        assertThat(inputs("ch_nobody_knows")).hasSize(1);
    }

    @Test
    void shouldTakeEitherSecretWhileOneIsReplaced() {
        for (String secret : TwoWorkers.WEBHOOK_SECRETS) {
            String body = notice("evt_" + secret, "ch_nobody_knows_either");
            assertThat(post(body, Signatures.of(secret, Instant.now(), body)).statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void shouldRefuseAndCountWhatIsForgedOrOld() {
        double before = counted("forged");
        String body = notice("evt_forged", "ch_forged");
        Instant now = Instant.now();
        List<String> forged = List.of(
                Signatures.of("the-secret-of-nobody", now, body),
                Signatures.of(SECRET, now, body + " "),
                Signatures.of(SECRET, now.minusSeconds(310), body),
                Signatures.of(SECRET, now.plusSeconds(310), body),
                Signatures.of(SECRET, now, body).replaceFirst("t=", "t=1"),
                Signatures.of(SECRET, now, body).replaceFirst("t=[0-9]*,", ""),
                Signatures.of(SECRET, now, body).replace("v1", "v0"),
                "v1=",
                "t=,v1=",
                ",,,",
                "x");
        for (String signature : forged) {
            HttpResponse<String> refused = post(body, signature);
            assertThat(refused.statusCode()).as(signature).isEqualTo(401);
        }

        assertThat(counted("forged") - before).isEqualTo(forged.size());
        assertThat(inputs("ch_forged")).isEmpty();
    }

    @Test
    void shouldTellWhatItCannotReadAndPassOverWhatIsOfNoConcern() {
        assertThat(post("{}").statusCode()).isEqualTo(400);
        assertThat(post("not JSON").statusCode()).isEqualTo(400);
        assertThat(post("{\"id\":\"evt\",\"type\":\"refund.updated\",\"chargeId\":\"a b\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("{\"id\":\"evt\",\"type\":\"payout.paid\"}").statusCode())
                .isEqualTo(204);
    }

    @Test
    void shouldBoundWhatItReads() {
        String large = "x".repeat(128 * 1024 + 1);
        assertThat(post(large).statusCode()).isEqualTo(413);
        HttpResponse<String> chunked = worker.send(HttpRequest.newBuilder(worker.uri(PATH))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(UTF_8))))
                .build());
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(post("x".repeat(128 * 1024)).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldReadTheBytesWhateverTheirTypeIsSaidToBe() {
        for (String type : List.of(
                "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "nonsense")) {
            String body = notice(UUID.randomUUID().toString(), "ch_typed");
            HttpResponse<String> taken = worker.send(HttpRequest.newBuilder(worker.uri(PATH))
                    .header("Content-Type", type)
                    .header("Refund-Webhook-Signature", Signatures.of(SECRET, Instant.now(), body))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
            assertThat(taken.statusCode()).as(type).isEqualTo(204);
        }
    }

    @Test
    void shouldNotTellStrangersWhichAccountsThereAre() {
        HttpResponse<String> known = postUnsigned("simulator", "{}");
        assertThat(known.statusCode()).isEqualTo(401);
        for (String account : List.of("none", "NONE")) {
            HttpResponse<String> unknown = postUnsigned(account, "{}");
            assertThat(unknown.statusCode()).as(account).isEqualTo(401);
            assertThat(unknown.body().replace(account, "simulator")).isEqualTo(known.body());
            assertThat(unknown.headers().map().keySet())
                    .isEqualTo(known.headers().map().keySet());
            assertThat(postUnsigned(account, "x".repeat(128 * 1024 + 1)).statusCode())
                    .isEqualTo(413);
        }
        for (String account : List.of("%2e%2e", "a/b", "")) {
            assertThat(postUnsigned(account, "{}").statusCode()).as(account).isIn(401, 404);
        }
    }

    private HttpResponse<String> postUnsigned(String account, String body) {
        return worker.send(HttpRequest.newBuilder(worker.uri("/webhooks/" + account))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }
}
