package io.github.refundworker.query;

import io.github.refundworker.decide.store.ChargesNotServedException;
import io.github.refundworker.decide.store.StoredCharges;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.RefundId;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the charges in a process without the role {@code decide}. A process with this role knows where each
 * charge is.
 */
public final class DistantCharges implements StoredCharges {
    private final Place somewhere;

    /** @param address {@code host:port} of any process with the role {@code decide} */
    public DistantCharges(String address) {
        somewhere = new Place.At(address);
    }

    @Override
    public Place place(int partition) {
        return somewhere;
    }

    @Override
    public @Nullable ChargeState charge(ChargeId chargeId) {
        throw new ChargesNotServedException("no charges are here");
    }

    @Override
    public @Nullable StoredCharge chargeOf(RefundId refundId) {
        throw new ChargesNotServedException("no charges are here");
    }
}
