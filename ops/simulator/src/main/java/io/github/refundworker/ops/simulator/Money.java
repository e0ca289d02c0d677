package io.github.refundworker.ops.simulator;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;

/** Reads decimal strings. Other forms that BigDecimal accepts (signs, exponents, other digits) are refused first. */
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

    /** Checks that an amount is valid in its currency. {@code 1.234} dollars is not. */
    static void charged(String amount, String currencyCode) {
        int digits = currency(currencyCode).getDefaultFractionDigits();
        if (positive("amount", amount).stripTrailingZeros().scale() > digits) {
            throw Problem.invalidRequest(
                    "amount has more than the " + digits + " digits after the point that " + currencyCode + " has");
        }
    }

    static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw Problem.invalidRequest("currencyCode is not an ISO 4217 code");
        }
    }

    /** The amount with the charge's scale ({@code 25} of {@code 100.00} is {@code 25.00}). It is never rounded. */
    static BigDecimal atScaleOf(BigDecimal charge, BigDecimal amount) {
        BigDecimal plain = amount.stripTrailingZeros();
        return plain.setScale(Math.max(charge.scale(), plain.scale()));
    }
}
