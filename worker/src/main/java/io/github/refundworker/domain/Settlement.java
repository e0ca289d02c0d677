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
 * @param uncertain whether an earlier attempt may have been executed
 * @param attempts commands that ended without a definite answer
 */
public record Settlement(
        BigDecimal succeededBefore, Instant firstIssuedAt, Instant lastSendBy, boolean uncertain, int attempts) {

    Settlement issued(Instant sendBy) {
        return new Settlement(succeededBefore, firstIssuedAt, sendBy, uncertain, attempts);
    }

    Settlement ended(boolean mayHaveBeenExecuted) {
        return new Settlement(
                succeededBefore, firstIssuedAt, lastSendBy, uncertain || mayHaveBeenExecuted, attempts + 1);
    }
}
