package io.github.refundworker.domain;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A charge's sums after a decision.
 *
 * @param revision increases by one at each change
 * @param refunded the sum of the SUCCEEDED refunds, which a caller sends as previously refunded
 * @param pending the sum of the open refunds
 * @param chargedBack what the payer's bank took back in disputes
 * @param disputed whether a dispute is open
 * @param refundable the amount that can still be refunded, never below 0
 */
public record Balance(
        long revision,
        CurrencyCode currency,
        BigDecimal captured,
        BigDecimal refunded,
        BigDecimal pending,
        BigDecimal chargedBack,
        boolean disputed,
        BigDecimal refundable,
        Instant updated) {

    boolean hasAmountsOf(Balance other) {
        return currency.equals(other.currency)
                && captured.compareTo(other.captured) == 0
                && refunded.compareTo(other.refunded) == 0
                && pending.compareTo(other.pending) == 0
                && chargedBack.compareTo(other.chargedBack) == 0
                && disputed == other.disputed
                && refundable.compareTo(other.refundable) == 0;
    }
}
