package io.github.refundworker.decide;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.RefundId;
import org.jspecify.annotations.Nullable;

/**
 * The charges as they are committed, to be read by any thread. What is read is at least as new as every event that could
 * be seen before the reading began, and never something that is not committed.
 */
public interface StoredCharges {
    /** Where a partition's charges are at the moment. */
    Place place(int partition);

    /**
     * @return absent if the charge was never heard of
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
        /** On this instance, though perhaps not to be read yet. */
        record Here() implements Place {}

        /** @param address {@code host:port}, as that instance tells it of itself */
        record At(String address) implements Place {}

        /** Nobody has it, or nobody knows who. */
        record Unknown(String why) implements Place {}
    }
}
