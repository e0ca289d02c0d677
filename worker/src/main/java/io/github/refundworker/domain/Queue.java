package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.ChargeState.Waiting;

/** Requests in order of arrival: whose turn is it, and what becomes of it? */
final class Queue {
    private Queue() {}

    /**
     * Goes on with whatever the charge owes next, now that something changed.
     *
     * @param described whether the charge was just read for the request at the head
     */
    static void advance(Draft draft, boolean described) {
        Notices.serve(draft);
        if (draft.any(Refund::isLongOpen)) {
            draft.describeRetry = null;
            while (!draft.waiting.isEmpty()) {
                refuseHead(draft, inProgress());
            }
            return;
        }
        boolean fresh = described;
        while (isFree(draft) && !draft.waiting.isEmpty()) {
            decideHead(draft, fresh);
            fresh = false;
        }
    }

    private static boolean isFree(Draft draft) {
        return draft.open == null && draft.describeRetry == null && !draft.any(Refund::isOpen);
    }

    private static void decideHead(Draft draft, boolean described) {
        Waiting head = draft.waiting.getFirst();
        Refund made = draft.refund(draft.refundIdOf(head.request().requestId()));
        if (made != null) {
            // Found at the provider under this request's own reference: it was carried out before.
            draft.waiting.removeFirst();
            draft.publish(new StatusEvent.Repeated(
                    head.request().requestId(), head.source(), made, null, draft.currentBalance()));
            return;
        }
        switch (Judgement.of(draft, head.request(), described)) {
            case Judgement.ReadCharge() -> draft.describe();
            case Judgement.Refuse(Rejection rejection, var _) -> refuseHead(draft, rejection);
            case Judgement.Accept(Money amount, boolean full) -> {
                draft.waiting.removeFirst();
                accept(draft, head, amount, full);
            }
        }
    }

    private static void accept(Draft draft, Waiting head, Money amount, boolean full) {
        RefundRequest request = head.request();
        Settlement settlement = Settlement.accepted(draft.succeeded(), draft.now);
        Refund refund = new Refund(
                draft.refundIdOf(request.requestId()),
                new Origin.Requested(
                        request.requestId(), markOf(draft, head), head.source().trail(), settlement),
                amount,
                full,
                request.texts(),
                1,
                draft.now,
                draft.now,
                ProviderDetails.NONE,
                0,
                new RefundState.Submitted(draft.now));
        draft.add(refund);
        draft.settle(refund, settlement);
    }

    /** Refuses the request at the head; what was owed to it is owed no more. */
    static void refuseHead(Draft draft, Rejection rejection) {
        draft.describeRetry = null;
        refuse(draft, draft.waiting.removeFirst(), rejection);
    }

    static void refuse(Draft draft, Waiting waiting, Rejection rejection) {
        draft.remember(markOf(draft, waiting), rejection.code());
        draft.publish(new StatusEvent.Rejected(
                waiting.request().requestId(), waiting.source(), rejection, draft.currentBalance()));
    }

    static RequestMark markOf(Draft draft, Waiting waiting) {
        AccountName account = draft.account != null ? draft.account : draft.policy.defaultAccount();
        return RequestMark.of(waiting.request(), account, waiting.source());
    }

    static Rejection inProgress() {
        return Rejection.of(ErrorCode.CHARGE_REFUND_IN_PROGRESS, "another refund of this charge is not finished yet");
    }

    static Rejection turnNeverCame(Draft draft) {
        boolean behindDescribe =
                draft.describeRetry != null || (draft.open != null && draft.open.kind() == OpenCommand.Kind.DESCRIBE);
        return behindDescribe
                ? Rejection.of(ErrorCode.PROVIDER_DOWN, "the provider could not be asked about this charge")
                : inProgress();
    }
}
