package io.github.refundworker.domain;

/** A request that could be read: either it obeys the form, or we know which field does not. */
public sealed interface RequestBody permits RefundRequest, InvalidRequest {
    RequestId requestId();

    ChargeId chargeId();
}
