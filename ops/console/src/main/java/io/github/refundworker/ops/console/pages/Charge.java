package io.github.refundworker.ops.console.pages;

import java.math.BigDecimal;
import java.time.Instant;

/** The balance of a charge. */
public record Charge(
        String id,
        long revision,
        String currency,
        BigDecimal captured,
        BigDecimal refunded,
        BigDecimal pending,
        BigDecimal refundable,
        Instant updatedAt) {}
