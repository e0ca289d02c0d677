package io.github.refundworker.proof;

import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RefundStatus;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Settlement;
import io.github.refundworker.domain.StatusEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for one charge, whatever happens. Every check says what is wrong, or nothing.
 *
 * @param guardOf what a request stated as previously refunded
 */
record Invariants(
        Policy policy, Capabilities capabilities, Money captured, Function<RequestId, Optional<BigDecimal>> guardOf) {

    // On the way

    /** @param justNotFound whether the last thing heard is that nothing is there */
    @Nullable
    String onSend(Command.Settle settle, Instant now, boolean justNotFound) {
        if (now.isAfter(settle.sendBy())) {
            return "a refund is sent after its last moment of sending";
        }
        boolean keyProtects =
                capabilities.hasKeys() && now.isBefore(settle.firstIssuedAt().plus(capabilities.safeWindow()));
        return keyProtects || justNotFound ? null : "a refund is sent without its key's protection and not looked up";
    }

    @Nullable
    String onDecision(ChargeId chargeId, ChargeState before, Input input, Decision decision) {
        if (!(decision instanceof Decision.Next(ChargeState after, List<Effect> effects))) {
            return input instanceof Input.DeadlinePassed ? "a due time passes and nothing is done" : null;
        }
        String wrong = history(before, after, effects);
        if (wrong == null) {
            wrong = commands(before, after, effects);
        }
        if (wrong == null) {
            wrong = balance(after, effects);
        }
        if (wrong == null && input instanceof Input.RefundRequested requested) {
            wrong = request(chargeId, before, after, effects, requested);
        }
        return wrong == null ? acceptance(before, after, effects) : wrong;
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
            if (last != null && !mayFollow(last.state().status(), refund.state().status())) {
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

    private static @Nullable String commands(ChargeState before, ChargeState after, List<Effect> effects) {
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

    /** Every attempt is made of the same, and looks first after an uncertain one. */
    private static boolean isAsAccepted(Command.Settle settle, ChargeState before, ChargeState after) {
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
                && settle.uncertain() == now.uncertain();
    }

    private static @Nullable String balance(ChargeState after, List<Effect> effects) {
        Balance balance = after.balance();
        for (Effect effect : effects) {
            if (effect instanceof Effect.PublishBalance(Balance published) && !published.equals(balance)) {
                return "a balance is published that is not the charge's";
            }
        }
        if (balance == null) {
            return after.facts() instanceof Facts.Unknown ? null : "a known charge has no balance";
        }
        return isSame(balance.refunded(), sum(after, Refund::isSucceeded))
                        && isSame(balance.pending(), sum(after, Refund::isOpen))
                ? null
                : "the balance is not the sum of its refunds";
    }

    private @Nullable String acceptance(ChargeState before, ChargeState after, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.PublishStatus(StatusEvent.Created(Refund refund, var _))
                    && refund.origin() instanceof Origin.Requested(RequestId id, var _, var _, Settlement settlement)) {
                if (sum(after, r -> r.isOpen() || r.isSucceeded()).compareTo(captured.amount()) > 0) {
                    return "a refund is accepted that exceeds the charge";
                }
                if (before.refunds().stream().anyMatch(Refund::isOpen)
                        && after.refunds().stream().filter(Refund::isOpen).count() > 1) {
                    return "a refund is accepted beside an open one";
                }
                BigDecimal guard = guardOf.apply(id).orElse(null);
                if (guard != null && !isSame(guard, settlement.succeededBefore())) {
                    return "a refund is accepted against its guard";
                }
                if (guard != null
                        && !capabilities.comparesAndSets()
                        && before.open() == null
                        && after.facts() instanceof Facts.Described(var _, Instant readAt)
                        && readAt.plus(policy.ages().facts()).isBefore(after.latest())) {
                    return "a guard is believed on old facts";
                }
            }
        }
        return null;
    }

    /** A request changes what exists once; the same again changes nothing, other content is refused. */
    private @Nullable String request(
            ChargeId chargeId,
            ChargeState charge,
            ChargeState after,
            List<Effect> effects,
            Input.RefundRequested input) {
        RefundId refundId =
                RefundId.of(policy.namespace(), chargeId, input.body().requestId());
        boolean known = charge.refund(refundId) != null;
        if (known && !after.refunds().equals(charge.refunds())) {
            return "a request that was accepted before changes a refund";
        }
        if (known && effects.stream().anyMatch(e -> e instanceof Effect.SendCommand)) {
            return "a request that was accepted before issues a command";
        }
        return null;
    }

    // In every state

    @Nullable
    String inState(ChargeState charge, Books books) {
        String wrong = books(charge, books);
        if (wrong == null) {
            wrong = refunds(charge, books);
        }
        return wrong == null ? due(charge) : wrong;
    }

    private @Nullable String books(ChargeState charge, Books books) {
        if (books.live().compareTo(captured.amount()) > 0) {
            return "more is refunded than was captured";
        }
        for (Books.Entry entry : books.entries()) {
            RefundId reference = entry.refund().reference();
            if (reference == null) {
                continue;
            }
            if (books.entries().stream().filter(e -> e.isOf(reference)).count() > 1) {
                return reference + " is paid twice";
            }
            Refund refund = charge.refund(reference);
            if (refund == null) {
                return reference + " is paid and not known";
            }
            if (!isSame(refund.amount().amount(), entry.refund().amount().amount())) {
                return reference + " is paid with another amount";
            }
        }
        return null;
    }

    /** What is published as final is so at the provider. */
    private static @Nullable String refunds(ChargeState charge, Books books) {
        Set<String> providerIds = new HashSet<>();
        for (Refund refund : charge.refunds()) {
            String providerId = refund.state().providerRefundId();
            if (providerId != null && !providerIds.add(providerId)) {
                return "the provider's refund " + providerId + " counts twice";
            }
            Books.Entry entry = books.entries().stream()
                    .filter(e -> e.isOf(refund.id()) || e.refund().id().equals(providerId))
                    .findFirst()
                    .orElse(null);
            switch (refund.state()) {
                case RefundState.Succeeded _ -> {
                    if (entry == null || !entry.paid()) {
                        return "a refund is SUCCEEDED that was not paid";
                    }
                }
                case RefundState.Reversed _ -> {
                    if (entry == null || !entry.paid() || entry.isLive()) {
                        return "a refund is REVERSED that was not taken back";
                    }
                }
                case RefundState.Failed _ -> {
                    if (entry != null && entry.refund().status() != ProviderStatus.FAILED) {
                        return "a refund is FAILED that was paid";
                    }
                    if (entry == null && !books.refusals().contains(refund.id())) {
                        return "a refund is FAILED that nobody refused";
                    }
                }
                case RefundState.Open _ -> {}
            }
        }
        return null;
    }

    private static @Nullable String due(ChargeState charge) {
        boolean owes = charge.open() != null
                || !charge.waiting().isEmpty()
                || charge.refunds().stream().anyMatch(r -> r.isOpen() && !(r.state() instanceof RefundState.InReview));
        return owes && charge.due() == null ? "something is owed and nothing is due" : null;
    }

    // At rest

    /** @param ids of all requests that arrived */
    @Nullable
    String atRest(ChargeId chargeId, ChargeState charge, Books books, Set<RequestId> ids) {
        if (charge.due() != null || !charge.waiting().isEmpty() || charge.open() != null) {
            return "something is owed at rest";
        }
        long accepted = ids.stream()
                .filter(id -> charge.refund(RefundId.of(policy.namespace(), chargeId, id)) != null)
                .count();
        if (accepted + charge.rejected().size() != ids.size()) {
            return "a request is neither accepted nor rejected";
        }
        for (Books.Entry entry : books.entries()) {
            RefundId reference = entry.refund().reference();
            Refund refund = reference == null ? null : charge.refund(reference);
            if (refund != null
                    && entry.refund().status() == ProviderStatus.SUCCEEDED
                    && !(refund.isSucceeded() || refund.isOpen())) {
                return "a refund rests " + refund.state().status() + " that is paid";
            }
        }
        return null;
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
