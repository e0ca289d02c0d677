package io.github.refundworker.domain;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open work of a charge: when to act on it, and what has not ended. Few charges have open work, so this can be
 * kept in memory for each of them.
 *
 * @param due when to act although nothing arrives; absent if only a person or the provider can act
 * @param waiting number of requests that wait for their turn
 * @param open the refunds that have not ended, by stage
 */
public record Outstanding(@Nullable Instant due, @Nullable AccountName account, int waiting, Map<Stage, Open> open) {

    /** What a refund that is not over waits for. */
    public enum Stage {
        /** An answer to a command of ours. */
        SUBMITTED,
        /** The provider, which has it. */
        AWAITING_PROVIDER,
        /** Evidence whether it was executed. */
        UNRESOLVED,
        /** A person. */
        REVIEW
    }

    /**
     * Refunds of one charge at one stage.
     *
     * @param amount of those in the currency of the first
     * @param since when the oldest was asked for
     */
    public record Open(int count, Money amount, Instant since) {
        private Open and(Open other) {
            return new Open(
                    count + other.count,
                    amount.currency().equals(other.amount.currency())
                            ? new Money(amount.amount().add(other.amount.amount()), amount.currency())
                            : amount,
                    since.isBefore(other.since) ? since : other.since);
        }
    }

    public Outstanding {
        open = Map.copyOf(open);
    }

    /** Absent when it owes nothing. */
    public static @Nullable Outstanding of(ChargeState charge) {
        Map<Stage, Open> open = new EnumMap<>(Stage.class);
        for (Refund refund : charge.refunds()) {
            if (refund.state() instanceof RefundState.Open state) {
                open.merge(stageOf(state), new Open(1, refund.amount(), askedAt(refund)), Open::and);
            }
        }
        Instant due = charge.due();
        int waiting = charge.waiting().size();
        return due == null && waiting == 0 && open.isEmpty()
                ? null
                : new Outstanding(due, charge.account(), waiting, open);
    }

    private static Stage stageOf(RefundState.Open state) {
        return switch (state) {
            case RefundState.Submitted _, RefundState.Confirming _ -> Stage.SUBMITTED;
            case RefundState.AwaitingProvider _ -> Stage.AWAITING_PROVIDER;
            case RefundState.Unresolved _ -> Stage.UNRESOLVED;
            case RefundState.InReview _ -> Stage.REVIEW;
        };
    }

    private static Instant askedAt(Refund refund) {
        return switch (refund.origin()) {
            case Origin.Requested requested -> requested.trail().asked();
            case Origin.FoundAtProvider() -> refund.created();
        };
    }
}
