package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Money;
import io.github.refundworker.provider.Forms;
import io.github.refundworker.provider.OneCharge;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.StandIn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request where Stripe answers as only Stripe does. */
class StripeStoriesTest {
    private static final Money HUNDRED = Money.of("100.00", "USD");

    private StripeStandIn stripe;

    @BeforeEach
    void start() {
        stripe = new StripeStandIn(ChargeIds.CHARGE);
    }

    @AfterEach
    void stop() {
        stripe.close();
    }

    private OneCharge charge(ProviderClient client) {
        ChargeId id = stripe.newChargeId();
        stripe.capture(id, HUNDRED);
        return new OneCharge(id, HUNDRED, client);
    }

    /** Stripe says of some refusals neither a code nor that it stores them. */
    @Nested
    class Refusals {
        private static StandIn.Answer refusal(@Nullable String code) {
            return StripeStandIn.error(
                    400, "invalid_request_error", code, null, "Charge does not have a successful charge to refund.");
        }

        @ParameterizedTest
        @CsvSource({", INVALID_REQUEST_ERROR", "email_invalid, EMAIL_INVALID", "code_of_tomorrow, CODE_OF_TOMORROW"})
        void shouldEndInMinutesAndNotAtOnceWhereNothingSaysThatTheyAreStored(@Nullable String code, String ours) {
            stripe.refusal = refusal(code);
            try (ProviderClient client = stripe.client()) {
                OneCharge charge = charge(client).request("r-1", "25.00");
                assertThat(charge.told).containsExactly("created 25.00 PENDING");
                charge.passes(Duration.ofMinutes(4));
                assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 FAILED " + ours);
                stripe.refusal = null;
                charge.request("r-2", "25.00", "0");
                assertThat(charge.told).endsWith("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
                charge.agreesWith(stripe.ledger);
            }
        }

        @Test
        void shouldBePaidAfterAllWhereAnotherDeliveryPaid() {
            stripe.refusal = refusal("email_invalid");
            try (ProviderClient client = stripe.client()) {
                OneCharge charge = charge(client).request("r-1", "25.00");
                stripe.refusal = null;
                charge.redeliver().passes(Duration.ofMinutes(4));
                assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
                charge.agreesWith(stripe.ledger);
            }
        }

        @Test
        void shouldFailAtOnceWhereStripeStoresThem() {
            stripe.refusal = refusal("charge_disputed");
            try (ProviderClient client = stripe.client()) {
                OneCharge charge = charge(client).request("r-1", "25.00");
                assertThat(charge.told)
                        .containsExactly("created 25.00 PENDING", "updated 25.00 FAILED CHARGE_DISPUTED");
            }
        }
    }

    /** Where the money of a charge went on to somebody else, or came from there. */
    @Nested
    class Connect {
        private static final String DESTINATION = "{\"transfer_data\":{\"destination\":\"acct_2\"}}";

        private Map<String, String> sent() {
            return stripe.calls.stream()
                    .filter(call -> call.method().equals("POST"))
                    .map(call -> Forms.decoded(new String(call.body(), StandardCharsets.UTF_8)))
                    .reduce(Map.of(), (_, last) -> last);
        }

        @ParameterizedTest
        @ValueSource(strings = {DESTINATION, "{\"transfer\":\"tr_1\"}", "{\"source_transfer\":\"tr_1\"}"})
        void shouldSendNothingWhereNobodyDecidedWhoPays(String connect) {
            stripe.connect = connect;
            try (ProviderClient client = stripe.client()) {
                OneCharge charge = charge(client).request("r-1", "25.00").request("r-2", "25.00");
                assertThat(charge.told)
                        .containsExactly("rejected PROVIDER_NOT_SUPPORTED", "rejected PROVIDER_NOT_SUPPORTED");
                assertThat(stripe.paymentCalls()).isZero();
            }
        }

        @Test
        void shouldNeverRefundWhatCameByATransfer() {
            stripe.connect = "{\"source_transfer\":\"tr_1\"}";
            try (ProviderClient client = stripe.client(new ConnectSettings(true, true))) {
                assertThat(charge(client).request("r-1", "25.00").told)
                        .containsExactly("rejected PROVIDER_NOT_SUPPORTED");
            }
        }

        @ParameterizedTest
        @CsvSource(
                nullValues = "-",
                delimiter = '|',
                value = {
                    "{}                                                                    | true  | -    | -",
                    "{\"transfer_data\":{\"destination\":\"acct_2\"}}                | true  | true | -",
                    "{\"transfer_data\":{\"destination\":\"acct_2\"}}                | false | -    | -",
                    "{\"transfer_data\":{\"destination\":\"acct_2\"},\"application_fee_amount\":5} | true | true | true",
                    "{\"application_fee_amount\":5}                                      | true  | -    | true"
                })
        void shouldSayOfEachChargeWhatTheAccountDecided(
                String connect, boolean reverse, @Nullable String reversed, @Nullable String feeRefunded) {
            stripe.connect = connect;
            try (ProviderClient client = stripe.client(new ConnectSettings(reverse, true))) {
                OneCharge charge = charge(client).request("r-1", "25.00");
                assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
                assertThat(sent().get("reverse_transfer")).isEqualTo(reversed);
                assertThat(sent().get("refund_application_fee")).isEqualTo(feeRefunded);
            }
        }

        @ParameterizedTest
        @EnumSource
        void shouldKnowADestinationByEitherId(ChargeIds chargeIds) {
            try (StripeStandIn other = new StripeStandIn(chargeIds);
                    ProviderClient client = other.client()) {
                other.connect = DESTINATION;
                ChargeId id = other.newChargeId();
                other.capture(id, HUNDRED);
                assertThat(new OneCharge(id, HUNDRED, client).request("r-1", "25.00").told)
                        .containsExactly("rejected PROVIDER_NOT_SUPPORTED");
            }
        }
    }
}
