package io.github.refundworker.domain;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A charge's money after a decision.
 *
 * @param revision one more at each change
 * @param refunded the sum of SUCCEEDED: what a caller sends as previously refunded
 * @param pending the sum of what is still open
 * @param refundable what is left, never below 0
 */
public record Balance(
        long revision,
        CurrencyCode currency,
        BigDecimal captured,
        BigDecimal refunded,
        BigDecimal pending,
        BigDecimal refundable,
        Instant updated) {

    boolean hasAmountsOf(Balance other) {
        return currency.equals(other.currency)
                && captured.compareTo(other.captured) == 0
                && refunded.compareTo(other.refunded) == 0
                && pending.compareTo(other.pending) == 0;
    }
}
