package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.wire.IdsAndTexts;
import io.github.refundworker.wire.IdsAndTexts.Place;
import io.github.refundworker.wire.IdsAndTexts.Row;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of every answer, whichever layer of the server gives it: HEAD beside GET, and problems instead of pages. */
@ExtendWith(TwoWorkers.Started.class)
class DoorFormTest {
    private static final String KEY = "X-Api-Key: " + Installation.API_KEY;

    private final TwoWorkers workers;
    private final Installation worker;

    DoorFormTest(TwoWorkers workers) {
        this.workers = workers;
        this.worker = workers.first;
    }

    private static HttpResponse<String> head(Installation instance, URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method("HEAD", HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return instance.send(request.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/v1/openapi.yaml"})
    void shouldAnswerHeadToEverybodyWhereItAnswersGet(String path) {
        HttpResponse<String> get = worker.get(path);
        HttpResponse<String> head = head(worker, worker.uri(path));

        assertThat(head.statusCode()).isEqualTo(get.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void shouldAnswerHeadOnTheManagementPort() {
        assertThat(head(worker, worker.managementUri("/actuator/health")).statusCode())
                .isEqualTo(200);
        assertThat(head(worker, worker.managementUri("/actuator/prometheus")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldAnswerHeadOfAChargeWhicheverInstanceHoldsIt() {
        workers.refunded(Map.of("ch_head", List.of("25.00")));
        for (Installation instance : workers.both()) {
            URI uri = instance.uri("/v1/charges/ch_head");
            HttpResponse<String> get = instance.query("/v1/charges/ch_head");
            HttpResponse<String> head = head(instance, uri, "X-Api-Key", Installation.API_KEY);

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("ETag"))
                    .isEqualTo(get.headers().firstValue("ETag"))
                    .isPresent();
            assertThat(head.body()).isEmpty();
            assertThat(head(instance, uri).statusCode())
                    .as("without credentials")
                    .isEqualTo(401);
            assertThat(head(instance, instance.uri("/v1/charges/ch_nobody_knows"), "X-Api-Key", Installation.API_KEY)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void shouldSayThatNothingIsNewerThanAnything() {
        workers.refunded(Map.of("ch_any", List.of("25.00")));
        for (Installation instance : workers.both()) {
            assertThat(instance.query("/v1/charges/ch_any", "If-None-Match", "*")
                            .statusCode())
                    .isEqualTo(304);
            assertThat(instance.query("/v1/charges/ch_nobody_knows", "If-None-Match", "*")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    /** The ids that a request may not have are refused here too, and quoted nowhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%20b",
                "%C3%BC",
                "%09",
                "%7F",
                "%C2%85",
                "%E2%80%AE",
                "%EF%BB%BF",
                "%EF%BF%BD",
                "%ED%A0%80",
                "%80"
            })
    void shouldRefuseChargesThatCannotBe(String encoded) {
        for (String path : List.of("/v1/charges/" + encoded, "/v1/refunds?chargeId=" + encoded)) {
            HttpResponse<String> refused = worker.query(path);
            assertThat(refused.statusCode()).as(path).isEqualTo(400);
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    private static Stream<Row> charges() {
        return IdsAndTexts.rows().filter(row -> row.place() == Place.CHARGE_ID);
    }

    /** What a request may name can be asked for, and nothing else. */
    @ParameterizedTest
    @MethodSource("charges")
    void shouldHaveOneVerdictWithRequests(Row row) throws IOException {
        // Half a surrogate pair, which no encoder takes, in the three bytes that it would have.
        String encoded = row.text().codePoints().mapToObj(DoorFormTest::encoded).collect(joining());
        RawHttp.Response charge = ask("/v1/charges/" + encoded);
        RawHttp.Response refunds = ask("/v1/refunds?chargeId=" + encoded);

        isProblem(charge);
        if (row.isRight()) {
            assertThat(charge.status()).isEqualTo(404);
            assertThat(refunds.status()).isEqualTo(200);
        } else {
            // Without an id it is another path, which there is not.
            assertThat(charge.status()).isEqualTo(row.text().isEmpty() ? 404 : 400);
            assertThat(refunds.status()).isEqualTo(400);
            isProblem(refunds);
        }
    }

    private RawHttp.Response ask(String target) throws IOException {
        try (RawHttp connection = new RawHttp(worker.uri("/"))) {
            return connection.send(
                    ("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + KEY).getBytes(US_ASCII), new byte[0]);
        }
    }

    private static String encoded(int point) {
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            return "%ED%" + Integer.toHexString(0x80 | point >> 6 & 0x3f) + "%"
                    + Integer.toHexString(0x80 | point & 0x3f);
        }
        return URLEncoder.encode(Character.toString(point), UTF_8).replace("+", "%20");
    }

    /** Some of these never reach the application: the server refuses them by itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/charges/%zz",
                "/v1/charges/%00",
                "/v1/charges/a%0Ab",
                "/v1/charges/a\\b",
                "/v1/charges/a^b",
                "/v1/refunds?chargeId[]=a",
                "/v1/refunds?chargeId=%zz",
                "/v1/refunds?chargeId=a|b",
                "/v1/charges/\"a\"",
                "no-slash"
            })
    void shouldRefuseEveryTargetWithAProblem(String target) throws IOException {
        for (URI port : List.of(worker.uri("/"), worker.managementUri("/"))) {
            try (RawHttp connection = new RawHttp(port)) {
                isProblem(connection.send(
                        ("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + KEY).getBytes(US_ASCII), new byte[0]));
            }
        }
    }

    @Test
    void shouldRefuseTooLargeAHeaderWithAProblem() throws IOException {
        String head = "GET /v1/charges/a HTTP/1.1\r\nHost: x\r\n" + KEY + "\r\nX-Large: " + "x".repeat(20 * 1024);
        for (URI port : List.of(worker.uri("/"), worker.managementUri("/"))) {
            try (RawHttp connection = new RawHttp(port)) {
                isProblem(connection.send(head.getBytes(US_ASCII), new byte[0]));
            }
        }
    }

    @Test
    void shouldRefuseWhatIsHardlyHttpWithAProblem() throws IOException {
        for (String head : List.of(
                "GET /livez HTTP/1.1", // no host
                "GET /livez HTTP/1.1\r\nHost: a b",
                "GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: -1",
                "GET /livez HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: nothing",
                "G\u0001T /livez HTTP/1.1\r\nHost: x")) {
            try (RawHttp connection = new RawHttp(worker.uri("/"))) {
                isProblem(connection.send(head.getBytes(US_ASCII), new byte[0]));
            }
        }
    }

    private static void isProblem(RawHttp.Response response) {
        assertThat(response.status()).isBetween(400, 501);
        assertThat(response.contentType()).as(response.body()).startsWith("application/problem+json");
        assertThat(response.body()).contains("\"status\":" + response.status(), "\"code\":\"");
    }
}
