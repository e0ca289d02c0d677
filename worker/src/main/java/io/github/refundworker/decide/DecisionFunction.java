package io.github.refundworker.decide;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Policy;

/** The decider, as this step sees it. Pure. */
@FunctionalInterface
public interface DecisionFunction {
    Decision decide(Policy policy, ChargeId chargeId, ChargeState state, Input input);
}
