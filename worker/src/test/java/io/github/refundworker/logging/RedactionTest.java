package io.github.refundworker.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are those that card schemes publish for tests. */
class RedactionTest {
    @ParameterizedTest
    @CsvSource({
        "4111111111111111, ************1111",
        "4111 1111 1111 1111, ************1111",
        "5500-0000-0000-0004, ************0004",
        "card=340000000000009;, card=***********0009;",
        "4111.1111.1111.1111, ************1111",
        "4111/1111/1111/1111, ************1111",
        "4111_1111_1111_1111, ************1111",
        "4111--1111--1111--1111, ************1111",
        "4111\u00a01111\u2011\u20111111\u20071111, ************1111",
        "\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11, ************1111",
        "\u0664\u0661\u0661\u0661 1111 1111 1111, ************1111",
        "for jane.doe+shop@mail.example.com now, for ***@mail.example.com now",
        "<j\u00fcrgen@example.com>, <***@example.com>",
        "a4111111111111111b 4222222222222 c, a************1111b *********2222 c"
    })
    void shouldHideAllButTheLastDigitsOfACardNumber(String text, String masked) {
        assertThat(Redaction.masked(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "refund-requests-3-4711",
                "12345678901234567890123",
                "00000000-0000-8000-8000-000000000001",
                "2026-11-01T12:00:00.123Z",
                "java.lang.Object@1b2c3d.e",
                "Foo@1b2c3d",
                "$1 \\1 4111.1111.1111.1112",
                ""
            })
    void shouldLeaveWhatIsNone(String text) {
        assertThat(Redaction.masked(text)).isEqualTo(text);
    }

    @Test
    void shouldKeepEverythingOnItsLine() {
        assertThat(Redaction.onOneLine("a\nb\r\tc\u001b[31m\u2028d\u202ee"))
                .isEqualTo("a\\nb\\u000d\\u0009c\\u001b[31m\\u2028d\\u202ee");
        assertThat(Redaction.onOneLine("ordinary é 😀")).isEqualTo("ordinary é 😀");
    }
}
