package io.github.refundworker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.CurrencyCode;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CurrencyDigitsTest {
    /** A unit of account that JDKs of 2026 do not list. */
    private static final Set<String> UNKNOWN_TO_THE_JDK = Set.of("UYW");

    @Test
    void agreesWithTheJdkWhereBothKnowACurrency() {
        Map<String, Integer> jdk = Currency.getAvailableCurrencies().stream()
                .collect(Collectors.toMap(Currency::getCurrencyCode, Currency::getDefaultFractionDigits));
        assertThat(CurrencyDigits.ISO_4217).allSatisfy((currency, digits) -> {
            if (!UNKNOWN_TO_THE_JDK.contains(currency.value())) {
                assertThat(jdk).containsEntry(currency.value(), digits);
            }
        });
    }

    @Test
    void isPinned() {
        assertThat(CurrencyDigits.ISO_4217).hasSize(167);
        Map<Integer, Long> byDigits = CurrencyDigits.ISO_4217.values().stream()
                .collect(Collectors.groupingBy(digits -> digits, Collectors.counting()));
        assertThat(byDigits).containsExactlyInAnyOrderEntriesOf(Map.of(0, 17L, 2, 141L, 3, 7L, 4, 2L));
    }

    @Test
    void knowsNoMetalsAndNoTestCodes() {
        for (String code : Set.of("XAU", "XXX", "XTS", "XDR", "DEM", "HRK")) {
            assertThat(CurrencyDigits.ISO_4217).doesNotContainKey(new CurrencyCode(code));
        }
    }
}
