package io.github.refundworker.ops.simulator;

import org.jspecify.annotations.Nullable;

/** A charge to create. Without a {@code chargeId} it gets one. */
record ChargeRequest(
        @Nullable String chargeId,
        String amount,
        String currencyCode,
        @Nullable Boolean disputed,
        @Nullable FaultPlan faults) {
    ChargeRequest {
        Required.text("amount", amount);
        Required.text("currencyCode", currencyCode);
        if (chargeId != null) {
            Required.chargeId(chargeId);
        }
        if (faults != null && faults.capabilities() != null) {
            throw Problem.invalidRequest("capabilities are the provider's, not a charge's");
        }
    }
}
