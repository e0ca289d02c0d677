package io.github.refundworker.decide;

import static io.github.refundworker.tracing.SpanAttribute.ACCOUNT;
import static io.github.refundworker.tracing.SpanAttribute.CODE;
import static io.github.refundworker.tracing.SpanAttribute.OUTCOME;
import static io.github.refundworker.tracing.SpanAttribute.REASON;
import static io.github.refundworker.tracing.SpanAttribute.REFUND_ID;
import static io.github.refundworker.tracing.SpanAttribute.REQUEST_ID;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.tracing.StepSpan;
import org.jspecify.annotations.Nullable;

/** The attributes of a decision's span. They are computed only if the span is recorded. */
final class DecisionSpan {
    private DecisionSpan() {}

    /** The kind of the input, in one word. */
    static String kind(Input input) {
        return switch (input) {
            case Input.RefundRequested _ -> "request";
            case Input.ChargeDescribed _ -> "description";
            case Input.CommandAnswered _ -> "answer";
            case Input.ProviderNotified _ -> "notice";
            case Input.DeadlinePassed _ -> "due";
            case Input.OperatorDecided _ -> "operator";
        };
    }

    /** @param before the charge on which it was decided */
    static void tell(
            StepSpan span, String namespace, ChargeId chargeId, Input input, ChargeState before, Decision decision) {
        ChargeState after = decision instanceof Decision.Next next ? next.state() : before;
        RequestId asked = request(input, before);
        RefundId refundId = refund(input);
        if (refundId == null && asked != null) {
            RefundId its = RefundId.of(namespace, chargeId, asked);
            refundId = after.refund(its) == null ? null : its;
        } else if (asked == null) {
            AskedBy by = AskedBy.of(after, refundId);
            asked = by == null ? null : by.requestId();
        }
        span.with(REFUND_ID, refundId).with(REQUEST_ID, asked).with(ACCOUNT, after.account());
        switch (decision) {
            case Decision.Ignore(var why) -> span.with(OUTCOME, "ignored").with(REASON, DecideMetrics.lower(why));
            case Decision.Next next -> {
                span.with(OUTCOME, "decided");
                for (Effect effect : next.effects()) {
                    if (effect instanceof Effect.PublishStatus(var event)) {
                        tell(span, event, refundId, asked);
                    }
                }
            }
        }
    }

    /** Only about the decision's subject. A decision may also import refunds or answer waiting requests. */
    private static void tell(
            StepSpan span, StatusEvent event, @Nullable RefundId refundId, @Nullable RequestId requestId) {
        switch (event) {
            case StatusEvent.Created(Refund refund, var _)
            when refund.id().equals(refundId) -> span.with(OUTCOME, "created");
            case StatusEvent.Updated(Refund refund, var _)
            when refund.id().equals(refundId) -> span.with(OUTCOME, "updated");
            case StatusEvent.Rejected rejected
            when rejected.requestId().equals(requestId) ->
                span.with(OUTCOME, "rejected").with(CODE, rejected.rejection().code());
            case StatusEvent.Repeated repeated
            when repeated.requestId().equals(requestId) ->
                span.with(OUTCOME, "repeated").with(CODE, repeated.code());
            case StatusEvent _ -> {}
        }
    }

    private static @Nullable RequestId request(Input input, ChargeState before) {
        AskedBy asked = switch (input) {
            case Input.RefundRequested(var _, var source, var body) -> new AskedBy(body.requestId(), source.trace());
            case Input.ChargeDescribed _ -> AskedBy.ofReading(before);
            case Input.DeadlinePassed(var at) -> AskedBy.ofDue(before, at);
            case Input.CommandAnswered _, Input.ProviderNotified _, Input.OperatorDecided _ -> null;
        };
        return asked == null ? null : asked.requestId();
    }

    private static @Nullable RefundId refund(Input input) {
        return switch (input) {
            case Input.CommandAnswered answered -> answered.refundId();
            case Input.ProviderNotified notified -> notified.refundId();
            case Input.OperatorDecided(var _, OperatorDecision.LookUpAgain again, var _, var _) -> again.refundId();
            case Input.OperatorDecided(var _, OperatorDecision.Resolve resolve, var _, var _) -> resolve.refundId();
            case Input.OperatorDecided _, Input.RefundRequested _, Input.ChargeDescribed _, Input.DeadlinePassed _ ->
                null;
        };
    }
}
