package io.github.refundworker.ops.console.pages;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A refund, or a rejected request, as a page shows it. */
public record Refund(
        String id,
        String chargeId,
        @Nullable String requestId,
        @Nullable String providerRefundId,
        String origin,
        long revision,
        String status,
        @Nullable String code,
        @Nullable String description,
        @Nullable String currency,
        @Nullable BigDecimal amount,
        @Nullable String reason,
        @Nullable String note,
        Instant createdAt,
        Instant changedAt,
        @Nullable String traceId) {

    public boolean isRejected() {
        return status.equals("REJECTED");
    }

    public boolean isInReview() {
        return io.github.refundworker.ops.client.Reviews.isInReview(
                isRejected() ? null : io.github.refundworker.contracts.RefundStatus.valueOf(status), code);
    }

    /** Whether a person has to look at it: it is in review, or the provider contradicts a person's decision. */
    public boolean needsAPerson() {
        return isInReview() || !isRejected() && "OPERATOR_CONTRADICTED".equals(code);
    }
}
