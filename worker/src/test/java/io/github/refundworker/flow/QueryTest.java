package io.github.refundworker.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be asked, of two instances that share the charges. */
@ExtendWith(TwoWorkers.Started.class)
class QueryTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String EVERY_SIGN = "a/b;c=1,%2F\\..//?&#[]{}|^`\"<>'~!$()*+:@-._";

    private static final Map<String, List<String>> REFUNDS = Map.of(
            "ch_1",
            List.of("25.00"),
            "ch_pages",
            List.of("1.00", "2.00", "3.00", "4.00", "5.00"),
            EVERY_SIGN,
            List.of("25.00"),
            "ch_spread_0",
            List.of("10.00"),
            "ch_spread_1",
            List.of("10.00"),
            "ch_spread_2",
            List.of("10.00"),
            "ch_spread_3",
            List.of("10.00"),
            "ch_spread_4",
            List.of("10.00"),
            "ch_spread_5",
            List.of("10.00"));

    private final TwoWorkers workers;
    private final Installation first;
    private final Installation second;
    private final OpenApi openApi = new OpenApi();

    QueryTest(TwoWorkers workers) {
        this.workers = workers;
        this.first = workers.first;
        this.second = workers.second;
        workers.refunded(REFUNDS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() + " " + json(response).get("code").asString();
    }

    private HttpResponse<String> charge(Installation instance, String chargeIdAndQuery, String... headers) {
        return asDescribed("/v1/charges/{chargeId}", instance.query("/v1/charges/" + chargeIdAndQuery, headers));
    }

    private HttpResponse<String> refund(Installation instance, String refundIdAndQuery, String... headers) {
        return asDescribed("/v1/refunds/{refundId}", instance.query("/v1/refunds/" + refundIdAndQuery, headers));
    }

    private HttpResponse<String> refunds(Installation instance, String query, String... headers) {
        return asDescribed("/v1/refunds", instance.query("/v1/refunds" + query, headers));
    }

    private HttpResponse<String> asDescribed(String path, HttpResponse<String> response) {
        openApi.verify("get", path, response);
        return response;
    }

    @Test
    void shouldTellWhatIsLeftAndWhatToSendNext() {
        HttpResponse<String> answer = charge(first, "ch_1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode charge = json(answer);
        assertThat(charge.get("capturedAmount").asString()).isEqualTo("100.00");
        assertThat(charge.get("refundedAmount").asString()).isEqualTo("25.00");
        assertThat(charge.get("pendingAmount").asString()).isEqualTo("0.00");
        assertThat(charge.get("refundableAmount").asString()).isEqualTo("75.00");
        assertThat(charge.get("previouslyRefundedAmount").asString()).isEqualTo("25.00");
    }

    @Test
    void shouldAnswerOnEveryInstanceWhereverTheChargeIs() {
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String id = workers.lastRefund("ch_spread_" + i).get("id").asString();
            for (Installation instance : workers.both()) {
                HttpResponse<String> byRefund = refund(instance, id + "?minRevision=2");
                assertThat(byRefund.statusCode()).as(byRefund.body()).isEqualTo(200);
                assertThat(json(byRefund).get("status").asString()).isEqualTo("SUCCEEDED");
                HttpResponse<String> byCharge = charge(instance, "ch_spread_" + i);
                assertThat(byCharge.statusCode()).as(byCharge.body()).isEqualTo(200);
                // Who was asked in the second place does not ask a third one.
                held.add(refund(instance, id, "Refund-Worker-Hops", "2").statusCode());
            }
        }

        assertThat(held).containsOnly(200, 503);
        assertThat(held.stream().filter(status -> status == 200)).hasSize(6);
    }

    @Test
    void shouldShowTheRefundOfTheLastEvent() {
        JsonNode event = workers.lastRefund("ch_1");

        assertThat(json(refund(first, event.get("id").asString()))).isEqualTo(event);
    }

    @Test
    void shouldPageThroughTheRefundsOfACharge() {
        List<String> amounts = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(refunds(second, "?chargeId=ch_pages&limit=2" + cursor));
            page.get("refunds")
                    .forEach(refund -> amounts.add(refund.get("amount").asString()));
            sizes.add(page.get("refunds").size());
            assertThat(page.at("/balance/refundedAmount").asString()).isEqualTo("15.00");
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asString() : "";
        } while (!cursor.isEmpty());

        assertThat(amounts).isEqualTo(REFUNDS.get("ch_pages"));
        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(json(refunds(first, "?chargeId=ch_pages&status=PENDING,FAILED"))
                        .get("refunds"))
                .isEmpty();
        assertThat(json(refunds(first, "?chargeId=ch_pages&status=SUCCEEDED")).get("refunds"))
                .hasSize(5);
        assertThat(json(refunds(first, "?chargeId=ch_nobody_knows")).toString()).isEqualTo("{\"refunds\":[]}");
    }

    @Test
    void shouldSayNothingNewToWhoKnowsItAlready() {
        String id = workers.lastRefund("ch_1").get("id").asString();
        assertThat(refund(first, id).headers().allValues("Cache-Control")).containsExactly("no-store");
        String etag = refund(first, id).headers().firstValue("ETag").orElseThrow();

        for (Installation instance : workers.both()) {
            assertThat(refund(instance, id, "If-None-Match", etag).statusCode()).isEqualTo(304);
            assertThat(refund(instance, id, "If-None-Match", "\"other\"").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldNotAnswerWithLessThanWasSeen() {
        String id = workers.lastRefund("ch_1").get("id").asString();

        assertThat(code(refund(first, id + "?minRevision=3"))).isEqualTo("503 REVISION_NOT_REACHED");
        assertThat(refund(first, id + "?minRevision=2").statusCode()).isEqualTo(200);
        assertThat(code(charge(first, "ch_nobody_knows?minRevision=1"))).isEqualTo("503 REVISION_NOT_REACHED");
        assertThat(code(refunds(first, "?chargeId=ch_1&minRevision=999"))).isEqualTo("503 REVISION_NOT_REACHED");
    }

    @Test
    void shouldFindChargesOfEverySign() {
        for (Installation instance : workers.both()) {
            HttpResponse<String> answer = charge(instance, encoded(EVERY_SIGN));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(json(answer).get("chargeId").asString()).isEqualTo(EVERY_SIGN);
            assertThat(json(refunds(instance, "?chargeId=" + encoded(EVERY_SIGN)))
                            .get("refunds"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldKeepUnknownAndForbiddenThingsApart() {
        assertThat(code(charge(first, "ch_nobody_knows"))).isEqualTo("404 CHARGE_NOT_FOUND");
        assertThat(code(refund(first, "3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90"))).isEqualTo("404 REFUND_NOT_FOUND");
        assertThat(code(first.query("/v1/nothing"))).isEqualTo("404 NOT_FOUND");
        assertThat(code(first.query("/v1/refunds?chargeId=ch_1", "Accept", "text/html")))
                .isEqualTo("406 NOT_ACCEPTABLE");
        assertThat(code(first.query("/nothing"))).isEqualTo("403 FORBIDDEN");
        assertThat(code(asDescribed("/v1/refunds", first.get("/v1/refunds?chargeId=ch_1"))))
                .isEqualTo("401 UNAUTHENTICATED");
        for (String path : List.of("/v1/charges/ch_1", "/v1/nothing", "/nothing", "/", "/error", "/drill/ledger")) {
            assertThat(code(first.get(path))).as(path).isEqualTo("401 UNAUTHENTICATED");
        }
    }

    @Test
    void shouldRefuseParametersThatItDoesNotKnowOrThatBreakTheirLimits() {
        for (String query : List.of(
                "",
                "?chargeId=",
                "?chargeId=" + "x".repeat(101),
                "?chargeId=a%20b",
                "?chargeId=%FF",
                "?chargeId=a&chargeId=a",
                "?chargeId=a&limit=0",
                "?chargeId=a&limit=101",
                "?chargeId=a&limit=1e1",
                "?chargeId=a&status=pending",
                "?chargeId=a&status=",
                "?chargeId=a&cursor=x",
                "?chargeId=a&cursor=AT9sHB56UosOnVQMi38eKpA",
                "?chargeId=a&minRevision=-1",
                "?chargeId=a&minRevision=99999999999999999999",
                "?chargeId=a&sort=createdDate",
                "?chargeId=a&",
                "?" + "x".repeat(2_000))) {
            assertThat(code(refunds(first, query))).as(query).isEqualTo("400 INVALID_PARAMETER");
        }
        assertThat(code(refund(first, "1-1-1-1-1"))).isEqualTo("400 INVALID_PARAMETER");
        for (String charge : List.of("ch_1?expand=refunds", "ch_1?minRevision", "x".repeat(101), "%C3%A4")) {
            assertThat(code(charge(first, charge))).as(charge).isEqualTo("400 INVALID_PARAMETER");
        }
    }

    @Test
    void shouldServeWhatItsDescriptionSaysAndNothingElse() {
        assertThat(first.operations("/v1", "/webhooks")).isEqualTo(openApi.operations());
        for (String path : List.of("/v1/charges/{chargeId}", "/v1/refunds/{refundId}", "/v1/refunds")) {
            String detail = json(first.query(
                            path.replaceAll("\\{.*}", "3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90") + "?nothing=1"))
                    .get("detail")
                    .asString();
            List<String> known = Stream.of(detail.replaceAll("The parameters here are (.*), each .*", "$1")
                            .split(", "))
                    .sorted()
                    .toList();
            assertThat(known).isEqualTo(openApi.queryParameters(path));
        }
        HttpResponse<String> document = first.get("/v1/openapi.yaml");
        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(document.body()).startsWith("openapi: 3.1.0");
    }
}
