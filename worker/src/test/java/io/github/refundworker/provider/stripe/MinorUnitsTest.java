package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinorUnitsTest {
    @ParameterizedTest
    @CsvSource({
        "JPY, 100, 100",
        "USD, 25, 2500",
        "USD, 0.01, 1",
        "USD, 25.010, 2501",
        "MGA, 100, 100",
        "ISK, 5, 500",
        "UGX, 5, 500",
        "HUF, 10.45, 1045",
        "TWD, 800.45, 80045",
        "KWD, 5.12, 5120",
        "KWD, 5.120, 5120",
        "USD, 92233720368547758.07, 9223372036854775807"
    })
    void areWhatStripeDocuments(String currency, String amount, long minor) {
        Money money = Money.of(amount, currency);
        assertThat(MinorUnits.V1.toMinor(money)).isEqualTo(minor);
        assertThat(MinorUnits.V1.toMoney(minor, money.currency()).amount()).isEqualByComparingTo(money.amount());
    }

    @ParameterizedTest
    @CsvSource({
        "JPY, 100.5",
        "USD, 0.001",
        "MGA, 0.2",
        "ISK, 5.01",
        "UGX, 0.50",
        "KWD, 5.124",
        "ZZZ, 1",
        "XAU, 1",
        "USD, 92233720368547758.08"
    })
    void areNeverRounded(String currency, String amount) {
        assertThatThrownBy(() -> MinorUnits.V1.toMinor(Money.of(amount, currency)))
                .isInstanceOf(ArithmeticException.class);
    }

    /** A change of this is a new table, for commands that carry a new body version. */
    @Test
    void arePinned() {
        Map<Integer, Long> byDigits = MinorUnits.V1.digits().values().stream()
                .collect(Collectors.groupingBy(digits -> digits, Collectors.counting()));
        assertThat(byDigits).containsExactlyInAnyOrderEntriesOf(Map.of(0, 17L, 2, 122L));
        assertThat(MinorUnits.V1.digits()).doesNotContainKey(new CurrencyCode("XAU"));
    }
}
