package io.github.refundworker.ops.simulator;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;

/** Reads decimal strings; everything else that BigDecimal would take (signs, exponents, other digits) is refused first. */
final class Money {
    private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?");

    private Money() {}

    static BigDecimal positive(String field, String text) {
        if (!AMOUNT.matcher(text).matches()) {
            throw Problem.invalidRequest(field + " is not a decimal string");
        }
        BigDecimal amount = new BigDecimal(text);
        if (amount.signum() == 0) {
            throw Problem.invalidRequest(field + " must be greater than 0");
        }
        return amount;
    }

    static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw Problem.invalidRequest("currencyCode is not an ISO 4217 code");
        }
    }

    /** The amount as the charge writes it ({@code 25} of {@code 100.00} is {@code 25.00}); never rounded. */
    static BigDecimal atScaleOf(BigDecimal charge, BigDecimal amount) {
        BigDecimal plain = amount.stripTrailingZeros();
        return plain.setScale(Math.max(charge.scale(), plain.scale()));
    }
}
