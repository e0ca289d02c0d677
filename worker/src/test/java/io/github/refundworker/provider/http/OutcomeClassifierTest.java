package io.github.refundworker.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.HttpAnswer;
import io.github.refundworker.provider.ProviderResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeClassifierTest {
    private static final Command.Settle SETTLE = CommandFixture.settle();
    private static final String PAID = "{'id':'re_1','reference':'" + CommandFixture.REFUND
            + "','chargeId':'ch_1','amount':'25.0','currencyCode':'USD','status':'SUCCEEDED',"
            + "'createdDate':'2026-11-01T12:00:00Z','unknownToUs':[1]}";

    @ParameterizedTest
    @CsvSource({"200", "201"})
    void foundWhereTheAnswerIsTheRefundAskedFor(int status) {
        assertThat(settled(status, PAID))
                .isInstanceOfSatisfying(
                        ProviderResponse.Found.class,
                        found -> assertThat(found.refund().id()).isEqualTo("re_1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'re_1'     | ''",
                "'id':'re_1'| 'id':7",
                "'ch_1'     | 'ch_2'",
                "25.0       | 25.01",
                "'25.0'     | 25.0",
                "'25.0'     | '2.5e1'",
                "'25.0'     | '٢٥'",
                "'25.0'     | '-25.0'",
                "USD        | EUR",
                "USD        | usd",
                "SUCCEEDED  | DONE",
                "'status'   | 'state'",
                "'reference'| 'ref'",
                "[1]        | [1],'id':'re_2'",
                "}          | }}",
                "}          | ''",
            },
            quoteCharacter = '"')
    void unclearWhereASuccessIsUnreadableOrAboutSomethingElse(String part, String instead) {
        String body = PAID.replace(part, instead);
        assertThat(body).isNotEqualTo(PAID);
        assertThat(settled(201, body)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @ParameterizedTest
    @CsvSource({"''", "'null'", "'[]'", "'<html>'", "'\"text\"'"})
    void unclearWhereASuccessIsGarbage(String body) {
        assertThat(settled(201, body)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void unclearWhereTheReferenceIsOnlyAlmostOurs() {
        String upper = CommandFixture.REFUND.toString().toUpperCase(Locale.ROOT);
        assertThat(settled(201, PAID.replace(CommandFixture.REFUND.toString(), upper)))
                .isInstanceOf(ProviderResponse.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHARGE_REFUNDED",
                "REFUND_AMOUNT_OUT_OF_BOUNDS",
                "CHARGE_DISPUTED",
                "MERCHANT_BALANCE_INSUFFICIENT",
            })
    void refusedWhereTheProviderSaysWhy(String code) {
        assertThat(settled(422, "{'code':'" + code + "','detail':'because'}"))
                .isEqualTo(new ProviderResponse.Refused(new StatusInfo(code, "because")));
    }

    @Test
    void refusedToBeConfirmedWhereTheProviderWillNotRememberIt() {
        assertThat(settled(400, "{'code':'INVALID_REQUEST','detail':'because'}"))
                .isEqualTo(new ProviderResponse.Refused(new StatusInfo("INVALID_REQUEST", "because"), false));
    }

    @Test
    void notSentWhereAChargeThatWasReadIsNotThereAnyMore() {
        assertThat(settled(404, "{'code':'CHARGE_NOT_FOUND','detail':'because'}"))
                .isEqualTo(new ProviderResponse.NotSent("HTTP 404 CHARGE_NOT_FOUND", Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND",
        "422, IDEMPOTENCY_KEY_REUSED",
        "409, IDEMPOTENCY_KEY_IN_USE",
        "409, CHARGE_REFUNDED",
        "500, INTERNAL",
        "502, BAD_GATEWAY",
        "503, CHARGE_REFUNDED",
        "504, TIMEOUT",
        "408, TIMEOUT",
        "402, PAY",
        "302, MOVED",
        "202, ACCEPTED",
        "204, NOTHING",
        "404, ''",
        "422, ''",
    })
    void unclearWhereItMayHaveBeenExecuted(int status, String code) {
        String body = code.isEmpty() ? "<html>" : "{'code':'" + code + "'}";
        assertThat(settled(status, body)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"7, 7", "none, none", "soon, none", "-1, none", "99999999999999999999, none"})
    void notSentWhereThereWereTooManyCalls(@Nullable String header, @Nullable Long seconds) {
        assertThat(OutcomeClassifier.ofSettle(SETTLE, new HttpAnswer(429, header, new byte[0])))
                .isInstanceOfSatisfying(
                        ProviderResponse.NotSent.class,
                        notSent -> assertThat(notSent.retryAfter())
                                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"401", "403"})
    void notSentWhereCredentialsAreNotTaken(int status) {
        assertThat(settled(status, "{'code':'FORBIDDEN'}")).isInstanceOf(ProviderResponse.NotSent.class);
    }

    @Test
    void aLookUpFindsNothingOnlyWhereTheProviderSaysSo() {
        assertThat(lookedUp(null, 404, "{'code':'REFUND_NOT_FOUND'}")).isEqualTo(new ProviderResponse.NotFound());
        assertThat(lookedUp(null, 404, "{'code':'CHARGE_NOT_FOUND'}")).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(lookedUp(null, 404, "not found")).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(lookedUp(null, 410, "{'code':'REFUND_NOT_FOUND'}")).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(lookedUp(null, 500, "{'code':'REFUND_NOT_FOUND'}")).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(lookedUp(null, 429, "")).isInstanceOf(ProviderResponse.NotSent.class);
    }

    @Test
    void aLookUpByTheProvidersIdTakesARefundWithoutAReferenceOfOurs() {
        String dashboard = PAID.replace("'reference':'" + CommandFixture.REFUND + "',", "'reference':'order 7',");
        assertThat(lookedUp("re_1", 200, dashboard)).isInstanceOf(ProviderResponse.Found.class);
        assertThat(lookedUp("re_2", 200, dashboard)).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(lookedUp(null, 200, dashboard)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void aDescriptionIsMissingOnlyWhereTheProviderSaysSo() {
        assertThat(OutcomeClassifier.ofDescribe(answer(404, "{'code':'CHARGE_NOT_FOUND'}")))
                .isEqualTo(new ProviderResponse.NotFound());
        assertThat(OutcomeClassifier.ofDescribe(answer(404, ""))).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(OutcomeClassifier.ofDescribe(answer(503, ""))).isInstanceOf(ProviderResponse.Unclear.class);
    }

    private static ProviderResponse settled(int status, String body) {
        return OutcomeClassifier.ofSettle(SETTLE, answer(status, body));
    }

    private static ProviderResponse lookedUp(@Nullable String id, int status, String body) {
        return OutcomeClassifier.ofLookUp(CommandFixture.CHARGE, CommandFixture.REFUND, id, answer(status, body));
    }

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, null, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
