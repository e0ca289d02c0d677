package io.github.refundworker.ops.simulator;

import org.jspecify.annotations.Nullable;

/** A charge to be set up; without {@code chargeId} it gets one. */
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
            Required.id("chargeId", chargeId);
        }
        if (faults != null && faults.capabilities() != null) {
            throw Problem.invalidRequest("capabilities are the provider's, not a charge's");
        }
    }
}
