package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.Rejection;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.StatusEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request is refused for what is the case, and never because something else on its charge keeps failing. */
record RefusalInvariants(Policy policy) {

    @Nullable
    String check(ChargeState before, Input input, Decision decision) {
        if (!(decision instanceof Decision.Next next)) {
            return null;
        }
        if (isHeldUp(before, input, next.state())) {
            return "a request waits for a read that has just failed to be made once more";
        }
        if (waitsForNothing(next.state())) {
            return "a request waits for a reading that it does not need";
        }
        for (Effect effect : next.effects()) {
            if (effect
                    instanceof Effect.PublishStatus(StatusEvent.Rejected(RequestId id, var _, Rejection why, var _))) {
                String wrong = onRefusal(before, input, next.state(), id, why);
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        return null;
    }

    /** What keeps failing for one notice holds up no request, where no refund is open. */
    private static boolean isHeldUp(ChargeState before, Input input, ChargeState after) {
        boolean hasFailed = input instanceof Input.CommandAnswered(var _, var _, var _, Outcome outcome)
                && (outcome instanceof Outcome.Unknown || outcome instanceof Outcome.NotSent);
        return hasFailed
                && before.open() instanceof ChargeState.OpenCommand.LookUp failed
                && after.open() instanceof ChargeState.OpenCommand.LookUp next
                && next.number() == failed.number() + 1
                && next.refundId().equals(failed.refundId())
                && !after.waiting().isEmpty()
                && after.refunds().stream().noneMatch(Refund::isOpen);
    }

    private boolean waitsForNothing(ChargeState charge) {
        return charge.open() == null
                && !charge.waiting().isEmpty()
                && needsNoReading(charge, charge.waiting().getFirst().request());
    }

    private @Nullable String onRefusal(
            ChargeState before, Input input, ChargeState after, RequestId id, Rejection why) {
        if (why.code() == ErrorCode.CHARGE_REFUND_IN_PROGRESS) {
            Instant came = cameAt(before, input, id);
            boolean wasOpen = Stream.concat(before.refunds().stream(), after.refunds().stream())
                    .anyMatch(refund -> refund.isOpen() || refund.updated().isAfter(came));
            return wasOpen ? null : "a request is refused as in progress although no refund is open";
        }
        if (why.code() == ErrorCode.CHARGE_DISPUTED && after.facts().disputes().isNone()) {
            return "a request is refused as disputed although no dispute is known";
        }
        if (why.code() == ErrorCode.PROVIDER_DOWN && needsNoReading(before, input, id)) {
            return "a request that needs no reading is refused for want of one";
        }
        boolean isContradiction = why.code() == ErrorCode.INVALID_REQUEST && "charge".equals(why.field());
        return isContradiction
                        && after.refunds().stream()
                                .noneMatch(r -> r.origin() instanceof Origin.Requested || isInOtherMoney(r))
                ? "a request is refused for what a refused one said of the charge"
                : null;
    }

    private static boolean isInOtherMoney(Refund refund) {
        return !refund.amount().currency().equals(Setting.USD);
    }

    private Instant cameAt(ChargeState before, Input input, RequestId id) {
        return before.waiting().stream()
                .filter(waiting -> waiting.request().requestId().equals(id))
                .map(waiting -> waiting.due().minus(policy.ages().waiting()))
                .findFirst()
                .orElse(input.at());
    }

    private boolean needsNoReading(ChargeState before, Input input, RequestId id) {
        return before.waiting().size() < policy.limits().waiting()
                && Stream.concat(
                                before.waiting().stream().map(ChargeState.Waiting::request),
                                input instanceof Input.RefundRequested(var _, var _, RefundRequest request)
                                        ? Stream.of(request)
                                        : Stream.empty())
                        .anyMatch(request -> request.requestId().equals(id) && needsNoReading(before, request));
    }

    /** A part of what is known to be left, without a guard, of a charge whose refunds are over and add up. */
    private boolean needsNoReading(ChargeState charge, RefundRequest request) {
        if (!(charge.facts() instanceof Facts.Described(var captured, Instant readAt, var _, var disputes))
                || readAt == null
                || !disputes.isNone()
                || charge.refunds().stream().anyMatch(refund -> refund.isOpen() || isInOtherMoney(refund))
                || policy.guardRequired()) {
            return false;
        }
        BigDecimal succeeded = charge.refunds().stream()
                .filter(Refund::isSucceeded)
                .map(refund -> refund.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return request.previouslyRefunded() == null
                && request.asked() instanceof Asked.Part(BigDecimal amount, var _)
                && amount.compareTo(captured.amount()) < 0
                && amount.add(succeeded).compareTo(captured.amount()) <= 0;
    }
}
