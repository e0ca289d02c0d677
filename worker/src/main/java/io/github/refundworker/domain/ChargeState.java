package io.github.refundworker.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the worker stores about one charge.
 *
 * @param latest time of the newest input; time never runs backwards for a charge
 * @param account bound by the first request
 * @param lastNumber number of the last command issued; 0 before the first
 * @param open the command whose answer is awaited
 * @param describeRetry when to read the charge again after a failed reading
 * @param waiting requests in order of arrival; {@code open} may be about the first
 * @param refunds in order of creation
 * @param rejected requests that were answered without a refund
 * @param unremembered latest writing time of the requests that were rejected while the memory was full; the charge
 *     takes no unknown request that was written up to then
 * @param notified webhooks that are not looked up yet
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
        @Nullable Instant unremembered,
        List<Notice> notified,
        @Nullable Balance balance) {

    public static final ChargeState NONE = new ChargeState(
            Instant.EPOCH,
            null,
            new Facts.Unknown(),
            0,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(),
            null);

    public ChargeState {
        waiting = List.copyOf(waiting);
        refunds = List.copyOf(refunds);
        rejected = List.copyOf(rejected);
        notified = List.copyOf(notified);
    }

    /**
     * Whether the state remembers the request, as it does for as long as the request is in the log. A charge that has
     * forgotten a rejected request early, because too many were rejected, counts as remembering.
     *
     * @param refundId that a refund of this request has
     */
    public boolean remembers(RequestId requestId, RefundId refundId) {
        return unremembered != null
                || refunds.stream().anyMatch(refund -> refund.id().equals(refundId) || refund.isOf(requestId))
                || waiting.stream().anyMatch(one -> one.request().requestId().equals(requestId))
                || rejected.stream().anyMatch(one -> one.mark().id() == RequestMark.idOf(requestId));
    }

    /** A command whose answer is awaited. */
    public sealed interface OpenCommand {
        long number();

        Instant issuedAt();

        Instant sendBy();

        /** The time at which its answer is missed. */
        Instant due();

        /** A command about one refund. */
        sealed interface OfRefund extends OpenCommand {
            RefundId refundId();
        }

        record Settle(long number, RefundId refundId, Instant issuedAt, Instant sendBy, Instant due)
                implements OfRefund {}

        /** @param attempt which attempt at a notice it is, from 1 on; 0 if it follows from no notice */
        record LookUp(long number, RefundId refundId, Instant issuedAt, Instant sendBy, Instant due, int attempt)
                implements OfRefund {}

        /**
         * @param refundId of the refund whose next attempt waits for the reading, or of an unknown refund if a notice
         *     caused the reading; absent if it was made for a request
         * @param attempt as of {@code LookUp}
         */
        record Describe(
                long number, @Nullable RefundId refundId, Instant issuedAt, Instant sendBy, Instant due, int attempt)
                implements OpenCommand {}
    }

    public record DescribeRetry(Instant due, int attempt) {}

    /**
     * @param due when it is answered without its turn having come; later by all the time in which the worker itself kept
     *     the charge's commands waiting
     */
    public record Waiting(RefundRequest request, Source source, Instant due) {
        /**
         * The worker, and not the provider, was busy for so long. It is not given more time than it could have lost, and
         * never waits past the age at which requests expire.
         */
        Waiting excused(Duration lost, Instant now, Policy.Ages ages) {
            Instant latest = now.plus(ages.waiting());
            Instant expiry = source.timestamp().plus(ages.request());
            Instant later = due.plus(lost).isBefore(latest) ? due.plus(lost) : latest;
            Instant next = later.isBefore(expiry) ? later : expiry;
            return next.isAfter(due) ? new Waiting(request, source, next) : this;
        }

        int size() {
            return 200
                    + 2 * request.requestId().value().length()
                    + request.texts().size();
        }
    }

    /**
     * @param newest the latest of the times at which a copy of the request was written, and of its refusal: a copy is too
     *     old to be taken once the age of requests has passed since then, so it can be forgotten
     */
    public record Rejected(RequestMark mark, ErrorCode code, Instant newest) {}

    /** When to look at this charge although nothing arrived; absent when nothing is owed. */
    public @Nullable Instant due() {
        if (open != null) {
            // Whether a request waited too long shows when the command ends: by then it is known who kept it waiting.
            return open.due();
        }
        Instant due = null;
        if (!waiting.isEmpty()) {
            due = waiting.getFirst().due();
        }
        if (describeRetry != null) {
            due = earlier(due, describeRetry.due());
        }
        for (Notice notice : notified) {
            due = earlier(due, notice.due());
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
