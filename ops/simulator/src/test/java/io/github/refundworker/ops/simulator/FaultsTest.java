package io.github.refundworker.ops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.ops.simulator.SimulatorClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault as the client sees it, and counted. */
class FaultsTest extends SimulatorTest {
    @Test
    void shouldWaitBeforeItAnswers() throws Exception {
        client.charge("c1", "{\"latencyMillis\":{\"min\":120,\"max\":150}}");
        long start = System.nanoTime();
        client.refund("r1", "c1", "1.00");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(120));
        client.get("/charges/c1");
        assertThat(client.injected("latencyMillis")).isEqualTo(2);
    }

    @Test
    void shouldDecline() throws Exception {
        client.charge("c1", "{\"decline\":{\"code\":\"MERCHANT_BALANCE_INSUFFICIENT\",\"times\":1}}");
        Response declined = client.refund("r1", "c1", "1.00");
        assertThat(declined.status()).isEqualTo(422);
        assertThat(declined.code()).isEqualTo("MERCHANT_BALANCE_INSUFFICIENT");
        assertThat(declined.http().headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(client.refund("r1", "c1", "1.00").replayed()).isTrue();
        assertThat(client.refund("r2", "c1", "1.00").status()).isEqualTo(201);
        assertThat(client.injected("decline")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED,''", "FAILED,REFUND_FAILED"})
    void shouldSettlePendingRefundsByThemselves(String outcome, String error) throws Exception {
        client.charge("c1", "{\"pending\":{\"settleAfterMillis\":100,\"outcome\":\"%s\"}}".formatted(outcome));
        assertThat(client.refund("r1", "c1", "1.00").json().path("status").asString())
                .isEqualTo("PENDING");
        await().untilAsserted(() -> {
            Response refund = client.get("/refunds/r1");
            assertThat(refund.json().path("status").asString()).isEqualTo(outcome);
            assertThat(refund.json().path("error").path("code").asString("")).isEqualTo(error);
        });
        assertThat(client.injected("pending")).isEqualTo(1);
    }

    @Test
    void shouldSettleAfterARestartToo() throws Exception {
        client.charge("c1", "{\"pending\":{\"settleAfterMillis\":400}}");
        client.refund("r1", "c1", "1.00");
        restart();
        await().untilAsserted(() -> assertThat(
                        client.get("/refunds/r1").json().path("status").asString())
                .isEqualTo("SUCCEEDED"));
    }

    @Test
    void shouldLimitTheRateBeforeTheKeyIsRead() throws Exception {
        client.charge("c1");
        client.faults("{\"rateLimit\":{\"perSecond\":2,\"retryAfterSeconds\":3}}");
        List<Response> responses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            responses.add(client.refund("r" + i, "c1", "1.00"));
        }
        List<Response> limited =
                responses.stream().filter(response -> response.status() == 429).toList();
        assertThat(limited).isNotEmpty();
        assertThat(limited.getFirst().http().headers().firstValue("retry-after"))
                .contains("3");
        assertThat(client.injected("rateLimit")).isEqualTo(limited.size());

        client.faults("{}");
        assertThat(client.refund("r9", "c1", "1.00").status()).isEqualTo(201);
        assertThat(client.ledger())
                .hasSize(10 - limited.size() + (responses.get(9).status() == 429 ? 1 : 0));
    }

    @ParameterizedTest
    @CsvSource({"beforeExecution,503,0,false", "duringExecution,500,0,true", "afterExecution,500,1,true"})
    void shouldFailWithServerErrors(String stage, int status, int refunds, boolean stored) throws Exception {
        client.charge("c1", "{\"http5xx\":{\"%s\":1.0,\"times\":1}}".formatted(stage));
        assertThat(client.refund("r1", "c1", "1.00").status()).isEqualTo(status);
        assertThat(client.ledger()).hasSize(refunds);
        Response again = client.refund("r1", "c1", "1.00");
        assertThat(again.status()).isEqualTo(stored ? status : 201);
        assertThat(again.replayed()).isEqualTo(stored);
        assertThat(client.get("/refunds/r1").status()).isEqualTo(stored && refunds == 0 ? 404 : 200);
        assertThat(client.injected("http5xx." + stage)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"resetBefore,0,true", "resetAfter,1,true", "responseLost,1,false"})
    void shouldEndTheConnectionWithoutAResponse(String fault, int refunds, boolean reset) throws Exception {
        client.charge("c1", "{\"%s\":{\"times\":1}}".formatted(fault));
        assertThat(endsWithReset("c1")).isEqualTo(reset);
        assertThat(client.ledger()).hasSize(refunds);
        assertThat(client.injected(fault)).isEqualTo(1);
        assertThat(client.refund("raw", "c1", "1.00").replayed()).isEqualTo(refunds == 1);
        assertThat(client.get("/stats").json().path("answers").path("none").asInt())
                .isEqualTo(1);
    }

    @Test
    void shouldExecuteAndNeverAnswer() throws Exception {
        client.charge("c1", "{\"responseLost\":{\"holdMillis\":5000,\"times\":1}}");
        assertThatThrownBy(() -> client.send(
                        client.refundRequest("r1", "r1", "c1", "1.00").timeout(Duration.ofMillis(300))))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(client.get("/refunds/r1").json().path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(client.refund("r1", "c1", "1.00").replayed()).isTrue();
    }

    @Test
    void shouldStallAndExecuteWhenNobodyWaitsAnyMore() throws Exception {
        client.charge("c1", "{\"stall\":{\"millis\":800,\"times\":1}}");
        assertThatThrownBy(() -> client.send(
                        client.refundRequest("r1", "r1", "c1", "1.00").timeout(Duration.ofMillis(200))))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(client.get("/refunds/r1").status()).isEqualTo(404);
        assertThat(client.refund("r1", "c1", "1.00").code()).isEqualTo("IDEMPOTENCY_KEY_IN_USE");
        await().untilAsserted(
                        () -> assertThat(client.get("/refunds/r1").status()).isEqualTo(200));
        assertThat(client.injected("stall")).isEqualTo(1);
    }

    @Test
    void shouldStrikeOtherEndpointsWhenAsked() throws Exception {
        client.charge("c1");
        client.refund("r1", "c1", "1.00");
        client.faults("{\"resetBefore\":{\"endpoints\":[\"getRefund\"]},"
                + "\"http5xx\":{\"beforeExecution\":1,\"endpoints\":[\"getCharge\"]}}");
        assertThatThrownBy(() -> client.get("/refunds/r1")).isInstanceOf(IOException.class);
        assertThat(client.get("/charges/c1").status()).isEqualTo(503);
        assertThat(client.refund("r2", "c1", "1.00").status()).isEqualTo(201);
    }

    @Test
    void shouldPreferTheFaultsOfTheCharge() throws Exception {
        client.faults("{\"decline\":{\"code\":\"GLOBAL\"}}");
        client.charge("c1", "{\"decline\":{\"code\":\"OWN\"}}");
        client.charge("c2");
        client.charge("c3", "{\"decline\":{\"code\":\"NEVER\",\"times\":0}}");
        assertThat(client.refund("r1", "c1", "1.00").code()).isEqualTo("OWN");
        assertThat(client.refund("r2", "c2", "1.00").code()).isEqualTo("GLOBAL");
        assertThat(client.refund("r3", "c3", "1.00").status()).isEqualTo(201);
    }

    @Test
    void shouldDrawTheSameFaultsFromTheSameSeed() throws Exception {
        assertThat(draws("a", 7))
                .isEqualTo(draws("b", 7))
                .isNotEqualTo(draws("c", 8))
                .contains(201, 422);
    }

    private List<Integer> draws(String charge, int seed) throws Exception {
        client.charge(charge, "{\"seed\":%d,\"decline\":{\"code\":\"X\",\"probability\":0.5}}".formatted(seed));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(client.refund(charge + i, charge, "1.00").status());
        }
        return statuses;
    }

    /** A raw socket, because an HTTP client hides how a connection ended. */
    private boolean endsWithReset(String charge) throws IOException {
        String body = "{\"reference\":\"raw\",\"chargeId\":\"%s\",\"amount\":\"1.00\",\"currencyCode\":\"USD\"}"
                .formatted(charge);
        String request =
                "POST /refunds HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: raw\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(body.length(), body);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), client.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(in.read()).as("end of stream").isEqualTo(-1);
            return false;
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
            return true;
        }
    }
}
