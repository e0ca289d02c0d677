package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Issues the commands of a charge. At most one command of a charge is open. */
final class Commands {
    private Commands() {}

    /** Issues the next Settle command of a refund that waits for one. */
    static void settle(Draft draft, Refund refund, Settlement settlement) {
        Instant sendBy = Attempts.sendBy(draft, settlement);
        OpenCommand command = opened(
                draft, new OpenCommand.Settle(++draft.lastNumber, refund.id(), draft.now, sendBy, due(draft, sendBy)));
        RefundState state = settlement.unclear() > 0
                ? new RefundState.Unresolved(command.due())
                : new RefundState.Submitted(command.due());
        draft.update(refund.with(settlement.issued(sendBy)).with(state));
        draft.send(new Command.Settle(
                command.number(),
                draft.chargeId,
                refund.id(),
                refund.amount(),
                refund.full(),
                settlement.succeededBefore(),
                refund.texts(),
                settlement.bodyVersion(),
                settlement.firstIssuedAt(),
                draft.now,
                sendBy,
                looksFirst(draft, settlement)));
    }

    /**
     * Whether the next attempt looks the refund up first. After a command that was only too late, the key protects
     * the attempt as it did the first, and a look-up would cost a second call.
     */
    private static boolean looksFirst(Draft draft, Settlement settlement) {
        Capabilities capabilities = draft.capabilities();
        return settlement.unclear() > 0
                || (settlement.uncertain() && (capabilities == null || !capabilities.hasKeys()));
    }

    static void lookUp(Draft draft, Refund refund) {
        lookUp(draft, refund, 0);
    }

    /** @param attempt how often the look-up of a webhook was tried, with this one; 0 if no webhook caused it */
    static void lookUp(Draft draft, Refund refund, int attempt) {
        Instant sendBy = draft.now.plus(draft.ages().readWithin());
        OpenCommand command = opened(
                draft,
                new OpenCommand.LookUp(
                        ++draft.lastNumber, refund.id(), draft.now, sendBy, due(draft, sendBy), attempt));
        draft.send(new Command.LookUp(
                command.number(),
                draft.chargeId,
                refund.id(),
                refund.state().providerRefundId(),
                draft.now,
                command.sendBy()));
    }

    static void describe(Draft draft) {
        describe(draft, null, 0);
    }

    /** Issues a Describe command because of the notice about an unknown refund, which exists. */
    static void describeNotified(Draft draft) {
        Notice notice = Objects.requireNonNull(draft.notices.take(draft.unknownRefund()), "there is no such notice");
        describe(draft, draft.unknownRefund(), notice.attempts() + 1);
    }

    /** Issues a Describe command before the next attempt at a refund. The command remembers the refund. */
    static void describeBefore(Draft draft, Refund refund) {
        describe(draft, refund.id(), 0);
    }

    /**
     * @param cause the unknown refund, if a notice causes the reading, or the refund whose next attempt waits for
     *     it; the command remembers it
     * @param attempt at that notice
     */
    static void describe(Draft draft, @Nullable RefundId cause, int attempt) {
        Instant sendBy = draft.now.plus(draft.ages().readWithin());
        OpenCommand command = opened(
                draft,
                new OpenCommand.Describe(++draft.lastNumber, cause, draft.now, sendBy, due(draft, sendBy), attempt));
        draft.send(new Command.Describe(command.number(), draft.chargeId, draft.now, command.sendBy()));
    }

    /**
     * A command was not executed because the worker was busy or down. That time does not count as waiting.
     *
     * @param next when the charge's next command may be issued
     */
    static void excuse(Draft draft, OpenCommand unexecuted, Instant next) {
        Duration lost = Duration.between(unexecuted.issuedAt(), next);
        draft.waiting.replaceAll(request -> request.excused(lost, next, draft.ages()));
    }

    private static OpenCommand opened(Draft draft, OpenCommand next) {
        if (draft.open != null) {
            throw new IllegalStateException("command " + draft.open.number() + " is still open");
        }
        draft.open = next;
        return next;
    }

    /** The time at which the answer of a command is missed. */
    private static Instant due(Draft draft, Instant sendBy) {
        return sendBy.plus(draft.ages().call()).plus(draft.ages().grace());
    }
}
