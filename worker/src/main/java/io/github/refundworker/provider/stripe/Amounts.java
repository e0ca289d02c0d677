package io.github.refundworker.provider.stripe;

import io.github.refundworker.provider.UnusableAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * A charge's amounts in Stripe's units.
 *
 * @param captured the amount captured so far; the rest may still be captured, or was released
 */
record Amounts(long authorised, long captured) {
    /** Before API version 2025-03-31 a charge without a capture may have no captured amount. */
    static Amounts of(@Nullable Long authorised, @Nullable Long captured, @Nullable Boolean isCaptured)
            throws UnusableAnswerException {
        if (authorised == null || (captured == null && !Boolean.FALSE.equals(isCaptured))) {
            throw new UnusableAnswerException("amount or currency is missing");
        }
        return new Amounts(authorised, captured == null ? 0 : captured);
    }

    /** The amount that was authorised and is not captured. */
    long uncaptured() {
        return authorised - captured;
    }
}
