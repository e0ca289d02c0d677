package io.github.refundworker.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount in a currency's main unit. Amounts are compared by value and not by scale: {@code 0} equals
 * {@code 0.00}.
 *
 * @param amount any sign and scale; the decider checks what is valid where
 */
public record Money(BigDecimal amount, CurrencyCode currency) {
    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), new CurrencyCode(currency));
    }

    /** The same value written with at least this many digits after the point; nothing is ever rounded. */
    public Money withDigits(int digits) {
        return new Money(withDigits(amount, digits), currency);
    }

    static BigDecimal withDigits(BigDecimal amount, int digits) {
        return amount.setScale(Math.max(digits, scaleOf(amount)), RoundingMode.UNNECESSARY);
    }

    /** How many digits after the point the value needs. */
    static int scaleOf(BigDecimal amount) {
        return Math.max(0, amount.stripTrailingZeros().scale());
    }

    boolean isSameAs(Money other) {
        return currency.equals(other.currency) && amount.compareTo(other.amount) == 0;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
