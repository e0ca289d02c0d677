package io.github.refundworker.domain;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to the executor. It holds everything that the provider request is made of, so that every delivery makes
 * the same request.
 */
public sealed interface Command {
    /** 1, 2, 3 … per charge. */
    long number();

    ChargeId chargeId();

    Instant issuedAt();

    /** Past this nothing is sent. */
    Instant sendBy();

    /**
     * Have the money moved, under the refund's id as idempotency key and reference.
     *
     * @param succeededBefore the sum of SUCCEEDED at acceptance
     * @param bodyVersion which form of the provider request to build; constant for the refund
     * @param firstIssuedAt constant for the refund; the key's age counts from here
     * @param uncertain whether an earlier number may have been executed
     */
    record Settle(
            long number,
            ChargeId chargeId,
            RefundId refundId,
            Money amount,
            boolean full,
            BigDecimal succeededBefore,
            Texts texts,
            int bodyVersion,
            Instant firstIssuedAt,
            Instant issuedAt,
            Instant sendBy,
            boolean uncertain)
            implements Command {
        public static final int BODY_VERSION = 1;
    }

    /** Ask what became of a refund; never sends one. */
    record LookUp(
            long number,
            ChargeId chargeId,
            RefundId refundId,
            @Nullable String providerRefundId,
            Instant issuedAt,
            Instant sendBy)
            implements Command {}

    /** Ask what the charge is and which refunds it has. */
    record Describe(long number, ChargeId chargeId, Instant issuedAt, Instant sendBy) implements Command {}
}
