package io.github.refundworker.ops.console.feed;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundRejected;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code refund}. */
record RefundRow(
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
        OffsetDateTime createdAt,
        OffsetDateTime changedAt,
        @Nullable String traceId) {

    /** The status of a request that became no refund. It is no {@link io.github.refundworker.contracts.RefundStatus}. */
    static final String REJECTED = "REJECTED";

    static RefundRow of(Refund refund, @Nullable String requestId, String origin, StatusRecord record) {
        return new RefundRow(
                key(refund.id()),
                key(refund.chargeId()),
                Columns.indexed(requestId),
                Columns.indexed(refund.providerRefundId()),
                origin,
                refund.revision(),
                refund.status().name(),
                refund.statusInfo() == null
                        ? null
                        : Columns.indexed(refund.statusInfo().code()),
                refund.statusInfo() == null
                        ? null
                        : Columns.text(refund.statusInfo().description()),
                key(refund.currencyCode()),
                Columns.amount(refund.amount()),
                Columns.text(refund.reason()),
                Columns.text(refund.note()),
                Columns.time(refund.createdDate(), record.timestamp()),
                Columns.time(refund.updatedDate(), record.timestamp()),
                record.traceId());
    }

    static RefundRow of(RefundRejected rejected, StatusRecord record) {
        return new RefundRow(
                record.id(),
                key(rejected.chargeId()),
                key(rejected.requestId()),
                null,
                "request",
                0,
                REJECTED,
                key(rejected.error().code()),
                Columns.text(rejected.error().description()),
                null,
                null,
                null,
                null,
                Columns.time(record.timestamp()),
                Columns.time(record.timestamp()),
                record.traceId());
    }

    private static String key(String text) {
        return Objects.requireNonNull(Columns.indexed(text));
    }
}
