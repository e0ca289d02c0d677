package io.github.refundworker.domain;

/**
 * The rules: decides on an input, given the stored state of its charge. It is pure and total: the same policy, state
 * and input always give the same decision, and no readable input makes it throw.
 */
public final class Decider {
    private Decider() {}

    /** @param state {@link ChargeState#NONE} for a charge never heard of */
    public static Decision decide(Policy policy, ChargeId chargeId, ChargeState state, Input input) {
        Draft draft = new Draft(policy, chargeId, state, input.at());
        return switch (input) {
            case Input.RefundRequested requested -> Arrivals.decide(draft, requested);
            case Input.ChargeDescribed described -> Descriptions.decide(draft, described);
            case Input.CommandAnswered answered -> Answers.decide(draft, answered);
            case Input.ProviderNotified notified -> Notices.decide(draft, notified);
            case Input.DeadlinePassed _ -> Deadlines.decide(draft);
            case Input.OperatorDecided decided -> Notices.decide(draft, decided);
        };
    }
}
