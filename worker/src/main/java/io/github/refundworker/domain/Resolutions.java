package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides on people's resolutions of refunds in review, and on what the provider says afterwards. The provider's
 * word stands, because it moves the money. If it is the opposite of the resolution, people must see it.
 */
final class Resolutions {
    private Resolutions() {}

    static Decision resolve(Draft draft, OperatorDecision.Resolve resolve, String by) {
        Refund refund = draft.refund(resolve.refundId());
        if (refund == null) {
            return new Decision.Ignore(Decision.Why.UNKNOWN_REFUND);
        }
        if (refund.revision() != resolve.revision()) {
            return new Decision.Ignore(Decision.Why.OUTDATED_REVISION);
        }
        return switch (refund.state()) {
            case RefundState.InReview _ -> settle(draft, refund, resolve, by);
            case RefundState.Closed closed when isContradicted(closed) -> accept(draft, refund, resolve, by);
            case RefundState.Submitted _,
                    RefundState.AwaitingProvider _,
                    RefundState.Unresolved _,
                    RefundState.Confirming _,
                    RefundState.Closed _ -> new Decision.Ignore(Decision.Why.NOT_IN_REVIEW);
        };
    }

    /**
     * Keeps looking a refund in review up at long intervals for a while, so that it leaves review by itself if the
     * provider shows the outcome.
     */
    static Refund stillLookedUp(Draft draft, Refund refund) {
        if (!(refund.state() instanceof RefundState.InReview(StatusInfo why, String id, Instant due))
                || (due != null && !draft.isDue(due))) {
            return refund;
        }
        Capabilities capabilities = draft.capabilities();
        Instant next = draft.now.plus(draft.ages().poll().getLast());
        boolean canEnd = capabilities != null
                && capabilities.looksUpRefunds()
                && !next.isAfter(refund.updated().plus(draft.ages().review()));
        return refund.with(new RefundState.InReview(why, id, canEnd ? next : null));
    }

    private static Decision settle(Draft draft, Refund refund, OperatorDecision.Resolve resolve, String by) {
        String found = refund.state().providerRefundId();
        String named = resolve.providerRefundId();
        if (isOfAnother(draft, refund, named)) {
            return new Decision.Ignore(Decision.Why.PROVIDER_ID_TAKEN);
        }
        String id = named != null ? named : found;
        if (resolve.paid()) {
            draft.update(refund.with(new RefundState.Succeeded(id, found(by, "it was paid"))));
        } else if (!draft.isQuiet(refund, draft.now)) {
            return new Decision.Ignore(Decision.Why.STILL_UNDER_WAY);
        } else {
            draft.update(refund.with(new RefundState.Failed(found(by, "it was not paid"), id)));
        }
        Queue.advance(draft);
        return draft.next();
    }

    /**
     * Whether another refund of the charge has this provider id. One payment cannot be two refunds: the second would
     * count as paid although nobody paid it.
     */
    static boolean isOfAnother(Draft draft, Refund refund, @Nullable String providerRefundId) {
        return providerRefundId != null
                && draft.any(other -> !other.id().equals(refund.id())
                        && providerRefundId.equals(other.state().providerRefundId()));
    }

    /** A person accepts the contradiction. The provider's answer stays. */
    private static Decision accept(Draft draft, Refund refund, OperatorDecision.Resolve resolve, String by) {
        if (resolve.paid() != refund.isSucceeded()) {
            return new Decision.Ignore(Decision.Why.CONTRADICTS_PROVIDER);
        }
        String id = refund.state().providerRefundId();
        draft.update(refund.with(
                resolve.paid()
                        ? new RefundState.Succeeded(id, found(by, "it was paid after all"))
                        : new RefundState.Reversed(found(by, "it was not paid after all"), id)));
        return draft.next();
    }

    private static StatusInfo found(String by, String what) {
        return new StatusInfo(StatusInfo.RESOLVED_BY_OPERATOR, by + " found that " + what);
    }

    /** Whether only a person's decision says how the refund ended. */
    static boolean isByOperator(Refund refund) {
        return hasCode(refund.state(), StatusInfo.RESOLVED_BY_OPERATOR);
    }

    private static boolean isContradicted(RefundState state) {
        return hasCode(state, StatusInfo.OPERATOR_CONTRADICTED);
    }

    private static boolean hasCode(RefundState state, String code) {
        StatusInfo info = state.statusInfo();
        return info != null && info.code().equals(code);
    }

    // What the provider shows about a refund that a person may have resolved

    static RefundState paid(Refund refund, ProviderRefund held) {
        if (isContradicted(refund.state()) && refund.isSucceeded()) {
            return refund.state();
        }
        String otherwise = isByOperator(refund) ? otherThanSaid(refund, held) : null;
        return new RefundState.Succeeded(held.id(), otherwise == null ? null : contradicted(refund, otherwise));
    }

    /** How the payment differs from the one that a person named. Absent if it is that payment, with that amount. */
    private static @Nullable String otherThanSaid(Refund refund, ProviderRefund held) {
        String named = refund.state().providerRefundId();
        if (!refund.isSucceeded() || (named != null && !named.equals(held.id()))) {
            return "the provider paid it as " + held.id();
        }
        return held.amount().isSameAs(refund.amount()) ? null : Evidence.otherAmount(refund, held);
    }

    /** @param otherwise the state if no person is contradicted */
    static RefundState pending(Refund refund, String providerRefundId, RefundState otherwise) {
        return isByOperator(refund)
                ? new RefundState.InReview(contradicted(refund, "the provider calls it pending"), providerRefundId)
                : otherwise;
    }

    /** The state of a refund that failed at the provider after it succeeded, or after a person said that it did. */
    static RefundState failed(Refund refund, StatusInfo why, String providerRefundId) {
        return new RefundState.Reversed(
                isByOperator(refund) ? contradicted(refund, "it failed at the provider: " + why.code()) : why,
                providerRefundId);
    }

    /** The provider does not have the refund, although a person said that it was paid. */
    static void missing(Draft draft, Refund refund, String what) {
        if (isByOperator(refund) && refund.isSucceeded()) {
            draft.update(refund.with(new RefundState.InReview(
                    contradicted(refund, what), refund.state().providerRefundId())));
        }
    }

    private static StatusInfo contradicted(Refund refund, String what) {
        StatusInfo said = refund.state().statusInfo();
        return new StatusInfo(
                StatusInfo.OPERATOR_CONTRADICTED, (said == null ? "" : said.description() + ", but ") + what);
    }
}
