package io.github.refundworker.ops.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.console.pages.Show;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShowTest {

    @Test
    void shouldWriteAnAmountWithTheDecimalsOfItsCurrency() {
        assertThat(Show.amount(new BigDecimal("1250.0000000000"), "USD")).isEqualTo("1,250.00");
        assertThat(Show.amount(new BigDecimal("1250.0000000000"), "JPY")).isEqualTo("1,250");
        assertThat(Show.amount(new BigDecimal("0.1234500000"), "USD")).isEqualTo("0.12345");
        assertThat(Show.plain(new BigDecimal("1250.0000000000"), "USD")).isEqualTo("1250.00");
        assertThat(Show.amount(new BigDecimal("999999999999999999.99999999"), "XXQ"))
                .isEqualTo("999,999,999,999,999,999.99999999");
    }

    @Test
    void shouldShowWhatTurnsOrColoursALineAsDots() {
        assertThat(Show.text("a\u202eb\u001b[31m\u0000c")).isEqualTo("a·b·[31m·c");
    }

    @Test
    void shouldQuoteForTheShell() {
        assertThat(Show.quoted("refund-requests-dlt")).isEqualTo("refund-requests-dlt");
        assertThat(Show.quoted("it's $(rm)")).isEqualTo("'it'\\''s $(rm)'");
    }

    @Test
    void shouldSayDurationsInTheirLargestUnit() {
        assertThat(Show.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Show.duration(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
        assertThat(Show.duration(Duration.ofHours(26))).isEqualTo("1 day");
    }
}
