package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.Waiting;

/** The waiting requests in order of arrival. It decides the first one when its turn comes. */
final class Queue {
    private Queue() {}

    /** Continues with the charge's next open work after a change. */
    static void advance(Draft draft) {
        Notices.serve(draft);
        if (draft.any(Refund::isLongOpen)) {
            draft.describeRetry = null;
            while (!draft.waiting.isEmpty()) {
                refuseHead(draft, inProgress());
            }
            return;
        }
        while (isFree(draft) && !draft.waiting.isEmpty() && decideHead(draft)) {
            // Each turn removes the first request.
        }
    }

    static boolean isFree(Draft draft) {
        return draft.open == null && !draft.any(Refund::isOpen);
    }

    /**
     * Decides the first request. If it needs a reading and the last one failed, it waits for the next one. Every change
     * of the charge comes here, so a request that no longer needs the reading is decided without it.
     *
     * @return false if the request waits for a reading
     */
    static boolean decideHead(Draft draft) {
        Waiting head = draft.waiting.getFirst();
        Refund made = draft.refund(draft.refundIdOf(head.request().requestId()));
        if (made != null) {
            // The provider has a refund under this request's own reference, so it was executed before.
            removeHead(draft);
            draft.publish(new StatusEvent.Repeated(
                    head.request().requestId(), head.source(), made, null, draft.currentBalance()));
            return true;
        }
        switch (Judgement.of(draft, head.request())) {
            case Judgement.ReadCharge() -> {
                if (draft.describeRetry == null) {
                    Commands.describe(draft);
                }
                return false;
            }
            case Judgement.Refuse(Rejection rejection, var _) -> refuseHead(draft, rejection);
            case Judgement.Accept(Money amount, boolean full, Money captured) -> {
                removeHead(draft);
                if (draft.facts.captured() == null) {
                    draft.facts = draft.facts.declaring(captured);
                }
                accept(draft, head, amount, full, captured);
            }
        }
        return true;
    }

    private static void accept(Draft draft, Waiting head, Money amount, boolean full, Money captured) {
        RefundRequest request = head.request();
        Settlement settlement = Settlement.accepted(
                Sums.succeeded(draft, captured), request.previouslyRefunded() != null, draft.bodyVersion(), draft.now);
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
        Commands.settle(draft, refund, settlement);
    }

    /**
     * The waiting time of the first request has ended. The failed reading may have been made for an earlier request,
     * so a request that needs no reading is decided.
     */
    static void endHead(Draft draft) {
        Waiting head = draft.waiting.getFirst();
        if (isFree(draft) && !(Judgement.of(draft, head.request()) instanceof Judgement.ReadCharge)) {
            decideHead(draft);
        } else {
            refuseHead(draft, turnNeverCame(draft));
        }
    }

    /** Rejects the first request. */
    static void refuseHead(Draft draft, Rejection rejection) {
        refuse(draft, removeHead(draft), rejection);
    }

    /** Removes the first request, with the next reading that was planned for it. */
    private static Waiting removeHead(Draft draft) {
        draft.describeRetry = null;
        return draft.waiting.removeFirst();
    }

    static void refuse(Draft draft, Waiting waiting, Rejection rejection) {
        draft.remember(markOf(draft, waiting), rejection.code(), waiting.source());
        draft.publish(new StatusEvent.Rejected(
                waiting.request().requestId(), waiting.source(), rejection, draft.currentBalance()));
    }

    static RequestMark markOf(Draft draft, Waiting waiting) {
        Draft.Marked arrived = draft.arrived;
        if (arrived != null
                && arrived.source().equals(waiting.source())
                && arrived.body().equals(waiting.request())) {
            return arrived.mark();
        }
        return RequestMark.of(waiting.request(), waiting.source());
    }

    static Rejection inProgress() {
        return Rejection.of(ErrorCode.CHARGE_REFUND_IN_PROGRESS, "another refund of this charge is not finished yet");
    }

    /**
     * The rejection of a request whose turn never came. Without an open refund it waited for a reading of the charge
     * or for a look-up.
     */
    static Rejection turnNeverCame(Draft draft) {
        return draft.any(Refund::isOpen)
                ? inProgress()
                : Rejection.of(ErrorCode.PROVIDER_DOWN, "the provider could not be asked about this charge");
    }
}
