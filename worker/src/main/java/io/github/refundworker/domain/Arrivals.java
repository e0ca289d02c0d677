package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.Rejected;
import io.github.refundworker.domain.ChargeState.Waiting;
import org.jspecify.annotations.Nullable;

/** A request arrives: is it new, and is it its turn? */
final class Arrivals {
    private Arrivals() {}

    static Decision decide(Draft draft, Input.RefundRequested input) {
        RequestBody body = input.body();
        AccountName account = accountOf(draft, body);
        RequestMark mark = RequestMark.of(body, account, input.source());

        Known known = find(draft, body.requestId(), mark);
        if (known != null) {
            return decideKnown(draft, input, mark, known);
        }
        Rejection rejection = refuse(draft, input, account);
        if (rejection != null) {
            draft.remember(mark, rejection.code());
            draft.publish(
                    new StatusEvent.Rejected(body.requestId(), input.source(), rejection, draft.currentBalance()));
            return draft.next();
        }
        RefundRequest request = (RefundRequest) body;
        draft.account = account;
        draft.waiting.add(
                new Waiting(request, input.source(), draft.now.plus(draft.ages().waiting())));
        Queue.advance(draft, false);
        return draft.next();
    }

    private static AccountName accountOf(Draft draft, RequestBody body) {
        if (body instanceof RefundRequest request && request.provider() != null) {
            return request.provider();
        }
        return draft.account != null ? draft.account : draft.policy.defaultAccount();
    }

    // Ids

    /** What became of the request that has this id. */
    private sealed interface Known {
        /** @param mark absent where the refund was found at the provider under our reference */
        record Accepted(Refund refund, @Nullable RequestMark mark) implements Known {}

        record Refused(Rejected rejected) implements Known {}

        record StillWaiting(RequestMark mark) implements Known {}
    }

    private static @Nullable Known find(Draft draft, RequestId requestId, RequestMark mark) {
        Refund refund = draft.refund(draft.refundIdOf(requestId));
        if (refund != null) {
            return new Known.Accepted(
                    refund, refund.origin() instanceof Origin.Requested requested ? requested.mark() : null);
        }
        for (Rejected rejected : draft.rejected()) {
            if (rejected.mark().id() == mark.id()) {
                return new Known.Refused(rejected);
            }
        }
        for (Waiting waiting : draft.waiting) {
            if (waiting.request().requestId().equals(requestId)) {
                return new Known.StillWaiting(Queue.markOf(draft, waiting));
            }
        }
        return null;
    }

    private static Decision decideKnown(Draft draft, Input.RefundRequested input, RequestMark mark, Known known) {
        RequestMark before = switch (known) {
            case Known.Accepted(var _, RequestMark m) -> m;
            case Known.Refused(Rejected rejected) -> rejected.mark();
            case Known.StillWaiting(RequestMark m) -> m;
        };
        if (before != null && !before.hasContentOf(mark)) {
            RefundId refundId = known instanceof Known.Accepted(Refund refund, var _) ? refund.id() : null;
            draft.publish(new StatusEvent.Rejected(
                    input.body().requestId(), input.source(), Rejection.idReused(refundId), draft.currentBalance()));
            return draft.next();
        }
        if (before != null && before.source() == mark.source()) {
            return new Decision.Ignore(Decision.Why.SAME_RECORD);
        }
        switch (known) {
            case Known.StillWaiting _ -> {
                return new Decision.Ignore(Decision.Why.STILL_WAITING);
            }
            case Known.Accepted(Refund refund, var _) -> repeat(draft, input, refund, null);
            case Known.Refused(Rejected rejected) -> repeat(draft, input, null, rejected.code());
        }
        return draft.next();
    }

    private static void repeat(
            Draft draft, Input.RefundRequested input, @Nullable Refund refund, @Nullable ErrorCode code) {
        draft.publish(new StatusEvent.Repeated(
                input.body().requestId(), input.source(), refund, code, draft.currentBalance()));
    }

    // Turn

    private static @Nullable Rejection refuse(Draft draft, Input.RefundRequested input, AccountName account) {
        if (input.source().timestamp().plus(draft.ages().request()).isBefore(draft.now)) {
            return Rejection.of(ErrorCode.REQUEST_EXPIRED, "the request is older than requests are remembered");
        }
        if (isFull(draft, input.body())) {
            return Rejection.of(
                    ErrorCode.REFUND_LIMIT_REACHED, "the charge has as many requests or refunds as it may have");
        }
        if (input.body() instanceof InvalidRequest(var _, var _, String field, String problem)) {
            return Rejection.ofField(field, problem);
        }
        Capabilities capabilities = draft.policy.accounts().get(account);
        if (capabilities == null) {
            return Rejection.of(ErrorCode.UNKNOWN_PROVIDER, "no provider account is named " + account);
        }
        if (draft.account != null && !draft.account.equals(account)) {
            return Rejection.ofField("provider", "is not the account that this charge belongs to");
        }
        Rejection unfit = capabilities.form().refuse((RefundRequest) input.body());
        if (unfit != null) {
            return unfit;
        }
        if (draft.any(Refund::isLongOpen)) {
            return Queue.inProgress();
        }
        if (isQueueFull(draft, (RefundRequest) input.body())) {
            return Queue.turnNeverCame(draft);
        }
        return null;
    }

    private static boolean isFull(Draft draft, RequestBody body) {
        Policy.Limits limits = draft.policy.limits();
        int texts = body instanceof RefundRequest request ? request.texts().size() : 0;
        return draft.requestIds() >= limits.requestIds()
                || draft.refundCount() >= limits.refunds()
                || draft.size() + texts > limits.stateBytes();
    }

    private static boolean isQueueFull(Draft draft, RefundRequest request) {
        Policy.Limits limits = draft.policy.limits();
        int waitingBytes = draft.waiting.stream().mapToInt(Waiting::size).sum();
        return draft.waiting.size() >= limits.waiting()
                || waitingBytes + request.texts().size() > limits.waitingBytes();
    }
}
