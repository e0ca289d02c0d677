package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.Scripted;
import io.github.refundworker.provider.StandIn;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
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
                url -> new StripeProvider(url, "sk_test_123", null, ChargeIds.CHARGE, TIMEOUT);
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
        "400, invalid_request_error, code_of_tomorrow, CODE_OF_TOMORROW",
        "402, card_error, expired_card, EXPIRED_CARD"
    })
    void refusedWhereStripeSaysWhatIsWrong(int status, String type, String code, String ours) {
        String body = "{'error':{'type':'" + type + "','code':'" + code + "','message':'No.'}}";
        assertThat(settled(status, body)).isInstanceOfSatisfying(ProviderResponse.Refused.class, refused -> {
            assertThat(refused.why().code()).isEqualTo(ours);
            assertThat(refused.why().description()).isEqualTo("No.");
        });
    }

    /** Stripe does not store these, so the same key may be paid later. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"404, 'code':'resource_missing'", "400, 'code':'parameter_unknown'", "400, 'param':'charge'"})
    void notSentWhereTheRequestWasNotCarriedOut(int status, String what) {
        String error = "{'error':{'type':'invalid_request_error'," + what + ",'message':'No.'}}";
        assertThat(settled(status, error)).isInstanceOf(ProviderResponse.NotSent.class);
    }

    @Test
    void refusedAsOutOfBoundsWhereTheAmountIsWrongWithoutACode() {
        String body = "{'error':{'type':'invalid_request_error','param':'amount','message':'greater than'}}";
        assertThat(settled(400, body))
                .isInstanceOfSatisfying(
                        ProviderResponse.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, idempotency_error, ",
        "409, idempotency_error, idempotency_key_in_use",
        "404, invalid_request_error, ",
        "424, api_error, ",
        "500, api_error, ",
        "503, api_error, "
    })
    void unclearWhereItMayHaveBeenPaid(int status, String type, String code) {
        String error =
                "{'error':{'type':'" + type + "'" + (code == null ? "" : ",'code':'" + code + "'") + ",'message':'?'}}";
        assertThat(settled(status, error)).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(lookedUp(status, error)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @ParameterizedTest
    @CsvSource({"429, rate_limit", "429, lock_timeout", "401, api_key_expired", "403, account_invalid"})
    void notSentWhereStripeDidNotLookAtIt(int status, String code) {
        String error = "{'error':{'type':'invalid_request_error','code':'" + code + "','message':'?'}}";
        assertThat(settled(status, error)).isInstanceOf(ProviderResponse.NotSent.class);
        assertThat(lookedUp(status, error)).isInstanceOf(ProviderResponse.NotSent.class);
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
