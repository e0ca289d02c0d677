package io.github.refundworker.provider.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import io.github.refundworker.provider.UnusableAnswerException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a listed refund that moved no money. If a charge was captured in part, or cancelled, with an API
 * version before 2025-03-31, Stripe lists the uncaptured remainder as a refund. Later versions do not. A refund of
 * that amount may therefore also be one from the dashboard. A dashboard refund that is taken for the remainder would
 * be paid again, and a remainder that is taken for a refund would be subtracted twice. If Stripe's data fit both,
 * the reading is not used.
 */
final class ReleasedRemainder {
    private static final Set<String> PAYS_NOTHING = Set.of("failed", "canceled");

    private ReleasedRemainder() {}

    /** Reads a charge together with the balance transaction of its capture. */
    @FunctionalInterface
    interface Captures {
        Charge read(@Nullable String chargeId) throws StripeException, UnusableAnswerException;
    }

    /**
     * @param listed every refund of the charge, newest first
     * @return absent if each refund moved money
     */
    static @Nullable Refund among(List<Refund> listed, Amounts amounts, Captures captures)
            throws StripeException, UnusableAnswerException {
        List<Refund> alike = listed.stream()
                .filter(refund -> isPaying(refund) && isUnlabelled(refund) && amountOf(refund) == amounts.uncaptured())
                .toList();
        if (amounts.uncaptured() <= 0 || alike.isEmpty()) {
            return null;
        }
        long sum = listed.stream()
                .filter(ReleasedRemainder::isPaying)
                .mapToLong(ReleasedRemainder::amountOf)
                .sum();
        if (sum - amounts.uncaptured() > amounts.captured()) {
            throw new UnusableAnswerException("more was refunded than captured");
        }
        if (sum > amounts.captured()) {
            // Refunds of captured money come after the capture, so the remainder is the oldest.
            return alike.getLast();
        }
        // The remainder of a capture has no reason.
        List<Refund> unexplained =
                alike.stream().filter(refund -> refund.getReason() == null).toList();
        if (unexplained.isEmpty()) {
            return null;
        }
        Refund oldest = unexplained.getLast();
        return isReleased(captures.read(oldest.getCharge()), amounts, sum) ? oldest : null;
    }

    private static boolean isReleased(Charge charge, Amounts amounts, long sum) throws UnusableAnswerException {
        Long refunded = charge.getAmountRefunded();
        if (refunded != null && refunded == sum - amounts.uncaptured()) {
            return true;
        }
        if (refunded == null || refunded != sum) {
            throw new UnusableAnswerException("amount_refunded is not the sum of the refunds");
        }
        if (charge.getBalanceTransaction() == null) {
            throw new UnusableAnswerException("a refund may be the uncaptured remainder; no balance transaction tells");
        }
        BalanceTransaction capture = charge.getBalanceTransactionObject();
        if (capture == null) {
            // Stripe expands it or refuses the call. Only a test double does neither, and stripe-stateful-mock behaves
            // as
            // the earlier versions did.
            return true;
        }
        // Earlier versions enter the authorised amount and take the remainder back. Later versions enter the captured
        // amount.
        if (isOf(capture, amounts.authorised(), charge.getCurrency())) {
            return true;
        }
        if (isOf(capture, amounts.captured(), charge.getCurrency())) {
            return false;
        }
        throw new UnusableAnswerException(
                "a refund may be the uncaptured remainder; the balance transaction is unlike");
    }

    /** The amounts may differ by one unit, because the exchange rate is rounded. */
    private static boolean isOf(BalanceTransaction capture, long amount, @Nullable String currency) {
        Long entered = capture.getAmount();
        if (entered == null) {
            return false;
        }
        if (capture.getCurrency() != null && capture.getCurrency().equals(currency)) {
            return entered == amount;
        }
        BigDecimal rate = capture.getExchangeRate();
        return rate != null
                && rate.multiply(BigDecimal.valueOf(amount))
                                .subtract(BigDecimal.valueOf(entered))
                                .abs()
                                .compareTo(BigDecimal.ONE)
                        <= 0;
    }

    private static boolean isPaying(Refund refund) {
        return !PAYS_NOTHING.contains(String.valueOf(refund.getStatus()));
    }

    /** Stripe writes no metadata of its own. A refund with metadata, such as ours, was requested. */
    private static boolean isUnlabelled(Refund refund) {
        return refund.getMetadata() == null || refund.getMetadata().isEmpty();
    }

    private static long amountOf(Refund refund) {
        return refund.getAmount() == null ? 0 : refund.getAmount();
    }
}
