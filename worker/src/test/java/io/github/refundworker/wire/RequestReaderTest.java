package io.github.refundworker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.contracts.Samples;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.InvalidRequest;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.wire.RequestReading.Readable;
import io.github.refundworker.wire.RequestReading.Refused;
import io.github.refundworker.wire.RequestReading.Unreadable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final String TYPE = "refund-request";

    /** Well-formed, and rejected for what only the decider knows. */
    private static final Set<String> FOR_THE_DECIDER =
            Set.of("rejected-currencyCode-missing", "rejected-currencyCode-unknown", "rejected-provider-unknown");

    static Stream<String> rightSamples() {
        return Samples.valid(TYPE).keySet().stream();
    }

    static Stream<String> unreadableSamples() {
        return Samples.invalid(TYPE).keySet().stream().filter(name -> name.startsWith("unreadable-"));
    }

    static Stream<String> rejectedSamples() {
        return Samples.invalid(TYPE).keySet().stream()
                .filter(name -> name.startsWith("rejected-") && !FOR_THE_DECIDER.contains(name));
    }

    static Stream<String> samplesForTheDecider() {
        return FOR_THE_DECIDER.stream();
    }

    @ParameterizedTest
    @MethodSource("rightSamples")
    void shouldTakeRightRequests(String name) {
        assertThat(bodyOf(RequestReader.read(Samples.valid(TYPE, name)))).isInstanceOf(RefundRequest.class);
    }

    @ParameterizedTest
    @MethodSource("unreadableSamples")
    void shouldGiveUpWhereThereIsNobodyToAnswerTo(String name) {
        assertThat(RequestReader.read(Samples.invalid(TYPE, name))).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @MethodSource("samplesForTheDecider")
    void shouldLeaveToTheDeciderWhatOnlyItKnows(String name) {
        assertThat(bodyOf(RequestReader.read(Samples.invalid(TYPE, name)))).isInstanceOf(RefundRequest.class);
    }

    @ParameterizedTest
    @MethodSource("rejectedSamples")
    void shouldNameTheFieldThatBreaksARule(String name) {
        String field = Objects.requireNonNull(Samples.verdicts(TYPE).get(name)).field();
        RequestReading reading = RequestReader.read(Samples.invalid(TYPE, name));
        assertThat(reading instanceof Refused refused ? refused.field() : fieldOf(reading))
                .isEqualTo(field);
    }

    @Test
    void shouldTakeEveryField() {
        assertThat(read("""
                {"requestId": "r 1", "chargeId": "ch_1", "amount": "25.00", "currencyCode": "USD",
                 "previouslyRefundedAmount": "0.0", "reason": "why", "note": "hm", "provider": "acme-eu",
                 "extendedFields": {"b": 1.0, "a": [ 1E+2, "\\u00e9\\/" , null ], "": {} },
                 "charge": {"amount": "100", "currencyCode": "EUR"}}"""))
                .isEqualTo(new RefundRequest(
                        new RequestId("r 1"),
                        new ChargeId("ch_1"),
                        new Asked.Part(new BigDecimal("25.00"), new CurrencyCode("USD")),
                        new BigDecimal("0.0"),
                        new AccountName("acme-eu"),
                        Money.of("100", "EUR"),
                        new Texts("why", "hm", "{\"b\":1.0,\"a\":[1E+2,\"é/\",null],\"\":{}}")));
    }

    @Test
    void shouldReadTheWholeChargeWhereNoAmountIsGiven() {
        RefundRequest whole = new RefundRequest(
                new RequestId("r-1"), new ChargeId("ch_1"), new Asked.Whole(), null, null, null, Texts.NONE);
        assertThat(read(request(""))).isEqualTo(whole);
    }

    @Test
    void shouldLeaveAMissingCurrencyToTheDecider() {
        assertThat(read(request(",\"amount\":\"1\"")))
                .isInstanceOfSatisfying(
                        RefundRequest.class,
                        request -> assertThat(request.asked()).isEqualTo(new Asked.Part(BigDecimal.ONE, null)));
    }

    @Test
    void shouldNameTheFirstOffendingFieldWhateverTheOrder() {
        String[] wrong = {
            "\"amount\":1",
            "\"currencyCode\":\"usd\"",
            "\"previouslyRefundedAmount\":\"-1\"",
            "\"reason\":\"\"",
            "\"note\":\"\"",
            "\"extendedFields\":[]",
            "\"provider\":\"\"",
            "\"charge\":{\"currencyCode\":1,\"amount\":\"0\"}"
        };
        String[] fields = {
            "amount",
            "currencyCode",
            "previouslyRefundedAmount",
            "reason",
            "note",
            "extendedFields",
            "provider",
            "charge.amount"
        };
        for (int first = 0; first < wrong.length; first++) {
            StringBuilder backwards = new StringBuilder();
            for (int i = wrong.length - 1; i >= first; i--) {
                backwards.append(',').append(wrong[i]);
            }
            // A wrong amount is not the same as none: then the currency without it is what is wrong first.
            String amount = first == 1 ? ",\"amount\":\"1\"" : "";
            assertThat(fieldOf(request(amount + backwards))).isEqualTo(fields[first]);
        }
        assertThat(fieldOf(request(",\"currencyCode\":\"usd\""))).isEqualTo("amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "1", "0.00000001", "999999999999999999.99999999", "10.10", "100000000000000000"})
    void shouldTakeAmountsAsTheyAreWritten(String amount) {
        assertThat(read(request(",\"amount\":\"" + amount + "\",\"currencyCode\":\"USD\"")))
                .isInstanceOfSatisfying(
                        RefundRequest.class,
                        request -> assertThat(request.asked())
                                .isEqualTo(new Asked.Part(new BigDecimal(amount), new CurrencyCode("USD"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\" 1\"",
                "\"1 \"",
                "\"1\\n\"",
                "\"１\"",
                "\"١\"",
                "\"1e2\"",
                "\"1e1000000000\"",
                "1e1000000000",
                "\"+1\"",
                "\"-1\"",
                "\"0\"",
                "\"0.0\"",
                "\"01\"",
                "\"1.\"",
                "\".5\"",
                "\"1.000000000\"",
                "\"1,5\"",
                "1",
                "1.5",
                "\"1000000000000000000\"",
                "\"0x1\"",
                "\"NaN\"",
                "\"1\\u0000\"",
                "\"\\ud800\"",
                "true",
                "[\"1\"]",
                "{}"
            })
    void shouldRefuseAmountsOfAnyOtherForm(String amount) {
        assertThat(fieldOf(request(",\"amount\":" + amount + ",\"currencyCode\":\"USD\"")))
                .isEqualTo("amount");
        assertThat(fieldOf(request(",\"charge\":{\"amount\":" + amount + ",\"currencyCode\":\"USD\"}")))
                .isEqualTo("charge.amount");
    }

    @Test
    void shouldCountCharactersNotUnits() {
        assertThat(read(request(",\"reason\":\"" + "😀".repeat(1000) + "\",\"note\":\"" + "é".repeat(200) + "\"")))
                .isInstanceOf(RefundRequest.class);
        assertThat(fieldOf(request(",\"reason\":\"" + "é".repeat(1001) + "\""))).isEqualTo("reason");
        assertThat(fieldOf(request(",\"note\":\"" + "é".repeat(201) + "\""))).isEqualTo("note");
    }

    @Test
    void shouldBoundFreeTextAsAWhole() {
        String fields = ",\"extendedFields\":{\"a\":\"" + "x".repeat(4000) + "\", \"b\":\"" + "x".repeat(4000) + "\"}";
        assertThat(read(request(fields))).isInstanceOf(RefundRequest.class);
        assertThat(fieldOf(request(fields + ",\"reason\":\"" + "é".repeat(100) + "\"")))
                .isEqualTo("extendedFields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reason", "note"})
    void shouldRefuseHalfSurrogatePairs(String field) {
        assertThat(fieldOf(request(",\"" + field + "\":\"a\\udc00\""))).isEqualTo(field);
        assertThat(fieldOf(request(",\"extendedFields\":{\"" + field + "\":[\"\\ud83d\"]}")))
                .isEqualTo("extendedFields");
        assertThat(fieldOf(request(",\"extendedFields\":{\"\\ud83d\":1}"))).isEqualTo("extendedFields");
        assertThat(read(request(",\"" + field + "\":\"\\ud83d\\ude00\""))).isInstanceOf(RefundRequest.class);
    }

    @Test
    void shouldNeverShowWhatStoodInTheRecord() {
        String secret = "4111111111111111";
        for (String request : new String[] {
            request(",\"amount\":\"" + secret + "x\""),
            request(",\"" + secret + "\":1,\"" + secret + "\":1"),
            request(",\"note\":" + secret + "x"),
            "{\"requestId\":\"\\u0000" + secret + "\"}"
        }) {
            assertThat(RequestReader.read(request.getBytes(StandardCharsets.UTF_8))
                            .toString())
                    .doesNotContain(secret);
        }
    }

    private static String request(String more) {
        return "{\"requestId\":\"r-1\",\"chargeId\":\"ch_1\"" + more + "}";
    }

    private static @Nullable Object read(String request) {
        return bodyOf(RequestReader.read(request.getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable Object bodyOf(RequestReading reading) {
        return reading instanceof Readable(var body) ? body : reading;
    }

    private static @Nullable String fieldOf(RequestReading reading) {
        return bodyOf(reading) instanceof InvalidRequest invalid ? invalid.field() : null;
    }

    private static @Nullable String fieldOf(String request) {
        return read(request) instanceof InvalidRequest invalid ? invalid.field() : null;
    }
}
