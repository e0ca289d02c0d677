package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook that is not looked up yet: something changed at the provider.
 *
 * @param refundId the refund to look up; an id that no refund has stands for refunds that are not known yet, for
 *     which the charge is read
 * @param told what the webhook says about the refund; absent if it says nothing, or if several webhooks differ
 * @param due when to look it up; absent before the first attempt, which is made as soon as no other command is open
 * @param attempts number of failed attempts
 */
public record Notice(
        RefundId refundId, @Nullable Told told, @Nullable Instant due, int attempts) {
    static Notice of(RefundId refundId, @Nullable Told told) {
        return new Notice(refundId, told, null, 0);
    }

    /** This notice once another one about the same refund came: its attempts do not start anew. */
    Notice and(@Nullable Told other, Instant soonest) {
        return new Notice(refundId, both(told, other), due == null || due.isBefore(soonest) ? due : soonest, attempts);
    }

    /** A refund whose id at the provider is known was made, so {@code Shown} says all that {@code Made} says. */
    private static @Nullable Told both(@Nullable Told one, @Nullable Told other) {
        if (one instanceof Told.Made && other instanceof Told.Shown) {
            return other;
        }
        if (one instanceof Told.Shown && other instanceof Told.Made) {
            return one;
        }
        return one != null && one.equals(other) ? one : null;
    }
}
