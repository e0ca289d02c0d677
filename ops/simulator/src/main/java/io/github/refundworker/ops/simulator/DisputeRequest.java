package io.github.refundworker.ops.simulator;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How the dispute about a charge stands from now on.
 *
 * @param amount what it is about; absent for all of the charge
 */
record DisputeRequest(Status status, @Nullable String amount) {
    enum Status {
        OPEN,
        /** The merchant has the money again. */
        WON,
        /** The customer keeps the money. */
        LOST
    }

    boolean isOpen() {
        return status == Status.OPEN;
    }

    BigDecimal chargedBack(Charge charge) {
        if (status == Status.WON) {
            return BigDecimal.ZERO;
        }
        BigDecimal asked = amount == null ? charge.captured() : Money.positive("amount", amount);
        if (asked.compareTo(charge.captured()) > 0) {
            throw Problem.invalidRequest("no more can be disputed than was captured");
        }
        return Money.atScaleOf(charge.captured(), asked);
    }
}
