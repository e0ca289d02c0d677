package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.Merchant;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.Scripted;
import io.github.refundworker.provider.StandIn;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each of Stripe's answers means for the money. */
class StripeAnswersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String PAID = "{'id':'re_1','object':'refund','amount':2500,'currency':'usd','charge':'ch_1',"
            + "'metadata':{'refund_reference':'" + CommandFixture.REFUND + "'},'status':'succeeded'}";

    private static ProviderResponse answered(int status, String body, Function<ProviderClient, ProviderResponse> call) {
        Function<URI, ProviderClient> adapter =
                url -> new StripeProvider(url, "sk_test_123", null, ChargeIds.CHARGE, ConnectSettings.NONE, TIMEOUT);
        try (StandIn stripe = new Scripted(status, body.replace('\'', '"'), adapter);
                ProviderClient client = stripe.client()) {
            return call.apply(client);
        }
    }

    private static ProviderResponse settled(int status, String body) {
        return answered(status, body, client -> client.settle(CommandFixture.settle(), TIMEOUT));
    }

    private static ProviderResponse lookedUp(int status, String body) {
        return answered(
                status, body, client -> client.lookUp(CommandFixture.CHARGE, CommandFixture.REFUND, "re_1", TIMEOUT));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, charge_already_refunded, CHARGE_REFUNDED",
        "400, invalid_request_error, charge_disputed, CHARGE_DISPUTED",
        "400, invalid_request_error, refund_disputed_payment, CHARGE_DISPUTED",
        "400, invalid_request_error, charge_not_refundable, PROVIDER_NOT_SUPPORTED",
        "400, invalid_request_error, payment_intent_unexpected_state, CHARGE_UNPAID",
        "400, invalid_request_error, balance_insufficient, MERCHANT_BALANCE_INSUFFICIENT",
        "400, invalid_request_error, amount_too_large, REFUND_AMOUNT_OUT_OF_BOUNDS",
        "402, card_error, insufficient_funds, MERCHANT_BALANCE_INSUFFICIENT",
        "400, invalid_request_error, code_of_tomorrow, CODE_OF_TOMORROW",
        "400, invalid_request_error, email_invalid, EMAIL_INVALID",
        "400, invalid_request_error, livemode_mismatch, LIVEMODE_MISMATCH",
        "402, card_error, expired_card, EXPIRED_CARD"
    })
    void refusedWhereStripeSaysWhatIsWrong(int status, String type, String code, String ours) {
        String body = "{'error':{'type':'" + type + "','code':'" + code + "','message':'No.'}}";
        assertThat(settled(status, body)).isInstanceOfSatisfying(ProviderResponse.Refused.class, refused -> {
            assertThat(refused.why().code()).isEqualTo(ours);
            assertThat(refused.why().description()).isEqualTo("No.");
        });
    }

    /** The table of the providers page, row by row: each HTTP status, with and without what else may stand in the error. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "200 | -                     | -                     | -      | Unclear",
                "302 | -                     | -                     | -      | Unclear",
                "400 | invalid_request_error | charge_disputed       | charge | Stored",
                "400 | invalid_request_error | email_invalid         | -      | Confirmed",
                "400 | invalid_request_error | code_of_tomorrow      | -      | Confirmed",
                "400 | card_error            | card_declined         | -      | Confirmed",
                "400 | invalid_request_error | -                     | amount | Confirmed",
                "400 | invalid_request_error | resource_missing      | charge | NotSent",
                "400 | invalid_request_error | parameter_unknown     | foo    | Confirmed",
                "400 | invalid_request_error | -                     | charge | Confirmed",
                "400 | invalid_request_error | -                     | -      | Confirmed",
                "400 | idempotency_error     | -                     | -      | Unclear",
                "400 | api_error             | -                     | -      | Unclear",
                "400 | type_of_tomorrow      | code_of_tomorrow      | -      | Unclear",
                "400 | -                     | -                     | -      | Unclear",
                "401 | invalid_request_error | -                     | -      | NotSent",
                "401 | -                     | -                     | -      | NotSent",
                "402 | invalid_request_error | balance_insufficient  | -      | Stored",
                "402 | card_error            | expired_card          | -      | Confirmed",
                "402 | card_error            | -                     | -      | Confirmed",
                "402 | invalid_request_error | -                     | -      | Confirmed",
                "402 | api_error             | -                     | -      | Unclear",
                "403 | invalid_request_error | account_invalid       | -      | NotSent",
                "403 | -                     | -                     | -      | NotSent",
                "404 | invalid_request_error | resource_missing      | charge | NotSent",
                "404 | invalid_request_error | -                     | -      | Unclear",
                "404 | -                     | -                     | -      | Unclear",
                "409 | invalid_request_error | idempotency_key_in_use| -      | Unclear",
                "409 | -                     | -                     | -      | Unclear",
                "424 | api_error             | -                     | -      | Unclear",
                "429 | invalid_request_error | rate_limit            | -      | NotSent",
                "429 | invalid_request_error | lock_timeout          | -      | NotSent",
                "429 | -                     | -                     | -      | NotSent",
                "500 | api_error             | -                     | -      | Unclear",
                "500 | invalid_request_error | charge_disputed       | charge | Unclear",
                "503 | -                     | -                     | -      | Unclear"
            })
    void shouldReadEveryStatusAsThePageSays(
            int status, @Nullable String type, @Nullable String code, @Nullable String param, String reading) {
        String body = type == null
                ? "<html>"
                : "{'error':{'type':'" + type + "'" + field("code", code) + field("param", param)
                        + ",'message':'No.'}}";
        ProviderResponse response = settled(status, body);
        assertThat(
                        response instanceof ProviderResponse.Refused(var _, boolean stored)
                                ? stored ? "Stored" : "Confirmed"
                                : response.getClass().getSimpleName())
                .isEqualTo(reading);
    }

    private static String field(String name, @Nullable String value) {
        return value == null ? "" : ",'" + name + "':'" + value + "'";
    }

    @Test
    void refusedByItsTypeWhereAFailureHasNoCode() {
        assertThat(settled(402, "{'error':{'type':'card_error','message':'No.'}}"))
                .isEqualTo(new ProviderResponse.Refused(new StatusInfo("CARD_ERROR", "No."), false));
    }

    @Test
    void refusedAsOutOfBoundsWhereTheAmountIsWrongWithoutACode() {
        String body = "{'error':{'type':'invalid_request_error','param':'amount','message':'greater than'}}";
        assertThat(settled(400, body))
                .isInstanceOfSatisfying(
                        ProviderResponse.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS"));
    }

    /** With the key of another merchant, or of the other mode, there is no such charge, and nothing is told of a refund. */
    @Test
    void doesNotTakeAMissingChargeForAMissingRefund() {
        String error = "{'error':{'type':'invalid_request_error','code':'resource_missing','param':'charge'}}";
        assertThat(answered(
                        404,
                        error,
                        client -> client.lookUp(CommandFixture.CHARGE, CommandFixture.REFUND, null, TIMEOUT)))
                .isEqualTo(new ProviderResponse.Unclear("HTTP 404 resource_missing"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, '{\"object\":\"account\",\"id\":\"acct_1\"}', acct_1 in test mode",
        "200, '{\"object\":\"account\"}', -",
        "403, '{\"error\":{\"type\":\"invalid_request_error\"}}', -",
        "404, '<html>', -",
        "500, '', -"
    })
    void tellsWhoseKeyItIsWhereTheKeyMayAsk(int status, String body, String id) {
        Function<URI, ProviderClient> adapter =
                url -> new StripeProvider(url, "sk_test_123", null, ChargeIds.CHARGE, ConnectSettings.NONE, TIMEOUT);
        try (StandIn stripe = new Scripted(status, body, adapter);
                ProviderClient client = stripe.client()) {
            Merchant merchant = client.merchant(TIMEOUT);
            assertThat(stripe.calls).singleElement().hasToString("GET /v1/account");
            assertThat(merchant instanceof Merchant.Known(String known) ? known : "-")
                    .isEqualTo(id);
        }
    }

    @Test
    void needsNoCallWhereTheConnectedAccountIsConfigured() {
        try (ProviderClient client = new StripeProvider(
                URI.create("http://127.0.0.1:1"),
                "sk_live_1",
                "acct_9",
                ChargeIds.CHARGE,
                ConnectSettings.NONE,
                TIMEOUT)) {
            assertThat(client.merchant(TIMEOUT)).isEqualTo(new Merchant.Known("acct_9"));
        }
    }

    /** Only that Stripe says it has no such thing tells of an absence. */
    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, parameter_unknown, Unclear",
        "401, invalid_request_error, api_key_expired, NotSent",
        "403, invalid_request_error, account_invalid, NotSent",
        "404, invalid_request_error, resource_missing, NotFound",
        "404, invalid_request_error, , Unclear",
        "409, idempotency_error, idempotency_key_in_use, Unclear",
        "424, api_error, , Unclear",
        "429, invalid_request_error, lock_timeout, NotSent",
        "500, api_error, , Unclear",
        "503, api_error, , Unclear"
    })
    void shouldTakeNoOtherErrorOfALookUpForAnAbsence(int status, String type, @Nullable String code, String reading) {
        String error = "{'error':{'type':'" + type + "'" + field("code", code) + ",'message':'?'}}";
        assertThat(lookedUp(status, error).getClass().getSimpleName()).isEqualTo(reading);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "'text'",
                "<html>",
                "{'error':'oauth'}",
                "{'error':null}",
                "{'id':7}",
                "{'amount':1e99}"
            })
    void unclearWhereAnAnswerIsGarbage(String body) {
        for (int status : new int[] {200, 302, 400, 404, 500}) {
            assertThat(settled(status, body)).isInstanceOf(ProviderResponse.Unclear.class);
            assertThat(lookedUp(status, body)).isInstanceOf(ProviderResponse.Unclear.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'re_1'      | ''",
                "2500        | null",
                "'usd'       | 'zzz'",
                "'usd'       | null",
                "'ch_1'      | 'ch_2'",
                "'ch_1'      | null",
                "'succeeded' | 'done'",
                "'succeeded' | null",
                "refund_reference | other"
            })
    void unclearWhereASuccessIsUnreadableOrAboutSomethingElse(String part, String instead) {
        String body = PAID.replace(part, instead);
        assertThat(body).isNotEqualTo(PAID);
        assertThat(settled(200, body)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, PENDING",
        "requires_action, PENDING",
        "succeeded, SUCCEEDED",
        "failed, FAILED",
        "canceled, FAILED"
    })
    void translatesStatuses(String theirs, ProviderStatus ours) {
        assertThat(lookedUp(200, PAID.replace("succeeded", theirs)))
                .isInstanceOfSatisfying(
                        ProviderResponse.Found.class,
                        found -> assertThat(found.refund().status()).isEqualTo(ours));
    }

    @Test
    void tellsWhyARefundFailedAndItsAcquirerReference() {
        String body = PAID.replace(
                "'status':'succeeded'",
                "'status':'failed','failure_reason':'lost_or_stolen_card','destination_details':{'type':'card',"
                        + "'card':{'reference':'74927325','reference_type':'acquirer_reference_number'}}");
        assertThat(lookedUp(200, body)).isInstanceOfSatisfying(ProviderResponse.Found.class, found -> {
            assertThat(found.refund().error())
                    .isNotNull()
                    .extracting(StatusInfo::code)
                    .isEqualTo("LOST_OR_STOLEN_CARD");
            assertThat(found.refund().details().acquirerReferenceNumber()).isEqualTo("74927325");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "insufficient_funds, MERCHANT_BALANCE_INSUFFICIENT, insufficient funds",
        "charge_for_pending_refund_disputed, CHARGE_DISPUTED, charge for pending refund disputed",
        "merchant_request, MERCHANT_REQUEST, merchant request"
    })
    void givesAFailureTheCodeOfARefusalForTheSameReason(String reason, String code, String description) {
        String body = PAID.replace("'status':'succeeded'", "'status':'failed','failure_reason':'" + reason + "'");
        assertThat(lookedUp(200, body))
                .isInstanceOfSatisfying(
                        ProviderResponse.Found.class,
                        found -> assertThat(found.refund().error()).isEqualTo(new StatusInfo(code, description)));
    }

    @Test
    void doesNotBelieveAListThatNeverEnds() {
        String page = "{'object':'list','has_more':true,'url':'/v1/refunds','data':[" + PAID + "]}";
        assertThat(answered(
                        200,
                        page,
                        client -> client.lookUp(CommandFixture.CHARGE, CommandFixture.REFUND, null, TIMEOUT)))
                .isEqualTo(new ProviderResponse.Unclear("an unusable answer: more than 100 pages"));
        assertThat(answered(
                        200,
                        page.replace(PAID, ""),
                        client -> client.lookUp(CommandFixture.CHARGE, CommandFixture.REFUND, null, TIMEOUT)))
                .isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void doesNotTakeAPageForTheLastThatIsNotSaidToBe() {
        String page = "{'object':'list','url':'/v1/refunds','data':[]}";
        assertThat(answered(
                        200,
                        page,
                        client -> client.lookUp(CommandFixture.CHARGE, CommandFixture.REFUND, null, TIMEOUT)))
                .isEqualTo(new ProviderResponse.Unclear("an unusable answer: has_more is missing"));
    }

    @Test
    void sendsNothingThatStripeCannotBeToldExactly() {
        ProviderResponse response = answered(
                200,
                PAID,
                client -> client.settle(
                        CommandFixture.settle(CommandFixture.CHARGE, Money.of("25.005", "USD")), TIMEOUT));
        assertThat(response)
                .isInstanceOfSatisfying(
                        ProviderResponse.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS"));
    }
}
