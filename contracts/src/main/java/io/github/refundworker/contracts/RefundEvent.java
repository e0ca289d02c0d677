package io.github.refundworker.contracts;

import org.jspecify.annotations.Nullable;

/**
 * The value of a record on the status topic. Its JSON does not say which of the four it is; the header
 * {@link EventHeaders#TYPE} does: {@link EventTypes#recordOf} names the record to read it as.
 */
public sealed interface RefundEvent permits RefundCreated, RefundUpdated, RefundRejected, RefundRepeated {

    /** The request that the event answers; absent where no request asked for the refund. */
    @Nullable
    String requestId();

    /** The charge, which is also the record's key. */
    String chargeId();

    /** The charge's balance after the event; absent where the worker knows nothing of the charge. */
    @Nullable
    ChargeBalance balance();
}
