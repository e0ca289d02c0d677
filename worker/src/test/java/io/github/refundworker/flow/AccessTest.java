package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Who is let in, and where. */
@ExtendWith(TwoWorkers.Started.class)
class AccessTest {
    private static final String QUESTION = "/v1/refunds?chargeId=ch_access";

    private final Installation worker;
    private final Issuer issuer;

    AccessTest(TwoWorkers workers) {
        this.worker = workers.first;
        this.issuer = workers.issuer;
    }

    private HttpResponse<String> ask(String path, String token) {
        return worker.get(path, "Authorization", "Bearer " + token);
    }

    private static String code(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        return response.statusCode() + " "
                + new JsonMapper().readTree(response.body()).get("code").asString();
    }

    @Test
    void shouldLetInATokenWithTheScope() {
        assertThat(ask(QUESTION, issuer.token("other.scope refunds.read")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseATokenWithoutTheScope() {
        HttpResponse<String> refused = ask(QUESTION, issuer.token("refunds.write refunds.rea"));

        assertThat(code(refused)).isEqualTo("403 FORBIDDEN");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("insufficient_scope");
    }

    @Test
    void shouldNotKnowTokensThatAreNotTheIssuers() {
        String scope = "refunds.read";
        for (String token : List.of(
                issuer.expiredToken(scope),
                issuer.forgedToken(scope),
                issuer.tokenOfAnother(scope),
                issuer.tokenForAnother(scope),
                "e30.e30.",
                "not a token",
                "")) {
            HttpResponse<String> refused = ask(QUESTION, token);
            assertThat(code(refused)).as(token).isEqualTo("401 UNAUTHENTICATED");
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Bearer");
        }
        assertThat(code(worker.get(QUESTION + "&access_token=" + issuer.token(scope))))
                .isEqualTo("401 UNAUTHENTICATED");
    }

    @Test
    void shouldLetInTheLocalKeyAndNoOther() {
        assertThat(worker.get(QUESTION, "X-Api-Key", Installation.API_KEY).statusCode())
                .isEqualTo(200);
        for (String key : List.of(Installation.API_KEY + "x", Installation.API_KEY.substring(1), "", "x")) {
            assertThat(code(worker.get(QUESTION, "X-Api-Key", key))).isEqualTo("401 UNAUTHENTICATED");
        }
    }

    @Test
    void shouldNotLetATokenIntoTheDrills() {
        assertThat(code(ask("/drill/ledger", issuer.token("refunds.read")))).isEqualTo("403 FORBIDDEN");
    }

    @Test
    void shouldAnswerProbesToEverybody() {
        assertThat(worker.get("/livez").statusCode()).isEqualTo(200);
        assertThat(worker.get("/readyz").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/charges/ch_1",
                "/v1/%2e%2e/v1/charges/ch_1",
                "/livez/..;/v1/charges/ch_1",
                "/livez/%2e%2e/v1/charges/ch_1",
                "/livez;/v1",
                "//v1/charges/ch_1",
                "/v1//charges/ch_1",
                "/V1/charges/ch_1",
                "/webhooks/x/../../v1/charges/ch_1",
                "/webhooks%2Fx",
                "/v1/openapi.yaml/..%2Frefunds",
                "/v1/openapi.yaml;x=/refunds",
                "/.well-known/oauth-protected-resource",
                "/actuator/env",
                "/actuator/health",
                "/error"
            })
    void shouldFindNoWayAround(String path) {
        assertThat(worker.get(path).statusCode()).as(path).isIn(400, 401, 404);
        assertThat(worker.get(path).body()).as(path).doesNotContain("capturedAmount", "\"refunds\"");
    }

    /** Behind the semicolon nobody but the framework looks, and it fails on it. */
    @Test
    void shouldRefuseAPathThatIsNotPercentEncoded() throws IOException {
        String head = "GET /v1/charges/ch_1;a%visio=1 HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + Installation.API_KEY;
        try (RawHttp connection = new RawHttp(worker.uri("/"))) {
            RawHttp.Response refused = connection.send(head.getBytes(US_ASCII), new byte[0]);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).contains("\"code\":\"BAD_REQUEST\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE"})
    void shouldOfferNothingButReading(String method) {
        HttpResponse<String> refused = worker.send(HttpRequest.newBuilder(worker.uri(QUESTION))
                .header("X-Api-Key", Installation.API_KEY)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(refused.statusCode()).isIn(400, 403, 405);
    }

    @Test
    void shouldServeOperatorsOnTheirPortAndNothingElseThere() {
        assertThat(worker.getManagement("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(worker.getManagement("/actuator/env").statusCode()).isEqualTo(401);
        assertThat(worker.getManagement("/actuator/heapdump").statusCode()).isEqualTo(401);
        assertThat(worker.getManagement(QUESTION).statusCode()).isEqualTo(401);
    }
}
