package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.DescribeRetry;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.ChargeState.Rejected;
import io.github.refundworker.domain.ChargeState.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The mutable state of a charge while one input is decided, with the effects so far. It never leaves
 * {@link Decider#decide}, so no other code sees it change.
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

    /** The number of the latest command. */
    long lastNumber;

    final List<Waiting> waiting;
    final Notifications notices;
    final Refusals refusals;

    /** The digests of the request that arrived, kept so that an immediate acceptance does not compute them again. */
    @Nullable
    Marked arrived;

    /** The waiting request for which the charge was just read. No reading can be newer for its decision. */
    @Nullable
    RefundRequest readFor;

    private final List<Refund> refunds;
    private final List<Effect> effects = new ArrayList<>();
    private final @Nullable Balance published;
    private @Nullable Balance balance;
    private @Nullable Named named;

    record Marked(RequestBody body, Source source, RequestMark mark) {}

    private record Named(RequestId requestId, RefundId refundId) {}

    Draft(Policy policy, ChargeId chargeId, ChargeState state, Instant at) {
        this.policy = policy;
        this.chargeId = chargeId;
        this.now = at.isAfter(state.latest()) ? at : state.latest();
        this.account = state.account();
        this.facts = state.facts();
        this.open = state.open();
        this.describeRetry = state.describeRetry();
        this.waiting = new ArrayList<>(state.waiting());
        this.notices = new Notifications(state.notified());
        this.refunds = new ArrayList<>(state.refunds());
        this.refusals = new Refusals(state);
        this.published = state.balance();
        this.balance = state.balance();
        this.lastNumber = state.lastNumber();
    }

    Decision next() {
        if (facts.captured() == null && open == null && waiting.isEmpty() && refunds.isEmpty()) {
            // No refund can have been made under this account, so the next request may name another one.
            account = null;
            facts = new Facts.Unknown();
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
                        refusals.rejected(),
                        refusals.unremembered(),
                        notices.all(),
                        balance),
                effects);
    }

    // What is known

    /** The capabilities of the charge's account. Absent if the account is no longer configured. */
    @Nullable
    Capabilities capabilities() {
        return account == null ? null : policy.accounts().get(account);
    }

    /** The body version of a refund that is accepted now. */
    int bodyVersion() {
        Capabilities capabilities = Objects.requireNonNull(capabilities(), "nothing is accepted without an account");
        return Objects.requireNonNull(capabilities.bodyVersion(facts.kind()), "no refunds of this kind are accepted");
    }

    Policy.Ages ages() {
        return policy.ages();
    }

    List<Refund> refunds() {
        return List.copyOf(refunds);
    }

    @Nullable
    Refund refund(RefundId id) {
        return first(refund -> refund.id().equals(id));
    }

    @Nullable
    Refund first(Predicate<Refund> which) {
        return all(which).findFirst().orElse(null);
    }

    Stream<Refund> all(Predicate<Refund> which) {
        return refunds.stream().filter(which);
    }

    boolean any(Predicate<Refund> which) {
        return refunds.stream().anyMatch(which);
    }

    /**
     * Cached, because it is needed on arrival, at the request's turn and at acceptance, which are mostly one
     * decision.
     */
    RefundId refundIdOf(RequestId requestId) {
        Named latest = named;
        if (latest == null || !latest.requestId.equals(requestId)) {
            latest = new Named(requestId, RefundId.of(policy.namespace(), chargeId, requestId));
            named = latest;
        }
        return latest.refundId;
    }

    boolean isDue(@Nullable Instant due) {
        return due != null && !due.isAfter(now);
    }

    /** The time after which no execution of an attempt can still be under way. */
    Instant quietAfter(Settlement settlement) {
        return settlement.lastSendBy().plus(ages().call()).plus(ages().grace());
    }

    /**
     * Whether no execution of an attempt at this refund could still be under way at that time.
     *
     * @param at absent if the time is unknown; nothing is certain then
     */
    boolean isQuiet(Refund refund, @Nullable Instant at) {
        return !(refund.origin() instanceof Origin.Requested requested)
                || (at != null && !at.isBefore(quietAfter(requested.settlement())));
    }

    /** Whether nothing of the charge is refunded, because a dispute is open by the newest reading. */
    boolean isDisputed() {
        return facts.disputes().open() && !policy.refundDisputed();
    }

    int requestIds() {
        return waiting.size() + refusals.rejected().size() + refunds.size();
    }

    int refundCount() {
        return refunds.size();
    }

    int size() {
        return 200
                + 40 * refusals.rejected().size()
                + refunds.stream().mapToInt(Refund::size).sum()
                + waiting.stream().mapToInt(Waiting::size).sum();
    }

    // What changes

    void add(Refund refund) {
        refunds.add(refund);
        publish(new StatusEvent.Created(refund, currentBalance()));
    }

    /** Replaces a refund by its next form. An event is published only if the difference is public. */
    Refund update(Refund next) {
        int at = indexOf(next.id());
        if (next.looksLike(refunds.get(at))) {
            Refund silent = Resolutions.stillLookedUp(this, next);
            refunds.set(at, silent);
            return silent;
        }
        Refund revised = Resolutions.stillLookedUp(this, next.revised(now));
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

    /** Issues a LookUp command for this refund, as soon as no other command is open. */
    void notified(Refund refund) {
        notified(refund.id(), null);
    }

    /** @return false if such a notice is here already */
    boolean notified(RefundId id, @Nullable Told told) {
        return notices.add(id, told, now.plus(ages().poll().getFirst()));
    }

    /**
     * Issues a Describe command as soon as no other command is open, because a webhook was about an unknown refund.
     *
     * @return false if such a notice exists already
     */
    boolean notifiedOfCharge() {
        return notified(unknownRefund(), null);
    }

    /** An id that no refund has, because no provider id is empty. */
    RefundId unknownRefund() {
        return RefundId.imported(chargeId, policy.defaultAccount(), "");
    }

    /** Retries the look-up of a notice later, at growing intervals, because this attempt failed. */
    void noticeLater(RefundId id, int attempt) {
        int before = Math.max(0, attempt - 1);
        Instant due = now.plus(Policy.Ages.step(ages().poll(), before));
        notices.put(new Notice(id, null, due, before + 1));
    }

    void review(Refund refund, String why) {
        update(refund.with(new RefundState.InReview(
                new StatusInfo(StatusInfo.NEEDS_REVIEW, why), refund.state().providerRefundId())));
    }

    /**
     * Marks the facts as outdated. The provider may have refused for a reason that the worker does not know, so the
     * charge is read again first.
     */
    void distrustFacts() {
        facts = facts.outdated();
    }

    void remember(RequestMark mark, ErrorCode code, Source source) {
        Instant newest = Refusals.latest(now, source.timestamp());
        if (requestIds() < policy.limits().requestIds()) {
            refusals.add(new Rejected(mark, code, newest));
        } else {
            refusals.addToNone(newest);
        }
    }

    void publish(StatusEvent event) {
        effects.add(new Effect.PublishStatus(event));
    }

    @Nullable
    Balance currentBalance() {
        Money captured = facts.captured();
        if (captured != null) {
            Balance current = Sums.balance(this, captured, balance == null ? 1 : balance.revision() + 1);
            if (balance == null || !current.hasAmountsOf(balance)) {
                balance = current;
            }
        }
        return balance;
    }

    /** Sends a command. {@link Commands} makes them. */
    void send(Command command) {
        effects.add(new Effect.SendCommand(
                Objects.requireNonNull(account, "a charge without an account has no commands"), command));
    }
}
