package io.github.refundworker.proof;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusEvent;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What must hold of a decision in the wider world, each part where its element is on. */
record WiderInvariants(Policy policy, Capabilities capabilities) {

    /**
     * @param reading the newest one that the decider took, this input included
     * @param isGuarded whether a refund's request said how much was refunded before
     */
    @Nullable
    String check(
            ChargeId chargeId,
            ChargeState before,
            Input input,
            Decision decision,
            @Nullable Reading reading,
            Predicate<RefundId> isGuarded) {
        String wrong = null;
        if (Wider.GUARD_AT_PAYMENT.isOn() || Wider.GUARD_ON_FRESH_FACTS.isOn()) {
            wrong = new GuardInvariants(policy, capabilities).check(before, input, decision, reading, isGuarded);
        }
        if (wrong == null && Wider.HONEST_REFUSALS.isOn()) {
            wrong = new RefusalInvariants(policy).check(before, input, decision);
        }
        if (wrong == null && Wider.STRANGERS_REFERENCES.isOn()) {
            wrong = identities(chargeId, decision);
        }
        if (wrong == null && Wider.DISPUTES.isOn()) {
            wrong = new DisputeInvariants(policy).check(decision, reading);
        }
        return wrong == null && Wider.CAPTURE_GROWS.isOn() ? wholeCharges(before, decision, reading) : wrong;
    }

    /** The first 32 bits of a refund's id lead to its charge. */
    private static @Nullable String identities(ChargeId chargeId, Decision decision) {
        if (decision instanceof Decision.Next next) {
            for (Refund refund : next.state().refunds()) {
                if (refund.id().routingBits() != PartitionHash.of(chargeId)) {
                    return "the id " + refund.id() + " does not lead to its charge";
                }
            }
        }
        return null;
    }

    /** The whole charge is what was captured by now, and not what was at the first reading. */
    private @Nullable String wholeCharges(ChargeState before, Decision decision, @Nullable Reading reading) {
        if (!(decision instanceof Decision.Next next) || capabilities.describes() != Capabilities.Describes.CHARGE) {
            return null;
        }
        for (Effect effect : next.effects()) {
            if (effect instanceof Effect.PublishStatus(StatusEvent.Created(Refund refund, var _))
                    && refund.full()
                    && refund.origin() instanceof Origin.Requested
                    && next.state().facts() instanceof Facts.Described(var _, var readAt, var _, var _)
                    && (readAt == null
                            || readAt.plus(policy.ages().facts())
                                    .isBefore(next.state().latest()))
                    && (reading == null
                            || before.open() == null
                            || before.open().number() != reading.number())) {
                return "the whole charge is refunded on a reading of " + readAt;
            }
        }
        return null;
    }
}
