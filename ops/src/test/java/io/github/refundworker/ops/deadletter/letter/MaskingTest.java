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
}
