package io.github.refundworker.decide;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.ChargeState.Waiting;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Notice;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The request that caused a record, however late the record is written.
 *
 * @param trace the W3C {@code traceparent} of the request
 */
record AskedBy(RequestId requestId, @Nullable String trace) {
    static @Nullable AskedBy of(Command command, ChargeState charge) {
        return switch (command) {
            case Command.Settle settle -> of(charge, settle.refundId());
            case Command.LookUp lookUp -> of(charge, lookUp.refundId());
            case Command.Describe _ -> ofReading(charge);
        };
    }

    static @Nullable AskedBy of(ChargeState charge, @Nullable RefundId id) {
        Refund refund = id == null ? null : charge.refund(id);
        return refund == null ? null : of(refund);
    }

    /** Absent for a refund that was found at the provider. */
    static @Nullable AskedBy of(Refund refund) {
        return refund.origin() instanceof Origin.Requested requested
                ? new AskedBy(requested.requestId(), requested.trail().trace())
                : null;
    }

    /**
     * The request that a reading serves: the one of the refund whose next attempt waits, or the first waiting
     * request.
     */
    static @Nullable AskedBy ofReading(ChargeState charge) {
        OpenCommand open = charge.open();
        AskedBy refund = open instanceof OpenCommand.Describe describe ? of(charge, describe.refundId()) : null;
        return refund != null ? refund : ofFirstWaiting(charge);
    }

    private static @Nullable AskedBy ofFirstWaiting(ChargeState charge) {
        return charge.waiting().isEmpty() ? null : of(charge.waiting().getFirst());
    }

    private static AskedBy of(Waiting waiting) {
        return new AskedBy(waiting.request().requestId(), waiting.source().trace());
    }

    /**
     * The request of what is due at a charge. If several things are due: the command first, then waiting requests,
     * refunds and notices.
     */
    static @Nullable AskedBy ofDue(ChargeState charge, Instant now) {
        OpenCommand open = charge.open();
        if (open != null && !open.due().isAfter(now)) {
            return switch (open) {
                case OpenCommand.OfRefund ofRefund -> of(charge, ofRefund.refundId());
                case OpenCommand.Describe _ -> ofReading(charge);
            };
        }
        for (Waiting waiting : charge.waiting()) {
            if (!waiting.due().isAfter(now)) {
                return of(waiting);
            }
        }
        for (Refund refund : charge.refunds()) {
            if (refund.state() instanceof RefundState.Open state
                    && state.due() != null
                    && !state.due().isAfter(now)) {
                return of(refund);
            }
        }
        for (Notice notice : charge.notified()) {
            if (notice.due() != null && !notice.due().isAfter(now)) {
                return of(charge, notice.refundId());
            }
        }
        return ofFirstWaiting(charge);
    }
}
