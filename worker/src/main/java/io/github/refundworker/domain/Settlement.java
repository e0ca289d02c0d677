package io.github.refundworker.domain;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The money side of a refund that we make: what its provider request was made of at acceptance and what became of the
 * attempts since.
 *
 * @param succeededBefore the sum of SUCCEEDED at acceptance; every attempt sends this one
 * @param firstIssuedAt when the first command was issued; the idempotency key's age counts from here
 * @param lastSendBy past this nothing of any attempt is sent any more
 * @param uncertain whether an attempt may have been executed without our knowing, so that the next one looks first
 * @param unsent commands that ended certainly not executed
 * @param unclear commands that ended with an open outcome
 */
public record Settlement(
        BigDecimal succeededBefore,
        Instant firstIssuedAt,
        Instant lastSendBy,
        boolean uncertain,
        int unsent,
        int unclear) {

    static Settlement accepted(BigDecimal succeededBefore, Instant now) {
        return new Settlement(succeededBefore, now, now, false, 0, 0);
    }

    Settlement issued(Instant sendBy) {
        return new Settlement(succeededBefore, firstIssuedAt, sendBy, uncertain, unsent, unclear);
    }

    Settlement endedUnsent() {
        return new Settlement(succeededBefore, firstIssuedAt, lastSendBy, uncertain, unsent + 1, unclear);
    }

    Settlement endedUnclear() {
        return new Settlement(succeededBefore, firstIssuedAt, lastSendBy, true, unsent, unclear + 1);
    }

    /** This delivery came too late to send, but another delivery of the same command may have been in time. */
    Settlement endedExpired() {
        return new Settlement(succeededBefore, firstIssuedAt, lastSendBy, true, unsent, unclear);
    }
}
