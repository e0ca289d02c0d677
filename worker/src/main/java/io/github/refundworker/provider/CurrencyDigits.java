package io.github.refundworker.provider;

import io.github.refundworker.domain.CurrencyCode;
import java.util.HashMap;
import java.util.Map;

/**
 * Digits after the decimal point by currency, as ISO 4217 lists them. The table is ours and not the JDK's, because a
 * JDK update must not change which amounts are valid. BGN and ANG are withdrawn but stay in the table, because
 * charges in them can still be refunded.
 */
public final class CurrencyDigits {
    private static final String NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private static final String TWO = """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
            CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
            HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT
            MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR
            SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU
            UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG""";
    private static final String THREE = "BHD IQD JOD KWD LYD OMR TND";
    private static final String FOUR = "CLF UYW";

    public static final Map<CurrencyCode, Integer> ISO_4217 = table();

    private CurrencyDigits() {}

    private static Map<CurrencyCode, Integer> table() {
        Map<CurrencyCode, Integer> digits = new HashMap<>();
        put(digits, NONE, 0);
        put(digits, TWO, 2);
        put(digits, THREE, 3);
        put(digits, FOUR, 4);
        return Map.copyOf(digits);
    }

    private static void put(Map<CurrencyCode, Integer> digits, String codes, int each) {
        for (String code : codes.split("\\s+", -1)) {
            digits.put(new CurrencyCode(code), each);
        }
    }
}
