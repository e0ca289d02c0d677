package io.github.refundworker.domain;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One refund of a charge.
 *
 * @param amount > 0, written with the currency's digits
 * @param full whether it is for the entire amount of the charge
 * @param revision 1 when created; increases by one at each public change
 * @param evidence number of the newest command whose answer was applied; older answers know less
 * @param readAt a time before which the newest applied answer was certainly not read; absent if unknown
 */
public record Refund(
        RefundId id,
        Origin origin,
        Money amount,
        boolean full,
        Texts texts,
        int revision,
        Instant created,
        Instant updated,
        ProviderDetails details,
        long evidence,
        @Nullable Instant readAt,
        RefundState state) {

    /** A refund for which no time of a reading is known. */
    public Refund(
            RefundId id,
            Origin origin,
            Money amount,
            boolean full,
            Texts texts,
            int revision,
            Instant created,
            Instant updated,
            ProviderDetails details,
            long evidence,
            RefundState state) {
        this(id, origin, amount, full, texts, revision, created, updated, details, evidence, null, state);
    }

    public boolean isOpen() {
        return state instanceof RefundState.Open;
    }

    public boolean isSucceeded() {
        return state instanceof RefundState.Succeeded;
    }

    boolean isOf(RequestId requestId) {
        return origin instanceof Origin.Requested requested
                && requested.requestId().equals(requestId);
    }

    /** Ours and open, with no id of the provider's yet: one of the provider's refunds may be this one. */
    boolean isUnattributed() {
        return isOpen() && state.providerRefundId() == null && origin instanceof Origin.Requested;
    }

    /** Pending at the provider, unresolved or in review: not over soon, so nobody waits for it. */
    boolean isLongOpen() {
        return switch (state) {
            case RefundState.AwaitingProvider _, RefundState.Unresolved _, RefundState.InReview _ -> true;
            case RefundState.Submitted _, RefundState.Confirming _, RefundState.Closed _ -> false;
        };
    }

    Refund with(RefundState next) {
        return new Refund(id, origin, amount, full, texts, revision, created, updated, details, evidence, readAt, next);
    }

    Refund with(Settlement settlement) {
        if (!(origin instanceof Origin.Requested(RequestId requestId, RequestMark mark, Trail trail, var _))) {
            return this;
        }
        Origin next = new Origin.Requested(requestId, mark, trail, settlement);
        return new Refund(id, next, amount, full, texts, revision, created, updated, details, evidence, readAt, state);
    }

    Refund knowing(ProviderDetails more, long number) {
        return new Refund(
                id,
                origin,
                amount,
                full,
                texts,
                revision,
                created,
                updated,
                more.orElse(details),
                Math.max(evidence, number),
                readAt,
                state);
    }

    Refund asReadAt(@Nullable Instant then) {
        return new Refund(id, origin, amount, full, texts, revision, created, updated, details, evidence, then, state);
    }

    Refund revised(Instant now) {
        return new Refund(
                id, origin, amount, full, texts, revision + 1, created, now, details, evidence, readAt, state);
    }

    boolean looksLike(Refund other) {
        return state.status() == other.state.status()
                && Objects.equals(state.providerRefundId(), other.state.providerRefundId())
                && Objects.equals(state.statusInfo(), other.state.statusInfo())
                && details.equals(other.details);
    }

    int size() {
        return 400 + texts.size();
    }
}
