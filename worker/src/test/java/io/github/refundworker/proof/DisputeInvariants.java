package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Refund;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** No refund is sent of money that the payer's bank takes back, by what the provider said last. */
record DisputeInvariants(Policy policy) {

    /** @param reading the newest one that the decider took, this input included */
    @Nullable
    String check(Decision decision, @Nullable Reading reading) {
        if (!(decision instanceof Decision.Next next) || reading == null) {
            return null;
        }
        Disputes disputes = reading.disputes();
        for (Effect effect : next.effects()) {
            if (effect instanceof Effect.SendCommand(var _, Command.Settle settle)) {
                if (disputes.open() && !policy.refundDisputed()) {
                    return "a refund is sent although a dispute is known to be open";
                }
                if (exceeds(next.state(), settle, disputes)) {
                    return "a refund is sent of money that was charged back";
                }
            }
        }
        return isPublished(next.state(), disputes) ? null : "another dispute is published than was read";
    }

    private static boolean exceeds(ChargeState charge, Command.Settle settle, Disputes disputes) {
        BigDecimal captured = charge.facts().captured() == null
                ? settle.amount().amount()
                : charge.facts().captured().amount();
        BigDecimal refunded = charge.refunds().stream()
                .filter(refund -> refund.isOpen() || refund.isSucceeded())
                .map(Refund::amount)
                .filter(amount -> amount.currency().equals(settle.amount().currency()))
                .map(amount -> amount.amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return disputes.chargedBack().signum() > 0
                && refunded.add(disputes.chargedBack()).compareTo(captured) > 0;
    }

    private boolean isPublished(ChargeState charge, Disputes disputes) {
        return charge.balance() == null
                || (charge.balance().disputed() == disputes.open()
                        && charge.balance().chargedBack().compareTo(disputes.chargedBack()) == 0
                        && (!disputes.open()
                                || policy.refundDisputed()
                                || charge.balance().refundable().signum() == 0));
    }
}
