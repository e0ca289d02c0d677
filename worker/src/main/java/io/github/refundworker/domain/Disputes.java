package io.github.refundworker.domain;

import java.math.BigDecimal;

/**
 * What the provider says of the disputes about a charge. In a dispute the payer's bank takes the money back from the
 * merchant: a refund of the same money would pay the customer twice.
 *
 * @param open whether a dispute is not decided yet
 * @param chargedBack what the bank took back, in the charge's currency; while a dispute is open, what it is about
 */
public record Disputes(boolean open, BigDecimal chargedBack) {
    public static final Disputes NONE = new Disputes(false, BigDecimal.ZERO);

    public Disputes {
        if (chargedBack.signum() == 0) {
            chargedBack = BigDecimal.ZERO;
        }
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
