package io.github.refundworker.domain;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies evidence: what a provider shows about a refund, however late it arrives. Newer evidence supersedes older
 * evidence, by the number of the command. A payment that was not known before always counts, because the money has
 * moved.
 */
final class Evidence {
    private Evidence() {}

    static boolean counts(Refund refund, long number, Outcome.Held outcome) {
        boolean newer = number > refund.evidence();
        return switch (outcome) {
            case Outcome.Completed(ProviderRefund held) ->
                newer || !isPaymentKnown(refund) || Resolutions.isByOperator(refund) || isAnotherPayment(refund, held);
            case Outcome.Pending _ -> newer || (number == refund.evidence() && refund.isOpen());
            case Outcome.Reversed _ -> number >= refund.evidence();
        };
    }

    /**
     * Whether the outcome is an earlier stage of the same payment than the known one: pending before it ended, paid
     * before it failed or was reversed. Most likely it was read earlier too, whatever its number says. Two answers
     * are ordered by their commands and not by their readings, because a command that is delivered again is executed
     * again.
     */
    static boolean goesBack(Refund refund, Outcome.Held outcome) {
        return switch (outcome) {
            case Outcome.Pending(ProviderRefund held) -> !refund.isOpen() && isSamePayment(refund, held);
            case Outcome.Completed(ProviderRefund held) ->
                !refund.isOpen() && !refund.isSucceeded() && isSamePayment(refund, held);
            case Outcome.Reversed _ -> false;
        };
    }

    /** Whether only another look-up can tell if this late answer or the known state is newer. */
    static boolean leavesDoubt(Refund refund, long number, Outcome.Held outcome) {
        if (outcome instanceof Outcome.Reversed) {
            return number < refund.evidence() && !(refund.state() instanceof RefundState.Reversed);
        }
        return goesBack(refund, outcome)
                && (number > refund.evidence()
                        || (outcome instanceof Outcome.Completed && refund.state() instanceof RefundState.Failed));
    }

    private static boolean isSamePayment(Refund refund, ProviderRefund held) {
        return held.id().equals(refund.state().providerRefundId());
    }

    private static boolean isPaymentKnown(Refund refund) {
        return switch (refund.state()) {
            case RefundState.Succeeded _, RefundState.Reversed _ -> true;
            case RefundState.Open _, RefundState.Failed _ -> false;
        };
    }

    static void apply(Draft draft, Refund refund, long number, Outcome.Held outcome) {
        switch (outcome) {
            case Outcome.Completed(ProviderRefund held) -> completed(draft, refund, number, held);
            case Outcome.Pending(ProviderRefund held) -> pending(draft, refund.knowing(held.details(), number), held);
            case Outcome.Reversed(ProviderRefund held) ->
                draft.update(refund.knowing(held.details(), number)
                        .with(new RefundState.Reversed(reasonOf(held), held.id())));
        }
    }

    private static void completed(Draft draft, Refund refund, long number, ProviderRefund held) {
        if (isAnotherPayment(refund, held)) {
            add(draft, held, idOf(draft, held), Judgement.isFresh(draft));
            return;
        }
        Refund heard = refund.knowing(held.details(), number);
        if (!isPaymentKnown(refund) && !held.amount().isSameAs(refund.amount())) {
            contradicted(draft, heard, held);
            return;
        }
        draft.update(heard.with(Resolutions.paid(refund, held)));
    }

    /**
     * Whether the refund was paid under another provider id before. The sums must include both payments, and people
     * must see it.
     */
    private static boolean isAnotherPayment(Refund refund, ProviderRefund held) {
        String known = refund.state().providerRefundId();
        return isPaymentKnown(refund) && !Resolutions.isByOperator(refund) && known != null && !known.equals(held.id());
    }

    static void pending(Draft draft, Refund refund, ProviderRefund held) {
        if (!held.amount().isSameAs(refund.amount())) {
            contradicted(draft, refund, held);
            return;
        }
        switch (refund.state()) {
            case RefundState.InReview(StatusInfo why, var _, var _) ->
                draft.update(refund.with(new RefundState.InReview(why, held.id())));
            case RefundState.AwaitingProvider(var _, var _, int polls) -> await(draft, refund, held, polls + 1);
            case RefundState.Submitted _, RefundState.Unresolved _, RefundState.Confirming _, RefundState.Closed _ ->
                await(draft, refund, held, 0);
        }
    }

    private static void await(Draft draft, Refund refund, ProviderRefund held, int polls) {
        Instant due = draft.now.plus(Policy.Ages.step(draft.ages().poll(), polls));
        draft.update(refund.with(
                Resolutions.pending(refund, held.id(), new RefundState.AwaitingProvider(held.id(), due, polls))));
    }

    private static void contradicted(Draft draft, Refund refund, ProviderRefund held) {
        draft.update(refund.with(new RefundState.InReview(
                new StatusInfo(StatusInfo.NEEDS_REVIEW, otherAmount(refund, held)), held.id())));
    }

    static String otherAmount(Refund refund, ProviderRefund held) {
        return "the provider holds it with " + held.amount() + " instead of " + refund.amount();
    }

    private static StatusInfo reasonOf(ProviderRefund held) {
        return held.error() != null ? held.error() : new StatusInfo("REVERSED", "the provider took it back");
    }

    // Refunds of a reading

    /**
     * Applies all refunds that the provider holds, including those that the worker did not make.
     *
     * @param readAt a time before which they were certainly not read; absent if unknown
     * @return false if a refund was left out because it may be one of ours
     */
    static boolean applyAll(Draft draft, long number, @Nullable Instant readAt, List<ProviderRefund> held) {
        boolean mayBeOurs = mayListOursUnnamed(draft, readAt);
        boolean complete = true;
        Set<RefundId> listed = new HashSet<>();
        for (ProviderRefund one : held) {
            Refund known = find(draft, one);
            if (known != null) {
                listed.add(known.id());
                applyListed(draft, known, number, readAt, one);
            } else if (one.status() != ProviderStatus.FAILED) {
                RefundId reference = ownReference(draft, one);
                if (reference == null && mayBeOurs) {
                    complete = false;
                } else {
                    RefundId id = reference != null && draft.refund(reference) == null ? reference : idOf(draft, one);
                    add(draft, one, id, readAt != null);
                }
            }
        }
        for (Refund refund : draft.refunds()) {
            if (!listed.contains(refund.id()) && draft.isQuiet(refund, readAt)) {
                Resolutions.missing(draft, refund, "the provider does not list it");
            }
        }
        return complete;
    }

    /**
     * Whether a listed refund without our reference may be one of ours.
     *
     * @param readAt a time before which it was certainly not listed; absent if unknown
     */
    static boolean mayListOursUnnamed(Draft draft, @Nullable Instant readAt) {
        Capabilities capabilities = draft.capabilities();
        return (capabilities == null || !capabilities.writesReference())
                && draft.any(refund -> refund.isUnattributed() && mayHaveBeenSent(draft, refund, readAt));
    }

    private static boolean mayHaveBeenSent(Draft draft, Refund refund, @Nullable Instant at) {
        return !draft.isQuiet(refund, at)
                || (refund.origin() instanceof Origin.Requested requested
                        && requested.settlement().uncertain());
    }

    /**
     * Our refund id in the reference. Other systems may write anything there, so it counts only in our form and for
     * this charge.
     */
    private static @Nullable RefundId ownReference(Draft draft, ProviderRefund held) {
        RefundId reference = held.reference();
        return reference != null && reference.isOf(draft.chargeId) ? reference : null;
    }

    /** Whether the provider's refund carries another refund's reference, whatever its own id is. */
    static boolean isOfAnother(Draft draft, Refund refund, ProviderRefund held) {
        RefundId reference = ownReference(draft, held);
        return refund.origin() instanceof Origin.Requested && reference != null && !reference.equals(refund.id());
    }

    private static RefundId idOf(Draft draft, ProviderRefund held) {
        AccountName account = draft.account != null ? draft.account : draft.policy.defaultAccount();
        return RefundId.imported(draft.chargeId, account, held.id());
    }

    static @Nullable Refund find(Draft draft, ProviderRefund held) {
        Refund byProviderId = draft.first(
                refund -> held.id().equals(refund.state().providerRefundId()) && !isOfAnother(draft, refund, held));
        if (byProviderId != null || held.reference() == null) {
            return byProviderId;
        }
        Refund byReference = draft.refund(held.reference());
        return byReference != null && !isAnotherPayment(byReference, held) ? byReference : null;
    }

    private static void applyListed(
            Draft draft, Refund refund, long number, @Nullable Instant readAt, ProviderRefund listed) {
        switch (Outcome.of(listed)) {
            case Outcome.Held held -> {
                if (goesBack(refund, held) && (readAt == null || !readAt.isAfter(refund.updated()))) {
                    draft.notified(refund);
                } else if (counts(refund, number, held)) {
                    apply(draft, refund.asReadAt(readAt), number, held);
                }
            }
            case Outcome.Declined declined -> {
                if (number > refund.evidence()) {
                    Refund heard = refund.asReadAt(readAt).knowing(listed.details(), number);
                    failed(draft, heard, declined.why(), listed.id());
                }
            }
        }
    }

    private static void failed(Draft draft, Refund refund, StatusInfo why, String id) {
        switch (refund.state()) {
            case RefundState.Succeeded _ -> draft.update(refund.with(Resolutions.failed(refund, why, id)));
            case RefundState.AwaitingProvider _ -> draft.update(refund.with(new RefundState.Failed(why, id)));
            // Other states are closed, or open for a reason that a listed failure does not remove.
            case RefundState.Submitted _,
                    RefundState.Unresolved _,
                    RefundState.Confirming _,
                    RefundState.InReview _,
                    RefundState.Failed _,
                    RefundState.Reversed _ -> {}
        }
    }

    /** @param factsAreNew whether the captured amount is new enough to show that the refund is for the whole charge */
    private static void add(Draft draft, ProviderRefund held, RefundId id, boolean factsAreNew) {
        if (draft.refund(id) != null) {
            return;
        }
        Capabilities capabilities = draft.capabilities();
        Money amount = capabilities == null ? held.amount() : Judgement.withDigits(capabilities, held.amount());
        Money captured = draft.facts.captured();
        RefundState state = switch (held.status()) {
            case PENDING ->
                new RefundState.AwaitingProvider(
                        held.id(), draft.now.plus(Policy.Ages.step(draft.ages().poll(), 0)), 0);
            case SUCCEEDED -> new RefundState.Succeeded(held.id());
            case REVERSED -> new RefundState.Reversed(reasonOf(held), held.id());
            case FAILED -> new RefundState.Failed(reasonOf(held), held.id());
        };
        draft.add(new Refund(
                id,
                new Origin.FoundAtProvider(),
                amount,
                factsAreNew && captured != null && captured.isSameAs(amount),
                Texts.NONE,
                1,
                draft.now,
                draft.now,
                held.details(),
                draft.lastNumber,
                state));
    }
}
