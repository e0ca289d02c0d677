package io.github.refundworker.ops.deadletter.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskingTest {

    private static String value(String text) {
        return Masking.value(text.getBytes(UTF_8));
    }

    @Test
    void shouldShowTheFieldsThatTellRefundsApartAndNoOther() {
        assertThat(value("""
                        {"requestId":"r1","chargeId":"ch_1","amount":"25.00","currencyCode":"USD","note":"for Jane Doe",\
                        "extendedFields":{"iban":"DE02"},"secret":17,"deep":{"a":{"b":{"c":{"d":"x"}}}},"list":["Jane"]}"""))
                .isEqualTo("{\"requestId\":\"r1\",\"chargeId\":\"ch_1\",\"amount\":\"25.00\",\"currencyCode\":\"USD\","
                        + "\"note\":•••,\"extendedFields\":{\"iban\":•••},\"secret\":•••,"
                        + "\"deep\":{\"a\":{\"b\":{\"c\":{… 1}}}},\"list\":[… 1]}");
    }

    @Test
    void shouldHideWhatLooksLikeACardsNumberWhereverItStands() {
        assertThat(value("{\"requestId\":\"4111 1111-11111111\",\"4111111111111111\":true}"))
                .isEqualTo("{\"requestId\":\"•••• ••••-••••••••\",\"••••••••••••••••\":true}");
        assertThat(Masking.key("4111111111111111".getBytes(UTF_8))).isEqualTo("••••••••••••••••");
        for (String separator : new String[] {".", "/", "_", "\u00a0", "--", "\u2011"}) {
            assertThat(Masking.text(String.join(separator, "4111", "1111", "1111", "1111")))
                    .isEqualTo(String.join(separator, "••••", "••••", "••••", "••••"));
        }
        assertThat(Masking.text("\uff14".repeat(16))).isEqualTo("•".repeat(16));
        assertThat(Masking.text("order 20261101 of card 4111111111111111"))
                .isEqualTo("order 20261101 of card ••••••••••••••••");
    }

    @Test
    void shouldNotShowTheStartOfANumberThatIsCut() {
        assertThat(Masking.text("x".repeat(95) + "4111111111111111")).isEqualTo("x".repeat(95) + "•••••…");
    }

    @Test
    void shouldShowTheShapeOfWhatIsNoJson() {
        assertThat(value("<refund id='7'>Jane</refund>")).isEqualTo("<xxxxxx xx='9'>xxxx</xxxxxx> (28 bytes)");
        assertThat(Masking.value(new byte[] {(byte) 0xff, 0})).isEqualTo("(2 bytes)");
        assertThat(Masking.value(new byte[0])).isEqualTo("(0 bytes)");
        assertThat(Masking.value(null)).isEqualTo("(none)");
        assertThat(Masking.value("x".repeat(2_000_000).getBytes(UTF_8))).isEqualTo("(2000000 bytes)");
    }

    @Test
    void shouldNotLetARecordSteerTheTerminal() {
        assertThat(Masking.key("a\u001b[31mb\u202ec\nd".getBytes(UTF_8))).isEqualTo("a·[31mb·c·d");
    }

    @Test
    void shouldShowSpringsNumbers() {
        assertThat(Masking.header("kafka_dlt-original-offset", new byte[] {0, 0, 0, 0, 0, 0, 0, 42}))
                .isEqualTo("42");
        assertThat(Masking.header("kafka_dlt-original-offset", new byte[] {0, 42}))
                .isEqualTo("·*");
        assertThat(Masking.header("kafka_dlt-original-topic", "orders".getBytes(UTF_8)))
                .isEqualTo("orders");
        assertThat(Masking.header("x", null)).isEqualTo("(none)");
    }

    /** Any client may have put a credential there, under any name. */
    @Test
    void shouldShowOfUnknownHeadersOnlyHowLongTheyAre() {
        byte[] secret = "Bearer abc".getBytes(UTF_8);
        for (String name : new String[] {"authorization", "Authorization", "cookie", "x-api-key", "x-replayed", ""}) {
            assertThat(Masking.header(name, secret)).isEqualTo("(10 bytes)");
        }
        assertThat(Masking.header("Content-Type", "application/json".getBytes(UTF_8)))
                .isEqualTo("application/json");
        assertThat(Masking.header("x-replay-actor", "ann".getBytes(UTF_8))).isEqualTo("ann");
        assertThat(Masking.header(
                        "kafka_dlt-exception-message", "401 for Authorization: Bearer abc.d-e".getBytes(UTF_8)))
                .isEqualTo("401 for Authorization: Bearer •••");
    }

    @Test
    void shouldHideCredentialsInWhatOtherProgramsSay() {
        assertThat(Masking.text("GET /x?api_key=17&a=b refused")).isEqualTo("GET /x?api_key=•••&a=b refused");
        assertThat(Masking.text("{\"password\": \"hunter2\"}")).isEqualTo("{\"password\": \"•••\"}");
        assertThat(Masking.text("no account of jane.doe@example.com")).isEqualTo("no account of •••@example.com");
        assertThat(Masking.text("Unrecognized token 'Jane': was expecting")).contains("'Jane'");
    }
}
