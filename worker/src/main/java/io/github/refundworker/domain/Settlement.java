package io.github.refundworker.domain;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The payment side of a refund that the worker makes: what the provider request was made of at acceptance, and the
 * results of the attempts.
 *
 * @param succeededBefore the sum of SUCCEEDED at acceptance; every attempt sends it
 * @param guarded whether the request stated that sum, so that the refund may be paid on no other
 * @param bodyVersion the form of the provider request, by the settings at acceptance; the same in every attempt
 * @param firstIssuedAt when the first command was issued; the idempotency key's age counts from here
 * @param lastSendBy after this time no attempt is sent any more
 * @param uncertain whether an attempt may have been executed without our knowledge, so that the next one looks up
 *     first
 * @param unsent commands that ended certainly not executed
 * @param unclear commands that ended with an unknown outcome
 */
public record Settlement(
        BigDecimal succeededBefore,
        boolean guarded,
        int bodyVersion,
        Instant firstIssuedAt,
        Instant lastSendBy,
        boolean uncertain,
        int unsent,
        int unclear) {

    static Settlement accepted(BigDecimal succeededBefore, boolean guarded, int bodyVersion, Instant now) {
        return new Settlement(succeededBefore, guarded, bodyVersion, now, now, false, 0, 0);
    }

    Settlement issued(Instant sendBy) {
        Instant last = sendBy.isAfter(lastSendBy) ? sendBy : lastSendBy;
        return new Settlement(succeededBefore, guarded, bodyVersion, firstIssuedAt, last, uncertain, unsent, unclear);
    }

    Settlement endedUnsent() {
        return new Settlement(
                succeededBefore, guarded, bodyVersion, firstIssuedAt, lastSendBy, uncertain, unsent + 1, unclear);
    }

    Settlement endedUnclear() {
        return new Settlement(
                succeededBefore, guarded, bodyVersion, firstIssuedAt, lastSendBy, true, unsent, unclear + 1);
    }

    /** This delivery came too late to send, but another delivery of the same command may have been in time. */
    Settlement endedExpired() {
        return new Settlement(succeededBefore, guarded, bodyVersion, firstIssuedAt, lastSendBy, true, unsent, unclear);
    }
}
