package io.github.refundworker.provider.stripe;

import org.jspecify.annotations.Nullable;

/**
 * Who pays the refunds of Connect charges.
 *
 * @param reverseTransfer whether the connected account pays the refund of a destination charge. Absent if the
 *     operator did not decide: such charges are then not refunded, because Stripe would take the money from the
 *     platform
 * @param refundApplicationFee whether the platform returns its application fee, in proportion
 */
public record ConnectSettings(@Nullable Boolean reverseTransfer, boolean refundApplicationFee) {
    public static final ConnectSettings NONE = new ConnectSettings(null, false);
}
