package io.github.refundworker.proof;

import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RefundStatus;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Settlement;
import io.github.refundworker.domain.StatusEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold of a decision, whatever was decided before. */
record DecisionInvariants(Policy policy, Capabilities capabilities, Money captured) {

    /** @param earlier the first request that was decided under the id of this one, if this is not the first */
    @Nullable
    String check(ChargeState before, Input input, @Nullable RequestBody earlier, Decision decision) {
        if (!(decision instanceof Decision.Next(ChargeState after, List<Effect> effects))) {
            return onIgnoring(input, earlier);
        }
        String wrong = history(before, after, effects);
        if (wrong == null) {
            wrong = commands(before, after, effects);
        }
        if (wrong == null) {
            wrong = payment(before, input, after, effects);
        }
        if (wrong == null) {
            wrong = balance(before, after, effects);
        }
        if (wrong == null) {
            wrong = account(before, input, after, effects);
        }
        if (wrong == null && input instanceof Input.RefundRequested requested && earlier != null) {
            wrong = again(before, after, effects, requested, earlier);
        }
        return wrong == null ? acceptance(before, input, after, effects) : wrong;
    }

    private @Nullable String onIgnoring(Input input, @Nullable RequestBody earlier) {
        return switch (input) {
            case Input.DeadlinePassed _ -> "a due time passes and nothing is done";
            case Input.RefundRequested requested ->
                !isTooOld(requested) && (earlier == null || !isSame(earlier, requested.body()))
                        ? "a request is ignored that is no copy"
                        : null;
            case Input.ChargeDescribed _, Input.CommandAnswered _, Input.ProviderNotified _, Input.OperatorDecided _ ->
                null;
        };
    }

    /** No request is lost: each that came is waiting or was answered, and each that waited waits or is answered. */
    private static @Nullable String account(ChargeState before, Input input, ChargeState after, List<Effect> effects) {
        int came = before.waiting().size() + (input instanceof Input.RefundRequested ? 1 : 0);
        long answered = effects.stream()
                .filter(effect -> effect instanceof Effect.PublishStatus(StatusEvent event)
                        && switch (event) {
                            case StatusEvent.Created(Refund refund, var _) ->
                                refund.origin() instanceof Origin.Requested;
                            case StatusEvent.Rejected _, StatusEvent.Repeated _ -> true;
                            case StatusEvent.Updated _ -> false;
                        })
                .count();
        return came == answered + after.waiting().size()
                ? null
                : "of " + came + " requests " + answered + " are answered and "
                        + after.waiting().size() + " wait";
    }

    /** An id that was decided before moves no money: the same again is answered again, other content is refused. */
    private @Nullable String again(
            ChargeState before,
            ChargeState after,
            List<Effect> effects,
            Input.RefundRequested requested,
            RequestBody earlier) {
        if (!after.refunds().equals(before.refunds())) {
            return "a request that was decided before changes a refund";
        }
        if (effects.stream().anyMatch(effect -> effect instanceof Effect.SendCommand)) {
            return "a request that was decided before issues a command";
        }
        // What was refused while the memory was full is not remembered, and no copy of it is accepted.
        boolean isUnremembered =
                before.unremembered() != null && isRefusedWith(effects, ErrorCode.REFUND_LIMIT_REACHED);
        if (isTooOld(requested) || isUnremembered) {
            return null;
        }
        boolean reused = isRefusedWith(effects, ErrorCode.REQUEST_ID_REUSED);
        return reused == isSame(earlier, requested.body())
                ? "a request id with " + (reused ? "the same" : "other") + " content is answered wrongly"
                : null;
    }

    /** What was known of it may be forgotten, and another copy of its id remembered: it can move no money any more. */
    private boolean isTooOld(Input.RefundRequested requested) {
        return requested.source().timestamp().plus(policy.ages().request()).isBefore(requested.at());
    }

    private static boolean isRefusedWith(List<Effect> effects, ErrorCode code) {
        return effects.stream()
                .anyMatch(effect ->
                        effect instanceof Effect.PublishStatus(StatusEvent.Rejected(var _, var _, var why, var _))
                                && why.code() == code);
    }

    /** Amounts compare by their values; what else a request says is not compared. */
    private static boolean isSame(RequestBody one, RequestBody other) {
        if (!(one instanceof RefundRequest a && other instanceof RefundRequest b)) {
            return one.equals(other);
        }
        boolean asked = a.asked() instanceof Asked.Part(BigDecimal first, var currency)
                ? b.asked() instanceof Asked.Part(BigDecimal second, var otherCurrency)
                        && isSame(first, second)
                        && Objects.equals(currency, otherCurrency)
                : a.asked().equals(b.asked());
        BigDecimal guard = a.previouslyRefunded();
        BigDecimal otherGuard = b.previouslyRefunded();
        return asked && (guard == null || otherGuard == null ? guard == otherGuard : isSame(guard, otherGuard));
    }

    /** Status events of a refund are numbered 1, 2, 3 … and follow its lifecycle; the last one is how it stands. */
    private static @Nullable String history(ChargeState before, ChargeState after, List<Effect> effects) {
        Map<RefundId, Refund> told = new HashMap<>();
        before.refunds().forEach(refund -> told.put(refund.id(), refund));
        for (Effect effect : effects) {
            if (!(effect instanceof Effect.PublishStatus(StatusEvent event))) {
                continue;
            }
            Refund refund;
            switch (event) {
                case StatusEvent.Created(Refund created, var _) -> refund = created;
                case StatusEvent.Updated(Refund updated, var _) -> refund = updated;
                case StatusEvent.Rejected _, StatusEvent.Repeated _ -> {
                    continue;
                }
            }
            Refund last = told.put(refund.id(), refund);
            if (event instanceof StatusEvent.Created != (last == null)) {
                return "a refund is created twice or updated before it is created";
            }
            if (refund.revision() != (last == null ? 1 : last.revision() + 1)) {
                return "revision " + refund.revision() + " follows " + (last == null ? 0 : last.revision());
            }
            if (last != null
                    && !OperatorMoves.haveSpoken(last)
                    && !mayFollow(last.state().status(), refund.state().status())) {
                return last.state().status() + " is followed by "
                        + refund.state().status();
            }
        }
        for (Refund refund : after.refunds()) {
            Refund last = told.remove(refund.id());
            if (last == null
                    || last.revision() != refund.revision()
                    || last.state().status() != refund.state().status()) {
                return "a refund is not as it was published";
            }
        }
        return told.isEmpty() ? null : "a refund is forgotten";
    }

    /** No provider here takes a reversal back, nor pays what it failed. */
    private static boolean mayFollow(RefundStatus before, RefundStatus after) {
        return switch (before) {
            case PENDING -> true;
            case SUCCEEDED -> after == RefundStatus.SUCCEEDED || after == RefundStatus.REVERSED;
            case FAILED -> after == RefundStatus.FAILED;
            case REVERSED -> after == RefundStatus.REVERSED;
        };
    }

    private @Nullable String commands(ChargeState before, ChargeState after, List<Effect> effects) {
        long last = before.lastNumber();
        for (Effect effect : effects) {
            if (effect instanceof Effect.SendCommand(var _, Command command)) {
                if (command.number() != ++last) {
                    return "command " + command.number() + " is issued where " + last + " is due";
                }
                if (after.open() == null || after.open().number() != command.number()) {
                    return "command " + command.number() + " is issued and not open";
                }
                if (before.open() != null && before.open().equals(after.open())) {
                    return "two commands are open";
                }
                if (!command.sendBy().equals(after.open().sendBy())
                        || (command instanceof Command.Settle settle && !isAsAccepted(settle, before, after))) {
                    return "command " + command.number() + " is not what was accepted";
                }
            }
        }
        return last == after.lastNumber() ? null : "a command number is skipped";
    }

    /** Every attempt is made of the same, and looks first after an uncertain one that no key protects. */
    private boolean isAsAccepted(Command.Settle settle, ChargeState before, ChargeState after) {
        Refund refund = after.refund(settle.refundId());
        if (refund == null || !(refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement now))) {
            return false;
        }
        Refund earlier = before.refund(settle.refundId());
        boolean sameAsBefore = earlier == null
                || (earlier.origin() instanceof Origin.Requested(var _, var _, var _, Settlement then)
                        && then.firstIssuedAt().equals(now.firstIssuedAt())
                        && isSame(then.succeededBefore(), now.succeededBefore())
                        && earlier.amount().equals(refund.amount()));
        return sameAsBefore
                && settle.amount().equals(refund.amount())
                && settle.firstIssuedAt().equals(now.firstIssuedAt())
                && isSame(settle.succeededBefore(), now.succeededBefore())
                && settle.uncertain() == (now.unclear() > 0 || (now.uncertain() && !capabilities.hasKeys()))
                && (now.uncertain() || now.unclear() == 0);
    }

    /** A guard holds when the money is sent, on facts that are as new as those that a request is accepted on. */
    private @Nullable String payment(ChargeState before, Input input, ChargeState after, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.SendCommand(var _, Command.Settle settle)
                    && before.refund(settle.refundId()) != null
                    && after.refund(settle.refundId()) instanceof Refund refund
                    && refund.origin() instanceof Origin.Requested requested
                    && requested.settlement().guarded()
                    && capabilities.describesCharges()
                    && !capabilities.comparesAndSets()) {
                if (!isSame(sum(after, Refund::isSucceeded), settle.succeededBefore())) {
                    return "a guarded refund is sent although another sum is refunded";
                }
                if (isOld(after) && !answersOpen(before, input)) {
                    return "a guarded refund is sent again on old facts";
                }
            }
        }
        return null;
    }

    private boolean isOld(ChargeState charge) {
        return charge.facts() instanceof Facts.Described(var _, Instant readAt, var _, var _)
                && (readAt == null || readAt.plus(policy.ages().facts()).isBefore(charge.latest()));
    }

    private static boolean answersOpen(ChargeState before, Input input) {
        return before.open() != null
                && input instanceof Input.ChargeDescribed(var _, long number, var _)
                && before.open().number() == number;
    }

    /** What is published of the sums is what they are, and they do not change in secret. */
    private static @Nullable String balance(ChargeState before, ChargeState after, List<Effect> effects) {
        Balance balance = after.balance();
        List<Balance> published = effects.stream()
                .filter(Effect.PublishBalance.class::isInstance)
                .map(effect -> ((Effect.PublishBalance) effect).balance())
                .toList();
        if (!published.equals(balance == null || balance.equals(before.balance()) ? List.of() : List.of(balance))) {
            return "another balance is published than the charge's";
        }
        if (balance == null) {
            return after.facts().captured() == null ? null : "a known charge has no balance";
        }
        CurrencyCode currency = balance.currency();
        return isSame(balance.refunded(), sum(after, r -> r.isSucceeded() && isIn(currency, r)))
                        && isSame(balance.pending(), sum(after, r -> r.isOpen() && isIn(currency, r)))
                ? null
                : "the balance is not the sum of its refunds";
    }

    private @Nullable String acceptance(ChargeState before, Input input, ChargeState after, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.PublishStatus(StatusEvent.Created(Refund refund, var _))
                    && refund.origin() instanceof Origin.Requested(RequestId id, var _, var _, Settlement settlement)) {
                if (sum(after, r -> (r.isOpen() || r.isSucceeded()) && isIn(captured.currency(), r))
                                .compareTo(captured.amount())
                        > 0) {
                    return "a refund is accepted that exceeds the charge";
                }
                if (after.refunds().stream().filter(Refund::isOpen).count() > 1) {
                    return "a refund is accepted beside an open one";
                }
                if (after.refunds().stream()
                        .anyMatch(r -> (r.isOpen() || r.isSucceeded()) && !isIn(captured.currency(), r))) {
                    return "a refund is accepted beside one in another currency";
                }
                if (refund.full() && isOld(after) && !wasReadFor(id, before, input)) {
                    return "the whole charge is refunded on old facts";
                }
                String wrong = guard(before, input, after, id, settlement);
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        return null;
    }

    private @Nullable String guard(
            ChargeState before, Input input, ChargeState after, RequestId id, Settlement settlement) {
        BigDecimal guard = Stream.concat(
                        before.waiting().stream().map(ChargeState.Waiting::request),
                        input instanceof Input.RefundRequested(var _, var _, RefundRequest request)
                                ? Stream.of(request)
                                : Stream.empty())
                .filter(request -> request.requestId().equals(id))
                .map(RefundRequest::previouslyRefunded)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (guard == null) {
            return null;
        }
        if (!isSame(guard, settlement.succeededBefore())) {
            return "a refund is accepted against its guard";
        }
        return isOld(after) && !wasReadFor(id, before, input) && !capabilities.comparesAndSets()
                ? "a guard is believed on old facts"
                : null;
    }

    /** However long the answer took, the charge was read after this request had come. */
    private boolean wasReadFor(RequestId id, ChargeState before, Input input) {
        OpenCommand open = before.open();
        return open != null
                && answersOpen(before, input)
                && before.waiting().stream()
                        .anyMatch(waiting -> waiting.request().requestId().equals(id)
                                && !waiting.due().minus(policy.ages().waiting()).isAfter(open.issuedAt()));
    }

    private static boolean isIn(CurrencyCode currency, Refund refund) {
        return refund.amount().currency().equals(currency);
    }

    private static BigDecimal sum(ChargeState charge, Predicate<Refund> which) {
        return charge.refunds().stream()
                .filter(which)
                .map(refund -> refund.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean isSame(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) == 0;
    }
}
