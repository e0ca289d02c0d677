package io.github.refundworker.domain;

/** A readable request: either well-formed, or with a known invalid field. */
public sealed interface RequestBody permits RefundRequest, InvalidRequest {
    RequestId requestId();

    ChargeId chargeId();
}
