package io.github.refundworker.ops.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A refund of the ledger. Its status changes under its charge's monitor. */
final class Refund {
    private static final String ID_PREFIX = "rf_";

    private final long number;
    private final @Nullable String reference;
    private final Charge charge;
    private final BigDecimal amount;
    private final RefundStatus firstStatus;
    private final long createdAt;
    private volatile RefundStatus status;
    private volatile @Nullable ProviderError error;

    Refund(
            long number,
            @Nullable String reference,
            Charge charge,
            BigDecimal amount,
            RefundStatus firstStatus,
            long createdAt) {
        this.number = number;
        this.reference = reference;
        this.charge = charge;
        this.amount = amount;
        this.firstStatus = firstStatus;
        this.status = firstStatus;
        this.createdAt = createdAt;
    }

    /** The number in a provider's id, or -1 if the text is not such an id. */
    static long numberOf(String id) {
        if (!id.startsWith(ID_PREFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(id.substring(ID_PREFIX.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    String id() {
        return "%s%010d".formatted(ID_PREFIX, number);
    }

    long number() {
        return number;
    }

    @Nullable
    String reference() {
        return reference;
    }

    Charge charge() {
        return charge;
    }

    BigDecimal amount() {
        return amount;
    }

    RefundStatus status() {
        return status;
    }

    Instant createdDate() {
        return Instant.ofEpochMilli(createdAt);
    }

    void become(RefundStatus next, @Nullable ProviderError why) {
        status = next;
        error = why;
    }

    /** The refund as it is now. */
    ProviderRefund view() {
        return viewAs(status, error);
    }

    /** The refund as first answered. Its idempotency key repeats this. */
    ProviderRefund firstView() {
        return viewAs(firstStatus, null);
    }

    private ProviderRefund viewAs(RefundStatus shown, @Nullable ProviderError why) {
        boolean acquired = shown == RefundStatus.SUCCEEDED || shown == RefundStatus.REVERSED;
        return new ProviderRefund(
                id(),
                reference,
                charge.id(),
                amount.toPlainString(),
                charge.currencyCode(),
                shown,
                why,
                createdDate(),
                acquired ? "ARN%020d".formatted(number) : null);
    }
}
