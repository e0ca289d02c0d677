package io.github.refundworker.decide.store;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.RefundId;
import org.jspecify.annotations.Nullable;

/**
 * Reads committed charges, from any thread. A read is at least as new as every event that was visible before the
 * read began, and never shows uncommitted state.
 */
public interface StoredCharges {
    /** Where a partition's charges are now. */
    Place place(int partition);

    /**
     * @return absent if the charge is unknown
     * @throws ChargesNotServedException if its partition is not here, or cannot be read yet
     */
    @Nullable
    ChargeState charge(ChargeId chargeId);

    /**
     * The charge that has this refund.
     *
     * @return absent if there is no such refund
     * @throws ChargesNotServedException if its partition is not here, or cannot be read yet
     */
    @Nullable
    StoredCharge chargeOf(RefundId refundId);

    record StoredCharge(ChargeId id, ChargeState state) {}

    sealed interface Place {
        /** On this instance, perhaps not readable yet. */
        record Here() implements Place {}

        /** @param address {@code host:port}, as that instance reports it */
        record At(String address) implements Place {}

        /** No instance has it, or its owner is unknown. */
        record Unknown(String why) implements Place {}
    }
}
