package io.github.refundworker.ops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.refundworker.ops.simulator.SimulatorClient.Response;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProviderRulesTest extends SimulatorTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void shouldRefuseWhatTheChargeCannotGiveBack() throws Exception {
        client.post("/charges", """
                [{"chargeId":"disputed","amount":"10.00","currencyCode":"USD","disputed":true},
                 {"chargeId":"euros","amount":"10.00","currencyCode":"EUR"},
                 {"chargeId":"whole","amount":"10","currencyCode":"USD"}]
                """);
        assertThat(client.refund("r1", "disputed", "1.00").code()).isEqualTo("CHARGE_DISPUTED");
        assertThat(client.refund("r2", "euros", "1.00").code()).isEqualTo("REFUND_CURRENCY_MISMATCH");
        assertThat(client.refund("r3", "whole", "1.001").code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS");
        assertThat(client.refund("r4", "whole", "10.01").code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS");
        assertThat(client.refund("r5", "whole", "10.00").status()).isEqualTo(201);
        assertThat(client.refund("r6", "whole", "0.01").code()).isEqualTo("CHARGE_REFUNDED");
        assertThat(client.ledger()).hasSize(1);
    }

    @Test
    void shouldRefundNothingDuringADisputeAndNoMoreThanItLeft() throws Exception {
        client.charge("c1");
        assertThat(client.put("/charges/c1/dispute", "{\"status\":\"OPEN\",\"amount\":\"30\"}")
                        .status())
                .isEqualTo(200);
        JsonNode open = client.get("/charges/c1").json();
        assertThat(open.path("disputed").booleanValue()).isTrue();
        assertThat(open.path("chargedBackAmount").asString()).isEqualTo("30.00");
        assertThat(client.refund("r1", "c1", "1.00").code()).isEqualTo("CHARGE_DISPUTED");

        client.put("/charges/c1/dispute", "{\"status\":\"LOST\",\"amount\":\"30.00\"}");
        restart();
        assertThat(client.refund("r2", "c1", "70.01").code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS");
        assertThat(client.refund("r3", "c1", "70.00").status()).isEqualTo(201);
        assertThat(client.refund("r4", "c1", "1.00").code()).isEqualTo("CHARGE_DISPUTED");

        client.put("/charges/c1/dispute", "{\"status\":\"WON\"}");
        assertThat(client.get("/charges/c1").json().has("chargedBackAmount")).isFalse();
        assertThat(client.refund("r5", "c1", "30.00").status()).isEqualTo(201);
        assertThat(client.put("/charges/c1/dispute", "{\"status\":\"OPEN\",\"amount\":\"100.01\"}")
                        .code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(client.put("/charges/none/dispute", "{\"status\":\"OPEN\"}").code())
                .isEqualTo("CHARGE_NOT_FOUND");
    }

    @Test
    void shouldFindARefundByReferenceAndById() throws Exception {
        client.charge("c1");
        String id = client.refund("order 7/a", "c1", "5.00").json().path("id").asString();
        assertThat(client.get("/refunds/order%207%2Fa").json().path("id").asString())
                .isEqualTo(id);
        assertThat(client.get("/refunds/" + id).json().path("reference").asString())
                .isEqualTo("order 7/a");
        assertThat(client.get("/refunds/none").code()).isEqualTo("REFUND_NOT_FOUND");
        assertThat(client.get("/charges/none").code()).isEqualTo("CHARGE_NOT_FOUND");
    }

    @Test
    void shouldReadBackEveryChargeThatItTakes() throws Exception {
        for (String id :
                List.of("a\\b", "a/b", "..", ".", "a;b=1", "a%2Fb", "a//b", "?", "#", "{}", "~!$&'()*+,:@-._`^|\"<>")) {
            client.post(
                    "/charges",
                    "[{\"chargeId\":" + JSON.writeValueAsString(id)
                            + ",\"amount\":\"10.00\",\"currencyCode\":\"USD\"}]");
            assertThat(client.get("/charges/" + SimulatorClient.encoded(id))
                            .json()
                            .path("chargeId")
                            .asString())
                    .isEqualTo(id);
        }
        for (String id : List.of("", "a b", "\u00e4", "a\n", "x".repeat(101))) {
            assertThat(client.post(
                                    "/charges",
                                    "[{\"chargeId\":" + JSON.writeValueAsString(id)
                                            + ",\"amount\":\"10.00\",\"currencyCode\":\"USD\"}]")
                            .code())
                    .as(id)
                    .isEqualTo("INVALID_REQUEST");
        }
    }

    @Test
    void shouldTakeNoAmountThatItsCurrencyDoesNotHave() throws Exception {
        for (String charge : List.of("1.234\",\"currencyCode\":\"USD", "1.5\",\"currencyCode\":\"JPY")) {
            assertThat(client.post("/charges", "[{\"amount\":\"" + charge + "\"}]")
                            .code())
                    .isEqualTo("INVALID_REQUEST");
        }
        assertThat(client.post("/charges", "[{\"amount\":\"1.234\",\"currencyCode\":\"KWD\"}]")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void shouldPageTheRefundsOfACharge() throws Exception {
        client.charge("c1");
        for (int i = 0; i < 7; i++) {
            client.refund("r" + i, "c1", "1.00");
        }
        client.faults("{\"capabilities\":{\"pageSize\":3}}");

        List<String> references = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String path = "/charges/c1";
        while (!path.isEmpty()) {
            JsonNode page = client.get(path).json();
            sizes.add(page.path("refunds").size());
            page.path("refunds")
                    .forEach(refund -> references.add(refund.path("reference").asString()));
            String cursor = page.path("nextCursor").asString("");
            path = cursor.isEmpty() ? "" : "/charges/c1?cursor=" + SimulatorClient.encoded(cursor);
        }
        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(references).containsExactly("r0", "r1", "r2", "r3", "r4", "r5", "r6");
        assertThat(client.get("/charges/c1?cursor=other").code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void shouldCountDashboardRefundsAgainstTheCharge() throws Exception {
        client.charge("c1");
        Response made = client.post("/dashboard/refunds", "{\"chargeId\":\"c1\",\"amount\":\"60.00\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().has("reference")).isFalse();
        assertThat(client.refund("r1", "c1", "50.00").code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS");
        assertThat(client.post("/dashboard/refunds", "{\"chargeId\":\"c1\",\"amount\":\"40.01\"}")
                        .code())
                .isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS");
        String id = made.json().path("id").asString();
        assertThat(client.get("/charges/c1")
                        .json()
                        .path("refunds")
                        .get(0)
                        .path("id")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void shouldMoveRefundsAsADashboardDoes() throws Exception {
        client.charge("c1", "{\"pending\":{}}");
        Response pending = client.refund("r1", "c1", "60.00");
        assertThat(pending.json().path("status").asString()).isEqualTo("PENDING");
        assertThat(client.refund("r2", "c1", "60.00").code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS");

        assertThat(status(client.post("/refunds/r1/settle", ""))).isEqualTo("SUCCEEDED");
        assertThat(client.refund("r1", "c1", "60.00").http().body())
                .as("the key repeats its first answer")
                .isEqualTo(pending.http().body());
        assertThat(status(client.post("/refunds/r1/reverse", ""))).isEqualTo("REVERSED");
        assertThat(client.post("/refunds/r1/settle", "").code()).isEqualTo("ILLEGAL_TRANSITION");

        assertThat(status(client.refund("r3", "c1", "100.00"))).isEqualTo("PENDING");
        Response failed = client.post("/refunds/r3/fail", "{\"code\":\"ACCOUNT_CLOSED\",\"description\":\"gone\"}");
        assertThat(failed.json().path("error").path("code").asString()).isEqualTo("ACCOUNT_CLOSED");

        assertThat(status(client.refund("r4", "c1", "0.01"))).isEqualTo("PENDING");
        assertThat(client.post("/refunds/r3/settle", "").code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS");

        assertThat(client.ledger())
                .extracting(
                        refund -> refund.path("reference").asString(),
                        refund -> refund.path("status").asString())
                .containsExactly(tuple("r1", "REVERSED"), tuple("r3", "FAILED"), tuple("r4", "PENDING"));
    }

    @Test
    void shouldCreateManyChargesOrNone() throws Exception {
        String charges = Json.text(IntStream.range(0, 5_000)
                .mapToObj(i -> Map.of("chargeId", "m" + i, "amount", "10.00", "currencyCode", "USD"))
                .toList());
        assertThat(client.post("/charges", charges).json().path("created").asInt())
                .isEqualTo(5_000);
        String oneExists = "[{\"chargeId\":\"new\",\"amount\":\"1.00\",\"currencyCode\":\"USD\"},"
                + "{\"chargeId\":\"m1\",\"amount\":\"1.00\",\"currencyCode\":\"USD\"}]";
        assertThat(client.post("/charges", oneExists).code()).isEqualTo("CHARGE_EXISTS");
        assertThat(client.get("/charges/new").status()).isEqualTo(404);
    }

    @Test
    void shouldRefuseWhatIsNotMoneyOrNotAFault() throws Exception {
        for (String amount : List.of("100", "\"1e3\"", "\"-1.00\"", "\"0.00\"", "\"\\uff11\"", "null")) {
            String body = "{\"chargeId\":\"x\",\"amount\":%s,\"currencyCode\":\"USD\"}".formatted(amount);
            assertThat(client.post("/charges", body).code()).as(amount).isEqualTo("INVALID_REQUEST");
        }
        assertThat(client.faults("{\"decilne\":{\"code\":\"X\"}}").status()).isEqualTo(400);
        assertThat(client.faults("{\"resetAfter\":{\"probability\":1.5}}")
                        .json()
                        .path("detail")
                        .asString())
                .isEqualTo("a probability must be 0..1");
        assertThat(client.send(
                                client.request("/refunds")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofString(
                                                        "{\"reference\":\"r\",\"chargeId\":\"x\",\"amount\":\"1\",\"currencyCode\":\"USD\"}")))
                        .code())
                .as("without a key")
                .isEqualTo("INVALID_REQUEST");
    }

    private static String status(Response response) {
        return response.json().path("status").asString();
    }
}
