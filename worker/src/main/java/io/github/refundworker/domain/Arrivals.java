package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.Rejected;
import io.github.refundworker.domain.ChargeState.Waiting;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides on an arriving request: whether it is new, and whether it must wait for its turn. */
final class Arrivals {
    private Arrivals() {}

    static Decision decide(Draft draft, Input.RefundRequested input) {
        RequestBody body = input.body();
        AccountName account = accountOf(draft, body);
        RequestMark mark = RequestMark.of(body, input.source());
        draft.arrived = new Draft.Marked(body, input.source(), mark);

        draft.refusals.forget(draft.ages().request(), draft.now);
        Known known = find(draft, body.requestId(), mark);
        if (known != null) {
            return decideKnown(draft, input, mark, known);
        }
        Rejection rejection = refuse(draft, input, account);
        if (rejection != null) {
            draft.remember(mark, rejection.code(), input.source());
            draft.publish(
                    new StatusEvent.Rejected(body.requestId(), input.source(), rejection, draft.currentBalance()));
            return draft.next();
        }
        RefundRequest request = (RefundRequest) body;
        draft.account = account;
        draft.waiting.add(
                new Waiting(request, input.source(), draft.now.plus(draft.ages().waiting())));
        Queue.advance(draft);
        return draft.next();
    }

    private static AccountName accountOf(Draft draft, RequestBody body) {
        if (body instanceof RefundRequest request && request.provider() != null) {
            return request.provider();
        }
        return draft.account != null ? draft.account : draft.policy.defaultAccount();
    }

    // Ids

    /** The earlier request with this id, and its result. */
    private sealed interface Known {
        /** @param mark absent if the refund was found at the provider under our reference */
        record Accepted(Refund refund, @Nullable RequestMark mark) implements Known {}

        record Refused(Rejected rejected) implements Known {}

        record StillWaiting(RequestMark mark) implements Known {}
    }

    private static @Nullable Known find(Draft draft, RequestId requestId, RequestMark mark) {
        RefundId id = draft.refundIdOf(requestId);
        // Also compares the request's own id: the refund id depends on the namespace, and configuration can change.
        Refund refund = draft.first(r -> r.id().equals(id) || r.isOf(requestId));
        if (refund != null) {
            return new Known.Accepted(
                    refund, refund.origin() instanceof Origin.Requested requested ? requested.mark() : null);
        }
        for (Rejected rejected : draft.refusals.rejected()) {
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
        if (known instanceof Known.Refused(Rejected rejected)) {
            draft.refusals.heardAgain(rejected, input.source());
        }
        if (before != null && !before.hasContentOf(input.body(), accountsOnceMeant(draft))) {
            RefundId refundId = known instanceof Known.Refused
                    ? null
                    : draft.refundIdOf(input.body().requestId());
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

    /**
     * All accounts that a request without a provider may have meant: the default account may have been another one,
     * and the charge may have had no account yet.
     */
    private static Set<AccountName> accountsOnceMeant(Draft draft) {
        Set<AccountName> accounts = new HashSet<>(draft.policy.accounts().keySet());
        accounts.add(draft.policy.defaultAccount());
        if (draft.account != null) {
            accounts.add(draft.account);
        }
        return accounts;
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
        if (isFull(draft, input.body()) || draft.refusals.mayHold(input.source())) {
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
