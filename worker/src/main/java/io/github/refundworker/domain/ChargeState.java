package io.github.refundworker.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is remembered of one charge.
 *
 * @param latest the newest input's time; time never runs backwards for a charge
 * @param account bound by the first request
 * @param lastNumber of the last command issued; 0 before the first
 * @param open the command whose answer is awaited
 * @param describeRetry when to ask again for a description that could not be had
 * @param waiting requests in order of arrival; the first may be what {@code open} is about
 * @param refunds in order of creation
 * @param rejected requests that were answered without a refund
 * @param notified refunds of which the provider said something while a command was open; an id of none of them stands
 *     for those that nobody knows yet
 * @param balance as last published
 */
public record ChargeState(
        Instant latest,
        @Nullable AccountName account,
        Facts facts,
        long lastNumber,
        @Nullable OpenCommand open,
        @Nullable DescribeRetry describeRetry,
        List<Waiting> waiting,
        List<Refund> refunds,
        List<Rejected> rejected,
        List<RefundId> notified,
        @Nullable Balance balance) {

    public static final ChargeState NONE = new ChargeState(
            Instant.EPOCH, null, new Facts.Unknown(), 0, null, null, List.of(), List.of(), List.of(), List.of(), null);

    public ChargeState {
        waiting = List.copyOf(waiting);
        refunds = List.copyOf(refunds);
        rejected = List.copyOf(rejected);
        notified = List.copyOf(notified);
    }

    /**
     * @param refundId of the refund that it is about; of one that nobody knows, where the charge is read because of it
     * @param due when its answer is missed
     */
    public record OpenCommand(
            long number, Kind kind, @Nullable RefundId refundId, Instant issuedAt, Instant sendBy, Instant due) {
        public enum Kind {
            SETTLE,
            LOOK_UP,
            DESCRIBE
        }
    }

    public record DescribeRetry(Instant due, int attempt) {}

    /** @param due when it is answered without its turn having come */
    public record Waiting(RefundRequest request, Source source, Instant due) {
        int size() {
            return 200
                    + 2 * request.requestId().value().length()
                    + request.texts().size();
        }
    }

    public record Rejected(RequestMark mark, ErrorCode code) {}

    /** When to look at this charge although nothing arrived; absent when nothing is owed. */
    public @Nullable Instant due() {
        Instant due = null;
        for (Waiting w : waiting) {
            due = earlier(due, w.due());
        }
        if (open != null) {
            return earlier(due, open.due());
        }
        if (describeRetry != null) {
            due = earlier(due, describeRetry.due());
        }
        for (Refund refund : refunds) {
            if (refund.state() instanceof RefundState.Open state) {
                due = earlier(due, state.due());
            }
        }
        return due;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }

    public @Nullable Refund refund(RefundId id) {
        return refunds.stream().filter(r -> r.id().equals(id)).findFirst().orElse(null);
    }
}
