package io.github.refundworker.provider.wix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.HttpAnswer;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.UnusableAnswerException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each of Wix's answers means for the money. */
class WixAnswersTest {
    private static final String PAID = "{'refund':{'id':'7b','chargeId':'ch_1','amount':'25.0','currencyCode':'USD',"
            + "'status':'SUCCEEDED','note':'[" + CommandFixture.REFUND + "] blue','returnedProcessingFee':'0.30',"
            + "'acquirerReferenceNumber':'749'}}";

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, null, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ProviderResponse settled(int status, String body) {
        return WixAnswers.ofSettle(CommandFixture.settle(), ReferencePlace.NOTE, answer(status, body));
    }

    private static ProviderResponse lookedUp(int status, String body) {
        return WixAnswers.ofLookUp(CommandFixture.CHARGE, "7b", ReferencePlace.NOTE, answer(status, body));
    }

    private static String error(String code) {
        return "{'message':'m','details':{'applicationError':{'code':'" + code + "','description':'d','data':{}}}}";
    }

    /** All fifteen of the API; one of them alone may pass. */
    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {
                "CHARGE_REFUNDED",
                "CHARGE_REFUND_IN_PROGRESS",
                "CHARGE_DISPUTED",
                "CHARGE_REFUND_PERIOD_ENDED",
                "CHARGE_UNPAID",
                "PROVIDER_DOWN",
                "PROVIDER_NOT_SUPPORTED",
                "PAYMENT_METHOD_NOT_SUPPORTED",
                "MERCHANT_BALANCE_INSUFFICIENT",
                "ONLINE_REFUND_NOT_SUPPORTED",
                "PARTIAL_REFUND_NOT_SUPPORTED",
                "REFUND_AMOUNT_OUT_OF_BOUNDS",
                "REFUND_CURRENCY_MISSING",
                "REFUND_CURRENCY_MISMATCH",
                "PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH"
            })
    void refusedWithWixsOwnCode(ErrorCode code) {
        for (int status : new int[] {400, 428}) {
            ProviderResponse response = settled(status, error(code.name()));
            if (code == ErrorCode.PROVIDER_DOWN) {
                assertThat(response).isInstanceOf(ProviderResponse.Unclear.class);
            } else {
                assertThat(response)
                        .isInstanceOfSatisfying(
                                ProviderResponse.Refused.class,
                                refused -> assertThat(refused.why().code()).isEqualTo(code.name()));
            }
        }
    }

    @Test
    void refusedWhereTheFrameworkFindsTheRequestInvalid() {
        String body = "{'message':'amount must be positive','details':{'validationError':{'fieldViolations':[]}}}";
        assertThat(settled(400, body))
                .isInstanceOfSatisfying(
                        ProviderResponse.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo("INVALID_REQUEST"));
        assertThat(settled(404, error("NOT_FOUND")))
                .isInstanceOfSatisfying(
                        ProviderResponse.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo("CHARGE_NOT_FOUND"));
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 412, 500, 502, 504})
    void unclearWhereItMayHaveBeenPaid(int status) {
        assertThat(settled(status, error("ABORTED"))).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(lookedUp(status, error("ABORTED"))).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "<html>", "{'message':'m'}", "{'details':{}}", "{'refund':7}"})
    void unclearWhereAnAnswerIsGarbage(String body) {
        for (int status : new int[] {200, 302, 400, 404, 428, 500}) {
            assertThat(settled(status, body)).isInstanceOf(ProviderResponse.Unclear.class);
            assertThat(lookedUp(status, body)).isInstanceOf(ProviderResponse.Unclear.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'7b'       | ''",
                "'ch_1'     | 'ch_2'",
                "'25.0'     | 25.0",
                "'25.0'     | '2.5e1'",
                "USD        | usd",
                "SUCCEEDED  | DONE",
                "[          | (",
                "'0.30'     | 'free'"
            })
    void unclearWhereASuccessIsUnreadableOrAboutSomethingElse(String part, String instead) {
        String body = PAID.replace(part, instead);
        assertThat(body).isNotEqualTo(PAID);
        assertThat(settled(200, body)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'hasNext':true,'cursors':{'next':'c'}}  | c",
                "{'cursors':{'next':'c'}}                 | c",
                "{'hasNext':false,'cursors':{'next':'c'}} | last",
                "{'hasNext':true,'cursors':{}}            | unusable",
                "{'hasNext':'no'}                         | unusable",
                "{'cursors':{'next':''}}                  | unusable",
                "{}                                       | unusable",
                "null                                     | unusable",
            })
    void takesAPageForTheLastWhereWixSaysSo(String metadata, String next) {
        assertThat(nextPage("[" + PAID.substring("{'refund':".length(), PAID.length() - 1) + "]", metadata))
                .isEqualTo(next);
    }

    @Test
    void needsNoWordOnWhatFollowsNothing() {
        assertThat(nextPage("[]", "null")).isEqualTo("last");
    }

    private static String nextPage(String refunds, String metadata) {
        HttpAnswer answer = answer(200, "{'refunds':" + refunds + ",'pagingMetadata':" + metadata + "}");
        try {
            String next = WixAnswers.page(answer.body(), CommandFixture.CHARGE, ReferencePlace.NOTE)
                    .nextCursor();
            return next == null ? "last" : next;
        } catch (UnusableAnswerException e) {
            return "unusable";
        }
    }

    @Test
    void foundWithEverythingThatWixKnows() {
        assertThat(settled(200, PAID)).isInstanceOfSatisfying(ProviderResponse.Found.class, found -> {
            assertThat(found.refund().reference()).isEqualTo(CommandFixture.REFUND);
            assertThat(found.refund().details().returnedProcessingFee()).isEqualByComparingTo("0.3");
            assertThat(found.refund().details().acquirerReferenceNumber()).isEqualTo("749");
        });
        String reversed = PAID.replace("SUCCEEDED", "REVERSED")
                .replace("'note'", "'statusInfo':{'code':'6003','description':'sent back'},'note'");
        assertThat(lookedUp(200, reversed))
                .isInstanceOfSatisfying(
                        ProviderResponse.Found.class,
                        found -> assertThat(String.valueOf(found.refund().error()))
                                .contains("6003", "sent back"));
    }
}
