package io.github.refundworker.ops.console.pages;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of the status topic.
 *
 * @param type {@code created}, {@code updated}, {@code rejected} or {@code repeated}
 */
public record Event(
        int partition,
        long offset,
        @Nullable String refundId,
        @Nullable String requestId,
        String type,
        long revision,
        String status,
        @Nullable String code,
        @Nullable String description,
        @Nullable String currency,
        @Nullable BigDecimal amount,
        @Nullable String providerRefundId,
        Instant at,
        @Nullable String traceId) {

    public String title() {
        return switch (type) {
            case "created" -> requestId == null ? "Found at the provider" : "Accepted";
            case "rejected" -> "Rejected";
            case "repeated" -> "Asked again, and answered with";
            default -> "Changed";
        };
    }
}
