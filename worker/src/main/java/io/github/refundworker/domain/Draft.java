package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.DescribeRetry;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.ChargeState.Rejected;
import io.github.refundworker.domain.ChargeState.Waiting;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A charge while one input is decided: the state in the making and the effects so far. It never leaves
 * {@link Decider#decide}, so its being mutable is nobody's concern.
 */
final class Draft {
    final Policy policy;
    final ChargeId chargeId;
    final Instant now;

    @Nullable
    AccountName account;

    Facts facts;

    @Nullable
    OpenCommand open;

    @Nullable
    DescribeRetry describeRetry;

    final List<Waiting> waiting;
    final List<RefundId> notified;

    private final List<Refund> refunds;
    private final List<Rejected> rejected;
    private final List<Effect> effects = new ArrayList<>();
    private final @Nullable Balance published;
    private @Nullable Balance balance;
    private long lastNumber;

    Draft(Policy policy, ChargeId chargeId, ChargeState state, Instant at) {
        this.policy = policy;
        this.chargeId = chargeId;
        this.now = at.isAfter(state.latest()) ? at : state.latest();
        this.account = state.account();
        this.facts = state.facts();
        this.open = state.open();
        this.describeRetry = state.describeRetry();
        this.waiting = new ArrayList<>(state.waiting());
        this.notified = new ArrayList<>(state.notified());
        this.refunds = new ArrayList<>(state.refunds());
        this.rejected = new ArrayList<>(state.rejected());
        this.published = state.balance();
        this.balance = state.balance();
        this.lastNumber = state.lastNumber();
    }

    Decision next() {
        if (isUntouched()) {
            // No money can be on it, so the next request may mean another account.
            account = null;
        }
        currentBalance();
        if (balance != null && !balance.equals(published)) {
            effects.add(new Effect.PublishBalance(balance));
        }
        return new Decision.Next(
                new ChargeState(
                        now,
                        account,
                        facts,
                        lastNumber,
                        open,
                        describeRetry,
                        waiting,
                        refunds,
                        rejected,
                        notified,
                        balance),
                effects);
    }

    private boolean isUntouched() {
        return facts instanceof Facts.Unknown && open == null && waiting.isEmpty() && refunds.isEmpty();
    }

    // What is known

    /** Absent when the charge's account is not configured (any more). */
    @Nullable
    Capabilities capabilities() {
        return account == null ? null : policy.accounts().get(account);
    }

    Policy.Ages ages() {
        return policy.ages();
    }

    long lastNumber() {
        return lastNumber;
    }

    List<Refund> refunds() {
        return List.copyOf(refunds);
    }

    List<Rejected> rejected() {
        return rejected;
    }

    @Nullable
    Refund refund(RefundId id) {
        return first(refund -> refund.id().equals(id));
    }

    @Nullable
    Refund first(Predicate<Refund> which) {
        return refunds.stream().filter(which).findFirst().orElse(null);
    }

    boolean any(Predicate<Refund> which) {
        return refunds.stream().anyMatch(which);
    }

    RefundId refundIdOf(RequestId requestId) {
        return RefundId.of(policy.namespace(), chargeId, requestId);
    }

    boolean isDue(@Nullable Instant due) {
        return due != null && !due.isAfter(now);
    }

    /** After this moment no execution of an attempt can still be under way. */
    Instant quietAfter(Settlement settlement) {
        return settlement.lastSendBy().plus(ages().call()).plus(ages().grace());
    }

    /** Whether no execution of ours for this refund can have been under way any more at that moment. */
    boolean isQuiet(Refund refund, Instant at) {
        return !(refund.origin() instanceof Origin.Requested requested)
                || !at.isBefore(quietAfter(requested.settlement()));
    }

    BigDecimal succeeded() {
        return sum(Refund::isSucceeded);
    }

    private BigDecimal sum(Predicate<Refund> which) {
        Money captured = facts.captured();
        BigDecimal zero = captured == null ? BigDecimal.ZERO : captured.amount().subtract(captured.amount());
        return refunds.stream()
                .filter(which)
                .map(Refund::amount)
                .filter(amount -> captured == null || amount.currency().equals(captured.currency()))
                .map(Money::amount)
                .reduce(zero, BigDecimal::add);
    }

    int requestIds() {
        return waiting.size() + rejected.size() + refunds.size();
    }

    int refundCount() {
        return refunds.size();
    }

    int size() {
        return 200
                + 32 * rejected.size()
                + refunds.stream().mapToInt(Refund::size).sum()
                + waiting.stream().mapToInt(Waiting::size).sum();
    }

    // What changes

    void add(Refund refund) {
        refunds.add(refund);
        publish(new StatusEvent.Created(refund, currentBalance()));
    }

    /** Puts a refund's next form in its place; the public hears of it only if it can see a difference. */
    Refund update(Refund next) {
        int at = indexOf(next.id());
        Refund before = refunds.get(at);
        if (next.looksLike(before)) {
            refunds.set(at, next);
            return next;
        }
        Refund revised = next.revised(now);
        refunds.set(at, revised);
        publish(new StatusEvent.Updated(revised, currentBalance()));
        return revised;
    }

    private int indexOf(RefundId id) {
        for (int i = 0; i < refunds.size(); i++) {
            if (refunds.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalStateException("refund " + id + " is not of this charge");
    }

    /** Has it looked up, as soon as no other command is open. */
    void notified(Refund refund) {
        if (!notified.contains(refund.id())) {
            notified.add(refund.id());
        }
    }

    /**
     * Has the charge read, as soon as no other command is open: what was notified is a refund that nobody knows.
     *
     * @return false if that was owed already
     */
    boolean notifiedOfCharge() {
        RefundId unknown = unknownRefund();
        return !notified.contains(unknown) && notified.add(unknown);
    }

    /** No refund has this id, as no provider's id is empty. */
    private RefundId unknownRefund() {
        return RefundId.imported(chargeId, policy.defaultAccount(), "");
    }

    void review(Refund refund, String why) {
        update(refund.with(new RefundState.InReview(
                new StatusInfo(StatusInfo.NEEDS_REVIEW, why), refund.state().providerRefundId())));
    }

    /** What a provider refuses to do with a charge it may refuse for what we do not know of it: read it again first. */
    void distrustFacts() {
        if (facts instanceof Facts.Described(Money captured, var _)) {
            facts = new Facts.Described(captured, Instant.EPOCH);
        }
    }

    void remember(RequestMark mark, ErrorCode code) {
        if (requestIds() < policy.limits().requestIds()) {
            rejected.add(new Rejected(mark, code));
        }
    }

    void publish(StatusEvent event) {
        effects.add(new Effect.PublishStatus(event));
    }

    @Nullable
    Balance currentBalance() {
        Money captured = facts.captured();
        if (captured == null) {
            return balance;
        }
        BigDecimal refunded = succeeded();
        BigDecimal pending = sum(Refund::isOpen);
        BigDecimal left = captured.amount().subtract(refunded).subtract(pending);
        Balance current = new Balance(
                balance == null ? 1 : balance.revision() + 1,
                captured.currency(),
                captured.amount(),
                refunded,
                pending,
                left.max(BigDecimal.ZERO.setScale(left.scale())),
                now);
        if (balance == null || !current.hasAmountsOf(balance)) {
            balance = current;
        }
        return balance;
    }

    // Commands: one open at a time

    /** Issues the next settle command of a refund that waits for one; its state says until when. */
    void settle(Refund refund, Settlement settlement) {
        Instant sendBy = now.plus(ages().sendWithin());
        OpenCommand command = opened(OpenCommand.Kind.SETTLE, refund.id(), sendBy);
        RefundState state = settlement.unclear() > 0
                ? new RefundState.Unresolved(command.due())
                : new RefundState.Submitted(command.due());
        update(refund.with(settlement.issued(sendBy)).with(state));
        send(new Command.Settle(
                command.number(),
                chargeId,
                refund.id(),
                refund.amount(),
                refund.full(),
                settlement.succeededBefore(),
                refund.texts(),
                Command.Settle.BODY_VERSION,
                settlement.firstIssuedAt(),
                now,
                sendBy,
                settlement.uncertain()));
    }

    void lookUp(Refund refund) {
        OpenCommand command = opened(OpenCommand.Kind.LOOK_UP, refund.id(), now.plus(ages().sendWithin()));
        send(new Command.LookUp(
                command.number(), chargeId, refund.id(), refund.state().providerRefundId(), now, command.sendBy()));
    }

    void describe() {
        describe(null);
    }

    /** Has the charge read for a refund that was notified and that nobody knows; the command remembers it. */
    void describeNotified() {
        describe(unknownRefund());
    }

    private void describe(@Nullable RefundId notifiedRefund) {
        OpenCommand command = opened(OpenCommand.Kind.DESCRIBE, notifiedRefund, now.plus(ages().sendWithin()));
        send(new Command.Describe(command.number(), chargeId, now, command.sendBy()));
    }

    private OpenCommand opened(OpenCommand.Kind kind, @Nullable RefundId refundId, Instant sendBy) {
        if (open != null) {
            throw new IllegalStateException("command " + open.number() + " is still open");
        }
        Instant due = sendBy.plus(ages().call()).plus(ages().grace());
        open = new OpenCommand(++lastNumber, kind, refundId, now, sendBy, due);
        return open;
    }

    private void send(Command command) {
        effects.add(new Effect.SendCommand(
                Objects.requireNonNull(account, "a charge without an account has no commands"), command));
    }
}
