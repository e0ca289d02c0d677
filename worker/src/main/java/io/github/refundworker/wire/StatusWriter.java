package io.github.refundworker.wire;

import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.StatusEvent;
import java.time.Instant;
import java.util.Map;

/** The public records: status events as CloudEvents in binary mode, and balances. */
public final class StatusWriter {
    /** @param namespace tells deployments apart; part of every event's source */
    public StatusWriter(String namespace) {
        throw new UnsupportedOperationException(namespace);
    }

    /** The event's value. */
    public byte[] value(ChargeId chargeId, StatusEvent event) {
        throw new UnsupportedOperationException();
    }

    /**
     * The event's headers, by name, in the order in which they are to be written; all values are ASCII or UTF-8 text.
     * The trace header is the caller's to add.
     *
     * @param at when the event happened: the time of the input that caused it
     */
    public Map<String, String> headers(ChargeId chargeId, StatusEvent event, Instant at) {
        throw new UnsupportedOperationException();
    }

    /** The value of a record of the balances topic. */
    public byte[] balance(ChargeId chargeId, Balance balance) {
        throw new UnsupportedOperationException();
    }
}
