package io.github.refundworker.domain;

import java.math.BigDecimal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is refunded of a charge, and what is left. */
final class Sums {
    private Sums() {}

    static BigDecimal succeeded(Draft draft, Money captured) {
        return sum(draft, captured, Refund::isSucceeded);
    }

    static BigDecimal refundedOrPending(Draft draft, Money captured) {
        return sum(draft, captured, refund -> refund.isSucceeded() || refund.isOpen());
    }

    static BigDecimal sum(Draft draft, Money captured, Predicate<Refund> which) {
        return draft.all(which)
                .map(Refund::amount)
                .filter(amount -> amount.currency().equals(captured.currency()))
                .map(Money::amount)
                .reduce(nothingOf(captured), BigDecimal::add);
    }

    /** 0 with the digits of this amount. */
    private static BigDecimal nothingOf(Money captured) {
        return captured.amount().subtract(captured.amount());
    }

    /** A refund of the charge in another currency. It cannot be added to the others, so no sum is complete with it. */
    static @Nullable Money refundedInOtherThan(Draft draft, CurrencyCode currency) {
        Refund other = draft.first(refund -> (refund.isSucceeded() || refund.isOpen())
                && !refund.amount().currency().equals(currency));
        return other == null ? null : other.amount();
    }

    static Balance balance(Draft draft, Money captured, long revision) {
        BigDecimal refunded = succeeded(draft, captured);
        BigDecimal pending = sum(draft, captured, Refund::isOpen);
        Disputes disputes = draft.facts.disputes();
        BigDecimal left = captured.amount().subtract(refunded).subtract(pending).subtract(disputes.chargedBack());
        boolean isRefused = draft.isDisputed() || refundedInOtherThan(draft, captured.currency()) != null;
        BigDecimal nothing = BigDecimal.ZERO.setScale(left.scale());
        return new Balance(
                revision,
                captured.currency(),
                captured.amount(),
                refunded,
                pending,
                nothingOf(captured).add(disputes.chargedBack()),
                disputes.open(),
                isRefused ? nothing : left.max(nothing),
                draft.now);
    }
}
