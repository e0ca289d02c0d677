package io.github.refundworker.domain;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attempts at a refund after the first. Before each of them the facts of its acceptance are checked again,
 * because people refund by hand in the provider's dashboard when a refund hangs.
 */
final class Attempts {
    private Attempts() {}

    /** Issues the next attempt under the same key, unless sending again could pay twice. */
    static void again(Draft draft, Refund refund, Settlement settlement) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null) {
            draft.review(refund, "its provider account is not configured any more");
        } else if (settlement.uncertain()
                && !capabilities.looksUpRefunds()
                && isKeyGone(draft, capabilities, settlement)) {
            draft.review(refund, "its key may be forgotten and its provider cannot look it up");
        } else if (!restsOnFacts(draft, capabilities)) {
            Commands.settle(draft, refund, settlement);
        } else if (Judgement.isFresh(draft)) {
            judge(draft, refund, settlement);
        } else {
            read(draft, refund, settlement);
        }
    }

    private static boolean isKeyGone(Draft draft, Capabilities capabilities, Settlement settlement) {
        return !capabilities.hasKeys() || draft.isDue(settlement.firstIssuedAt().plus(capabilities.safeWindow()));
    }

    /**
     * Whether what was read of the charge decides if an attempt may be made. A provider that compares the sum at
     * acceptance with its own refuses by itself, but perhaps not for a dispute that it told of. A provider that
     * describes nothing cannot be read.
     */
    static boolean restsOnFacts(Draft draft, Capabilities capabilities) {
        return capabilities.describesCharges()
                && (!capabilities.comparesAndSets() || !draft.facts.disputes().isNone());
    }

    private static void read(Draft draft, Refund refund, Settlement settlement) {
        Commands.describeBefore(draft, draft.update(refund.with(settlement)));
    }

    /** The charge was read for this attempt, however long that took. */
    static void read(Draft draft, Refund refund) {
        if (refund.origin() instanceof Origin.Requested(var _, var _, var _, Settlement settlement)
                && Unanswered.isUnsettled(refund)) {
            judge(draft, refund, settlement);
        }
    }

    private static void judge(Draft draft, Refund refund, Settlement settlement) {
        StatusInfo contradiction = contradiction(draft, refund, settlement);
        Money other = otherMoney(draft);
        if (other != null) {
            draft.review(
                    refund.with(settlement),
                    "a refund of this charge in " + other.currency() + " cannot be set off against the charge");
        } else if (contradiction == null) {
            Commands.settle(draft, refund, settlement);
        } else if (settlement.uncertain()) {
            draft.review(
                    refund.with(settlement), "an attempt may have paid it, and now " + contradiction.description());
        } else if (!draft.isDue(draft.quietAfter(settlement))) {
            draft.update(refund.with(settlement).with(new RefundState.Submitted(draft.quietAfter(settlement))));
        } else if (draft.facts instanceof Facts.Read facts && !facts.isSince(draft.quietAfter(settlement))) {
            // A second delivery of an attempt may have paid it after the charge was read.
            read(draft, refund, settlement);
        } else {
            draft.update(refund.with(settlement).with(new RefundState.Failed(contradiction, null)));
        }
    }

    /** What was refunded in another currency than the charge's, and so can be neither added nor ignored. */
    private static @Nullable Money otherMoney(Draft draft) {
        Money captured = draft.facts.captured();
        return captured == null ? null : Sums.refundedInOtherThan(draft, captured.currency());
    }

    /** Absent if the refund would be accepted on what is known now as it was accepted then. */
    private static @Nullable StatusInfo contradiction(Draft draft, Refund refund, Settlement settlement) {
        Money captured = Objects.requireNonNull(draft.facts.captured(), "an accepted refund's charge is known");
        BigDecimal succeeded = Sums.succeeded(draft, captured);
        BigDecimal others =
                Sums.sum(draft, captured, other -> other.isOpen() && !other.id().equals(refund.id()));
        if (settlement.guarded() && succeeded.compareTo(settlement.succeededBefore()) != 0) {
            return new StatusInfo(
                    ErrorCode.PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH.name(),
                    succeeded.toPlainString() + " is refunded and not "
                            + settlement.succeededBefore().toPlainString());
        }
        // Outdated even when it was just read: the provider lists a refund that may be one of ours, or not.
        if (draft.facts.isOutdated() || (settlement.guarded() && others.signum() > 0)) {
            return new StatusInfo(
                    ErrorCode.CHARGE_REFUND_IN_PROGRESS.name(), "another refund of the charge is not finished yet");
        }
        if (draft.isDisputed()) {
            return new StatusInfo(ErrorCode.CHARGE_DISPUTED.name(), "a dispute about the charge is open");
        }
        BigDecimal chargedBack = draft.facts.disputes().chargedBack();
        BigDecimal kept = captured.amount().subtract(succeeded).subtract(others);
        BigDecimal left = kept.subtract(chargedBack);
        if (left.compareTo(refund.amount().amount()) >= 0) {
            return null;
        }
        if (kept.compareTo(refund.amount().amount()) >= 0) {
            return new StatusInfo(
                    ErrorCode.CHARGE_DISPUTED.name(), chargedBack.toPlainString() + " of the charge was charged back");
        }
        return left.signum() <= 0 || refund.full()
                ? new StatusInfo(ErrorCode.CHARGE_REFUNDED.name(), "the charge is refunded, or part of it")
                : new StatusInfo(
                        ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS.name(),
                        "no more than " + left.toPlainString() + " of the charge is left");
    }

    /**
     * The last moment at which an attempt is sent. What a guard was compared with must not grow much older than a request
     * may find it; but a command needs some time to be carried out at all.
     */
    static Instant sendBy(Draft draft, Settlement settlement) {
        Instant usual = draft.now.plus(draft.ages().sendWithin());
        Capabilities capabilities = draft.capabilities();
        if (!settlement.guarded()
                || capabilities == null
                || !restsOnFacts(draft, capabilities)
                || !(draft.facts instanceof Facts.Read facts)) {
            return usual;
        }
        Instant readAt = facts.readAt();
        Instant least = draft.now.plus(draft.ages().call());
        Instant fresh = readAt == null ? least : readAt.plus(draft.ages().facts());
        Instant bound = fresh.isAfter(least) ? fresh : least;
        return bound.isBefore(usual) ? bound : usual;
    }
}
