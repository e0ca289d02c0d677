package io.github.refundworker.proof;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A guard holds whenever the money may be sent, and not only when its request is accepted. */
record GuardInvariants(Policy policy, Capabilities capabilities) {

    /**
     * @param reading the newest one that the decider took, this input included
     * @param isGuarded whether a refund's request said how much was refunded before
     */
    @Nullable
    String check(
            ChargeState before,
            Input input,
            Decision decision,
            @Nullable Reading reading,
            Predicate<RefundId> isGuarded) {
        if (!(decision instanceof Decision.Next next)
                || !capabilities.describesCharges()
                || capabilities.comparesAndSets()) {
            return null;
        }
        for (Effect effect : next.effects()) {
            if (effect instanceof Effect.SendCommand(var _, Command.Settle settle)
                    && isGuarded.test(settle.refundId())) {
                String wrong = onIssue(before, input, next.state(), settle, reading);
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        return null;
    }

    private @Nullable String onIssue(
            ChargeState before, Input input, ChargeState after, Command.Settle settle, @Nullable Reading reading) {
        if (reading == null) {
            return "a guarded refund is sent and its charge was never read";
        }
        RefundId id = settle.refundId();
        BigDecimal sum = after.refunds().stream()
                .filter(refund -> refund.isSucceeded()
                        && !refund.id().equals(id)
                        && refund.amount().currency().equals(settle.amount().currency()))
                .map(refund -> refund.amount().amount())
                .reduce(reading.unknownTo(after, settle), BigDecimal::add);
        if (Wider.GUARD_AT_PAYMENT.isOn() && sum.compareTo(settle.succeededBefore()) != 0) {
            return "a guarded refund is sent although " + sum + " is known to be refunded and it was accepted on "
                    + settle.succeededBefore();
        }
        Refund earlier = before.refund(id);
        boolean isOld = reading.readAt().plus(policy.ages().facts()).isBefore(after.latest());
        return Wider.GUARD_ON_FRESH_FACTS.isOn() && earlier != null && isOld && !answersARead(before, input)
                ? "a guarded refund is sent again on a reading of " + reading.readAt()
                : null;
    }

    /** What was read for this very decision is fresh, however long its answer took. */
    private static boolean answersARead(ChargeState before, Input input) {
        return before.open() != null
                && input instanceof Input.ChargeDescribed(Instant _, long number, var _)
                && before.open().number() == number;
    }
}
