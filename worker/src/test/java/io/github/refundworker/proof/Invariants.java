package io.github.refundworker.proof;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.StatusInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for one charge, whatever happens. Every check says what is wrong, or nothing.
 *
 * @param isOurs whether a reference is one of a request's; strangers write references too
 */
record Invariants(Policy policy, Capabilities capabilities, Money captured, Predicate<RefundId> isOurs) {
    /** What the worker itself says of a refund that it did not send. */
    private static final Set<String> CHANGED = Set.of(
            ErrorCode.PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH.name(),
            ErrorCode.CHARGE_REFUND_IN_PROGRESS.name(),
            ErrorCode.CHARGE_REFUNDED.name(),
            ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS.name());

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

    /** @param earlier the first request that was decided under the id of this one, if this is not the first */
    @Nullable
    String onDecision(ChargeState before, Input input, @Nullable RequestBody earlier, Decision decision) {
        return new DecisionInvariants(policy, capabilities, captured).check(before, input, earlier, decision);
    }

    WiderInvariants wider() {
        return new WiderInvariants(policy, capabilities);
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
            if (reference == null || !isOurs.test(reference)) {
                continue;
            }
            if (books.entries().stream().filter(e -> e.isOf(reference)).count() > 1) {
                return reference + " is paid twice";
            }
            Refund refund = charge.refund(reference);
            if (refund == null) {
                return reference + " is paid and not known";
            }
            Money paid = entry.refund().amount();
            if (!isSame(refund.amount().amount(), paid.amount())
                    || !refund.amount().currency().equals(paid.currency())) {
                return reference + " is paid with another amount";
            }
        }
        return null;
    }

    /** What is published as final is so at the provider. */
    private @Nullable String refunds(ChargeState charge, Books books) {
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
            if (OperatorMoves.haveSpoken(refund)) {
                continue;
            }
            if (entry != null && refund.origin() instanceof Origin.Requested && isOfAnother(entry, refund)) {
                return "a refund is confirmed by another one, " + entry.refund().id();
            }
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
                case RefundState.Failed(var why, var _) -> {
                    if (entry != null && entry.refund().status() != ProviderStatus.FAILED) {
                        return "a refund is FAILED that was paid";
                    }
                    if (entry == null && !books.refusals().contains(refund.id()) && !isGivenUp(refund, why, books)) {
                        return "a refund is FAILED that nobody refused";
                    }
                }
                case RefundState.Open _ -> {}
            }
        }
        return null;
    }

    /** Its charge changed before it was sent: another refund is there, or a dispute. */
    private static boolean isGivenUp(Refund refund, StatusInfo why, Books books) {
        if (why.code().equals(ErrorCode.CHARGE_DISPUTED.name()) && books.wasDisputed()) {
            return true;
        }
        return CHANGED.contains(why.code()) && books.entries().stream().anyMatch(entry -> !entry.isOf(refund.id()));
    }

    /** A person may name a payment that another system made and gave a reference of its own. */
    private boolean isOfAnother(Books.Entry entry, Refund refund) {
        RefundId reference = entry.refund().reference();
        return reference != null && isOurs.test(reference) && !reference.equals(refund.id());
    }

    private static @Nullable String due(ChargeState charge) {
        boolean owes = charge.open() != null
                || !charge.waiting().isEmpty()
                || !charge.notified().isEmpty()
                || charge.refunds().stream().anyMatch(r -> r.isOpen() && !(r.state() instanceof RefundState.InReview));
        return owes && charge.due() == null ? "something is owed and nothing is due" : null;
    }

    // At rest

    /**
     * @param ids of all requests that arrived
     * @param isUntold whether the provider's hint at the last change of a refund, by its id, never came
     * @param reading the newest one that the decider took
     */
    @Nullable
    String atRest(
            ChargeId chargeId,
            ChargeState charge,
            Books books,
            Set<RequestId> ids,
            Predicate<String> isUntold,
            @Nullable Reading reading) {
        if (charge.due() != null || !charge.waiting().isEmpty() || charge.open() != null) {
            return "something is owed at rest";
        }
        long accepted = ids.stream()
                .filter(id -> charge.refund(RefundId.of(policy.namespace(), chargeId, id)) != null)
                .count();
        long known = accepted + charge.rejected().size();
        if (known > ids.size() || (known < ids.size() && !mayHaveForgotten(charge))) {
            return "a request is neither accepted nor rejected";
        }
        for (Books.Entry entry : books.entries()) {
            ProviderRefund held = entry.refund();
            Refund refund = charge.refunds().stream()
                    .filter(r -> r.id().equals(held.reference())
                            || held.id().equals(r.state().providerRefundId()))
                    .findFirst()
                    .orElse(null);
            boolean isUnseen = isUntold.test(held.id()) && (reading == null || !reading.shows(held.id()));
            if (refund == null && entry.isLive() && !isUnseen && isRead(charge)) {
                return "a refund of " + held.amount() + " was told, and is not known at rest";
            }
            boolean isOver = held.status() != ProviderStatus.PENDING && capabilities.looksUpRefunds();
            boolean isPeoplesWord = refund != null && OperatorMoves.haveSpoken(refund) && (isUnseen || !isOver);
            if (refund == null || refund.isOpen() || isPeoplesWord) {
                continue;
            }
            if (held.status() == ProviderStatus.SUCCEEDED && !refund.isSucceeded()) {
                return "a refund rests " + refund.state().status() + " that is paid";
            }
            if (refund.isSucceeded()
                    && held.status() != ProviderStatus.SUCCEEDED
                    && capabilities.looksUpRefunds()
                    && !isUntold.test(held.id())) {
                return "a refund rests SUCCEEDED although it was told that it is " + held.status();
            }
        }
        return null;
    }

    /** To be called once every notice of a dispute has come. */
    @Nullable
    String disputesAtRest(ChargeState charge, Books books) {
        return Wider.DISPUTES.isOn()
                        && charge.facts() instanceof Facts.Described(var _, var _, var _, Disputes known)
                        && capabilities.describes() == Capabilities.Describes.CHARGE
                        && !known.equals(books.disputes())
                ? "a dispute was told, and is not known at rest"
                : null;
    }

    /** Refused ones are forgotten when their copies would be refused for their age, and not remembered beyond the limits. */
    private boolean mayHaveForgotten(ChargeState charge) {
        return charge.unremembered() != null
                || charge.latest().isAfter(Setting.BEGINNING.plus(policy.ages().request()));
    }

    private boolean isRead(ChargeState charge) {
        return Wider.TOLD_IS_KNOWN.isOn()
                && capabilities.describesCharges()
                && !(charge.facts() instanceof Facts.Unknown);
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
