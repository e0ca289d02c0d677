package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import java.util.Objects;

/** Decides on the answers to Settle and LookUp commands. {@link Unanswered} decides on those without a definite answer. */
final class Answers {
    private Answers() {}

    static Decision decide(Draft draft, Input.CommandAnswered input) {
        Refund refund = draft.refund(input.refundId());
        if (refund == null) {
            return new Decision.Ignore(Decision.Why.UNKNOWN_REFUND);
        }
        OpenCommand open = draft.open;
        Outcome outcome = isOfAnother(draft, refund, input.outcome()) ? new Outcome.NotFound() : input.outcome();
        if (open instanceof OpenCommand.OfRefund awaited
                && awaited.number() == input.number()
                && awaited.refundId().equals(input.refundId())) {
            draft.open = null;
            answered(draft, refund, awaited, outcome);
            Queue.advance(draft);
            return draft.next();
        }
        return outcome instanceof Outcome.Held held
                ? late(draft, refund, input.number(), held)
                : notAwaited(refund, input.number());
    }

    /** Nothing waits for this answer any more, but it may tell of a payment. */
    private static Decision late(Draft draft, Refund refund, long number, Outcome.Held held) {
        if (Evidence.leavesDoubt(refund, number, held)) {
            return Notices.notify(draft, refund);
        }
        if (!Evidence.counts(refund, number, held)) {
            return notAwaited(refund, number);
        }
        Evidence.apply(draft, refund.asReadAt(null), number, held);
        if (!refund.state().equals(stateOf(draft, refund))) {
            // True, but read some time ago. A webhook about a later change may have been processed without effect.
            draft.notified(refund);
        }
        Queue.advance(draft);
        return draft.next();
    }

    private static Decision notAwaited(Refund refund, long number) {
        return new Decision.Ignore(number < refund.evidence() ? Decision.Why.SUPERSEDED : Decision.Why.NOT_AWAITED);
    }

    /** A look-up by the provider's id finds whatever refund has that id, and a person may have named a wrong one. */
    private static boolean isOfAnother(Draft draft, Refund refund, Outcome outcome) {
        ProviderRefund held = switch (outcome) {
            case Outcome.Held shown -> shown.refund();
            case Outcome.Declined declined -> declined.refund();
            case Outcome.Indefinite _, Outcome.NotFound _ -> null;
        };
        return held != null && Evidence.isOfAnother(draft, refund, held);
    }

    private static RefundState stateOf(Draft draft, Refund refund) {
        return Objects.requireNonNull(draft.refund(refund.id())).state();
    }

    static void answered(Draft draft, Refund refund, OpenCommand.OfRefund open, Outcome outcome) {
        switch (outcome) {
            case Outcome.Held held -> {
                if (Evidence.goesBack(refund, held) && !open.issuedAt().isAfter(refund.updated())) {
                    draft.notified(refund);
                } else {
                    Evidence.apply(draft, refund.asReadAt(open.issuedAt()), open.number(), held);
                }
            }
            case Outcome.Declined declined -> declined(draft, refund, open, declined);
            case Outcome.Indefinite indefinite -> {
                if (indefinite instanceof Outcome.Expired) {
                    Commands.excuse(draft, open, draft.now);
                }
                Unanswered.decide(draft, refund, open, indefinite);
            }
            case Outcome.NotFound() -> notFound(draft, refund, open);
        }
    }

    private static void declined(Draft draft, Refund refund, OpenCommand open, Outcome.Declined declined) {
        StatusInfo why = declined.why();
        ProviderRefund held = declined.refund();
        Refund heard = held == null ? refund : refund.knowing(held.details(), open.number());
        String id = held != null ? held.id() : refund.state().providerRefundId();
        switch (refund.state()) {
            case RefundState.Succeeded _ -> {
                if (held != null) {
                    draft.update(heard.with(Resolutions.failed(refund, why, held.id())));
                } else {
                    Resolutions.missing(draft, refund, "the provider refused it: " + why.code());
                }
            }
            case RefundState.AwaitingProvider _, RefundState.InReview _ ->
                draft.update(heard.knowing(ProviderDetails.NONE, open.number()).with(new RefundState.Failed(why, id)));
            case RefundState.Submitted _, RefundState.Unresolved _, RefundState.Confirming _ -> {
                Capabilities capabilities = draft.capabilities();
                boolean stored = declined.stored() && capabilities != null && capabilities.storesRefusals();
                if (stored || isReadAfterQuiet(draft, refund, open)) {
                    draft.update(
                            heard.knowing(ProviderDetails.NONE, open.number()).with(new RefundState.Failed(why, id)));
                    if (held == null) {
                        draft.distrustFacts();
                    }
                } else {
                    confirm(draft, heard, why);
                }
            }
            case RefundState.Failed _, RefundState.Reversed _ -> {}
        }
    }

    /** A refusal that is not stored under the key: another delivery of the same command may still succeed. */
    static void confirm(Draft draft, Refund refund, StatusInfo why) {
        if (refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement)) {
            draft.update(refund.with(new RefundState.Confirming(why, draft.quietAfter(settlement))));
        }
    }

    private static boolean isReadAfterQuiet(Draft draft, Refund refund, OpenCommand open) {
        return open instanceof OpenCommand.LookUp && draft.isQuiet(refund, open.issuedAt());
    }

    private static void notFound(Draft draft, Refund refund, OpenCommand open) {
        switch (refund.state()) {
            case RefundState.Confirming(StatusInfo refusal, var _) -> {
                if (isReadAfterQuiet(draft, refund, open)) {
                    draft.update(refund.knowing(ProviderDetails.NONE, open.number())
                            .with(new RefundState.Failed(refusal, null)));
                    draft.distrustFacts();
                }
            }
            case RefundState.AwaitingProvider _ ->
                draft.review(refund, "the provider said it was pending and does not find it now");
            case RefundState.Submitted _, RefundState.Unresolved _ -> {
                if (open instanceof OpenCommand.Settle) {
                    Unanswered.unclear(draft, refund, "it was not found");
                }
            }
            case RefundState.Succeeded _ -> {
                if (isReadAfterQuiet(draft, refund, open)) {
                    Resolutions.missing(draft, refund, "the provider does not find it");
                }
            }
            // The next look-up is due later.
            case RefundState.InReview _ -> draft.update(refund);
            case RefundState.Failed _, RefundState.Reversed _ -> {}
        }
    }
}
