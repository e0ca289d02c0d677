package io.github.refundworker.provider.stripe;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Converts amounts to Stripe's units. Stripe chooses the unit of each currency (docs.stripe.com/currencies, as of
 * September 2026), and it is not always ISO's:
 *
 * <ul>
 *   <li>Ariary have no hundredths.
 *   <li>Krónur and Ugandan shillings are sent in hundredths that must be 00.
 *   <li>Dinars and rials are sent in thousandths whose last digit must be 0.
 * </ul>
 *
 * <p>The units of a command's body never change, so another table is another body version.
 */
final class MinorUnits {
    /** The table of body version 1, which is the newest. */
    static final MinorUnits V1 = new MinorUnits();

    private static final String WHOLE = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF";
    private static final String WHOLE_IN_HUNDREDTHS = "ISK UGX";
    private static final String HUNDREDTHS_IN_THOUSANDTHS = "BHD JOD KWD OMR TND";
    private static final String HUNDREDTHS = """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY
            COP CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD
            KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
            NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TOP TRY
            TTD TWD TZS UAH USD UYU UZS WST XCD XCG YER ZAR ZMW""";

    private final Map<CurrencyCode, Unit> units = new HashMap<>();

    /**
     * @param exponent of Stripe's unit: 2 for hundredths
     * @param digits that an amount may have after the decimal point
     */
    private record Unit(int exponent, int digits) {}

    private MinorUnits() {
        put(WHOLE, new Unit(0, 0));
        put(WHOLE_IN_HUNDREDTHS, new Unit(2, 0));
        put(HUNDREDTHS_IN_THOUSANDTHS, new Unit(3, 2));
        put(HUNDREDTHS, new Unit(2, 2));
    }

    private void put(String codes, Unit unit) {
        for (String code : codes.split("\\s+", -1)) {
            units.put(new CurrencyCode(code), unit);
        }
    }

    Map<CurrencyCode, Integer> digits() {
        return units.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().digits()));
    }

    boolean knows(CurrencyCode currency) {
        return units.containsKey(currency);
    }

    /** @throws ArithmeticException if Stripe's unit cannot express the amount exactly; the worker never rounds */
    long toMinor(Money money) {
        Unit unit = unitOf(money.currency());
        BigDecimal inDigits = money.amount().movePointRight(unit.digits());
        return new BigDecimal(inDigits.toBigIntegerExact())
                .movePointRight(unit.exponent() - unit.digits())
                .longValueExact();
    }

    Money toMoney(long minor, CurrencyCode currency) {
        return new Money(BigDecimal.valueOf(minor, unitOf(currency).exponent()), currency);
    }

    private Unit unitOf(CurrencyCode currency) {
        Unit unit = units.get(currency);
        if (unit == null) {
            throw new ArithmeticException("the unit of " + currency + " is not known");
        }
        return unit;
    }
}
