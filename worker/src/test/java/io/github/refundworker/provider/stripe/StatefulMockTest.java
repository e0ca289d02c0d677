package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.NodePackages;
import io.github.refundworker.provider.OneCharge;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.StandIn;
import io.github.refundworker.provider.TestLedger;
import io.github.refundworker.provider.WebhookReading;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Against stripe-stateful-mock, a Stripe that nobody of this project wrote. Faults happen on a relay in front of it. It
 * knows neither payment intents nor pending refunds.
 */
class StatefulMockTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final JsonMapper JSON = new JsonMapper();

    private static NodePackages.@Nullable Server mock;

    private Relay relay;
    private ProviderClient client;

    @BeforeAll
    static void startMock() {
        mock = NodePackages.serve("stripe-mock.mjs");
    }

    @AfterAll
    static void stopMock() {
        if (mock != null) {
            mock.close();
        }
    }

    @BeforeEach
    void start() {
        relay = new Relay(Objects.requireNonNull(mock).port());
        client = relay.client();
    }

    @AfterEach
    void stop() {
        client.close();
        relay.close();
    }

    /** Between the adapter and the mock. */
    private static final class Relay extends StandIn {
        private static final Set<String> FORWARDED =
                Set.of("authorization", "content-type", "idempotency-key", "stripe-account");
        private final HttpClient http = HttpClient.newHttpClient();
        private final int port;

        Relay(int port) {
            super(() -> "unused");
            this.port = port;
        }

        @Override
        public ChargeId newChargeId() {
            return charge("10000", "usd", "tok_visa");
        }

        ChargeId charge(String minor, String currency, String source) {
            return charged("amount=" + minor + "&currency=" + currency + "&source=" + source);
        }

        ChargeId authorised(String minor) {
            return charged("amount=" + minor + "&currency=usd&source=tok_visa&capture=false");
        }

        private ChargeId charged(String form) {
            return new ChargeId(post("/v1/charges", form, Map.of()).get("id").stringValue());
        }

        JsonNode post(String path, String form, Map<String, String> headers) {
            HttpRequest.Builder request = request(path).header("Content-Type", "application/x-www-form-urlencoded");
            headers.forEach(request::header);
            return JSON.readTree(
                    send(request.POST(BodyPublishers.ofString(form))).body());
        }

        JsonNode get(String path) {
            return JSON.readTree(send(request(path).GET()).body());
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Authorization", "Bearer sk_test_123");
        }

        private Answer send(HttpRequest.Builder request) {
            try {
                var response = http.send(request.build(), BodyHandlers.ofString());
                return new Answer(response.statusCode(), response.body());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What the mock holds, as a ledger. */
        TestLedger book(ChargeId chargeId) {
            TestLedger book = new TestLedger(() -> "unused");
            JsonNode refunds = get("/v1/refunds?charge=" + chargeId).get("data");
            StreamSupport.stream(refunds.spliterator(), false)
                    .forEach(refund -> book.hold(
                            refund.get("id").stringValue(),
                            chargeId,
                            refund.path("metadata").path("refund_reference").stringValue(null),
                            new Money(
                                    BigDecimal.valueOf(refund.get("amount").longValue(), 2),
                                    Money.of("1", "USD").currency())));
            return book;
        }

        @Override
        public ProviderClient client() {
            return new StripeProvider(
                    url(), "sk_test_123", null, ChargeIds.CHARGE, ConnectSettings.NONE, Duration.ofSeconds(2));
        }

        @Override
        public WebhookReading webhook(TestLedger.Entry entry) {
            throw new UnsupportedOperationException("the mock sends none");
        }

        @Override
        protected boolean isPayment(Asked asked) {
            return asked.method().equals("POST");
        }

        @Override
        protected Answer answer(Asked asked) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + asked.uri()));
            asked.headers().forEach((name, value) -> {
                if (FORWARDED.contains(name)) {
                    request.header(name, value);
                }
            });
            return send(request.method(asked.method(), BodyPublishers.ofByteArray(asked.body())));
        }

        @Override
        protected Answer error(Asked asked, int status) {
            return new Answer(status, "{\"error\":{\"type\":\"api_error\",\"message\":\"relayed\"}}");
        }
    }

    private static Command.Settle settle(ChargeId chargeId, String amount) {
        return CommandFixture.settle(chargeId, Money.of(amount, "USD"));
    }

    private static RefundId reference(ChargeId chargeId) {
        return RefundId.of("test", chargeId, new RequestId("r-1"));
    }

    private ProviderRefund found(ProviderResponse response) {
        assertThat(response).isInstanceOf(ProviderResponse.Found.class);
        return ((ProviderResponse.Found) response).refund();
    }

    private String refusal(ProviderResponse response) {
        assertThat(response).isInstanceOf(ProviderResponse.Refused.class);
        return ((ProviderResponse.Refused) response).why().code();
    }

    @Test
    void shouldPayOnceUnderOneKey() {
        ChargeId charge = relay.newChargeId();
        ProviderRefund paid = found(client.settle(settle(charge, "25.00"), TIMEOUT));

        assertThat(paid.status()).isEqualTo(ProviderStatus.SUCCEEDED);
        assertThat(paid.amount().amount()).isEqualByComparingTo("25");
        assertThat(found(client.settle(settle(charge, "25.00"), TIMEOUT)).id()).isEqualTo(paid.id());
        relay.book(charge).only(charge);
    }

    @Test
    void shouldClaimNothingOfAKeyThatComesWithAnotherAmount() {
        ChargeId charge = relay.newChargeId();
        client.settle(settle(charge, "25.00"), TIMEOUT);
        assertThat(client.settle(settle(charge, "26.00"), TIMEOUT))
                .isEqualTo(new ProviderResponse.Unclear("HTTP 400 idempotency_error"));
    }

    @Test
    void shouldFindItByReferenceAndById() {
        ChargeId charge = relay.newChargeId();
        assertThat(client.lookUp(charge, reference(charge), null, TIMEOUT)).isEqualTo(new ProviderResponse.NotFound());
        assertThat(client.lookUp(charge, reference(charge), "re_none", TIMEOUT))
                .isEqualTo(new ProviderResponse.NotFound());
        String id = found(client.settle(settle(charge, "25.00"), TIMEOUT)).id();

        assertThat(found(client.lookUp(charge, reference(charge), null, TIMEOUT))
                        .id())
                .isEqualTo(id);
        assertThat(found(client.lookUp(charge, reference(charge), id, TIMEOUT)).reference())
                .isEqualTo(reference(charge));
    }

    @Test
    void shouldDescribeACharge() {
        ChargeId charge = relay.newChargeId();
        relay.post("/v1/refunds", "charge=" + charge + "&amount=1000", Map.of());

        assertThat(client.describe(charge, TIMEOUT))
                .isInstanceOfSatisfying(ProviderResponse.Described.class, described -> {
                    Description.Found told = (Description.Found) described.shown();
                    assertThat(told.captured()).isEqualTo(Money.of("100.00", "USD"));
                    assertThat(told.refunds()).singleElement().satisfies(refund -> {
                        assertThat(refund.reference()).isNull();
                        assertThat(refund.amount()).isEqualTo(Money.of("10.00", "USD"));
                    });
                });
        assertThat(client.describe(new ChargeId("ch_none"), TIMEOUT)).isEqualTo(new ProviderResponse.NotFound());
    }

    /** The mock behaves like Stripe before 2025-03-31: what is not captured is listed as a refund. */
    @Test
    void shouldNotTakeTheUncapturedRemainderForARefund() {
        ChargeId id = relay.authorised("10000");
        relay.post("/v1/charges/" + id + "/capture", "amount=7000", Map.of());
        assertThat(relay.get("/v1/refunds?charge=" + id).get("data"))
                .singleElement()
                .satisfies(released ->
                        assertThat(released.get("amount").intValue()).isEqualTo(3000));

        assertThat(client.describe(id, TIMEOUT))
                .isEqualTo(new ProviderResponse.Described(new Description.Found(Money.of("70.00", "USD"), List.of())));
        OneCharge charge = new OneCharge(id, Money.of("70.00", "USD"), client);
        charge.request("r-1", "70.01", "0").request("r-2", "50.00", "0").request("r-3", "20.00", "50.00");
        assertThat(charge.told)
                .containsExactly(
                        "rejected REFUND_AMOUNT_OUT_OF_BOUNDS",
                        "created 50.00 PENDING",
                        "updated 50.00 SUCCEEDED",
                        "created 20.00 PENDING",
                        "updated 20.00 SUCCEEDED");
    }

    @Test
    void shouldNameItsRefusals() {
        ChargeId charge = relay.newChargeId();
        assertThat(refusal(client.settle(settle(charge, "100.01"), TIMEOUT))).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS");
        relay.post("/v1/refunds", "charge=" + charge, Map.of());
        ChargeId other = relay.newChargeId();
        relay.post("/v1/refunds", "charge=" + other, Map.of());
        assertThat(refusal(client.settle(settle(other, "25.00"), TIMEOUT))).isEqualTo("CHARGE_REFUNDED");
        ChargeId disputed = relay.charge("10000", "usd", "tok_createDispute");
        // The mock disputes it only after it has answered.
        await().until(() -> relay.get("/v1/charges/" + disputed).get("disputed").booleanValue());
        assertThat(refusal(client.settle(settle(disputed, "25.00"), TIMEOUT))).isEqualTo("CHARGE_DISPUTED");
        assertThat(client.settle(settle(new ChargeId("ch_none"), "25.00"), TIMEOUT))
                .isInstanceOf(ProviderResponse.NotSent.class);
    }

    @Test
    void shouldSendAHundredYenAsAHundred() {
        ChargeId charge = relay.charge("100", "jpy", "tok_visa");
        assertThat(client.describe(charge, TIMEOUT))
                .isEqualTo(new ProviderResponse.Described(new Description.Found(Money.of("100", "JPY"), List.of())));
        found(client.settle(CommandFixture.settle(charge, Money.of("60", "JPY")), TIMEOUT));
        assertThat(relay.get("/v1/charges/" + charge).get("amount_refunded").intValue())
                .isEqualTo(60);
    }

    @Test
    void shouldRefundForAConnectedAccount() {
        String account = relay.post("/v1/accounts", "type=custom&country=US", Map.of())
                .get("id")
                .stringValue();
        ChargeId charge = new ChargeId(relay.post(
                        "/v1/charges", "amount=10000&currency=usd&source=tok_visa", Map.of("Stripe-Account", account))
                .get("id")
                .stringValue());
        assertThat(client.describe(charge, TIMEOUT)).isEqualTo(new ProviderResponse.NotFound());
        try (ProviderClient connected = new StripeProvider(
                relay.url(), "sk_test_123", account, ChargeIds.CHARGE, ConnectSettings.NONE, TIMEOUT)) {
            found(connected.settle(settle(charge, "25.00"), TIMEOUT));
        }
    }

    @Test
    void shouldSendNothingUnderAKeyThatIsNotTaken() {
        try (ProviderClient wrong =
                new StripeProvider(relay.url(), "wrong_key", null, ChargeIds.CHARGE, ConnectSettings.NONE, TIMEOUT)) {
            assertThat(wrong.settle(settle(relay.newChargeId(), "25.00"), TIMEOUT))
                    .isInstanceOf(ProviderResponse.NotSent.class);
        }
    }

    @Test
    void shouldAgreeWithItsBooksAfterALostResponseATimeoutAndADashboardRefund() {
        ChargeId id = relay.newChargeId();
        OneCharge charge = new OneCharge(id, Money.of("100.00", "USD"), client);
        relay.payments(StandIn.Fault.ANSWER_LOST, StandIn.Fault.NO_ANSWER);
        charge.impatiently();
        charge.request("r-1", "25.00", "0").request("r-2", "25.00", "25.00");
        relay.post("/v1/refunds", "charge=" + id + "&amount=1000", Map.of());
        charge.passes(Duration.ofMinutes(2)).request("r-3", "15.00", "60.00");

        assertThat(charge.told)
                .containsExactly(
                        "created 25.00 PENDING",
                        "updated 25.00 SUCCEEDED",
                        "created 25.00 PENDING",
                        "updated 25.00 SUCCEEDED",
                        "created 10.00 SUCCEEDED",
                        "created 15.00 PENDING",
                        "updated 15.00 SUCCEEDED");
        charge.agreesWith(relay.book(id));
    }
}
