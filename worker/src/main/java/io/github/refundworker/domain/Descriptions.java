package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.DescribeRetry;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.ChargeState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides on readings of a charge. */
final class Descriptions {
    private Descriptions() {}

    static Decision decide(Draft draft, Input.ChargeDescribed input) {
        OpenCommand open = draft.open;
        if (open instanceof OpenCommand.Describe awaited && awaited.number() == input.number()) {
            draft.open = null;
            switch (input.description()) {
                case Description.Found found ->
                    answered(draft, awaited, facts(draft, found, open.issuedAt()), found.refunds());
                case Description.Listed(List<ProviderRefund> refunds) ->
                    answered(draft, awaited, factsOfList(draft, open.issuedAt()), refunds);
                case Description.Missing() -> missing(draft, awaited);
                case Description.Unavailable(String why) -> unavailable(draft, awaited, why);
                case Description.TooLate _ -> notAsked(draft, awaited);
            }
            return draft.next();
        }
        if (draft.lastNumber == 0 || draft.account == null) {
            // A charge that was never read may belong to another account, so the next request may name one.
            return new Decision.Ignore(Decision.Why.NOT_AWAITED);
        }
        if (input.number() != draft.lastNumber || open != null) {
            return new Decision.Ignore(Decision.Why.SUPERSEDED);
        }
        // Nothing waits for this reading any more, and its age is unknown: it is evidence, but no decision rests on it.
        return switch (input.description()) {
            case Description.Found found -> late(draft, input.number(), facts(draft, found, null), found.refunds());
            case Description.Listed(List<ProviderRefund> refunds) ->
                late(draft, input.number(), factsOfList(draft, null), refunds);
            case Description.Missing _, Description.Unavailable _, Description.TooLate _ ->
                new Decision.Ignore(Decision.Why.NOT_AWAITED);
        };
    }

    private static Facts facts(Draft draft, Description.Found found, @Nullable Instant readAt) {
        return new Facts.Described(withDigits(draft, found.captured()), readAt, found.kind(), found.disputes());
    }

    /** The provider said nothing of the charge itself. */
    private static Facts factsOfList(Draft draft, @Nullable Instant readAt) {
        Money captured = draft.facts.captured();
        return captured == null
                ? new Facts.Listed(readAt)
                : new Facts.Described(withDigits(draft, captured), readAt, null, Disputes.NONE);
    }

    private static Money withDigits(Draft draft, Money money) {
        Capabilities capabilities = draft.capabilities();
        return capabilities == null ? money : Judgement.withDigits(capabilities, money);
    }

    private static void answered(Draft draft, OpenCommand.Describe open, Facts facts, List<ProviderRefund> refunds) {
        read(draft, open.number(), facts, refunds, open.issuedAt());
        draft.describeRetry = null;
        Refund next = nextAttempt(draft, open);
        if (next != null) {
            Attempts.read(draft, next);
        }
        draft.readFor = requestOf(draft, open);
        Queue.advance(draft);
    }

    /** The refund whose next attempt waits for this reading. Absent if the reading has another cause. */
    private static @Nullable Refund nextAttempt(Draft draft, OpenCommand.Describe open) {
        return open.refundId() == null ? null : draft.refund(open.refundId());
    }

    private static Decision late(Draft draft, long number, Facts facts, List<ProviderRefund> refunds) {
        read(draft, number, facts, refunds, null);
        Queue.advance(draft);
        return draft.next();
    }

    /** The first request, if the charge was read for it. A reading from before a request came was not made for it. */
    static @Nullable RefundRequest requestOf(Draft draft, OpenCommand.Describe open) {
        if (draft.waiting.isEmpty()) {
            return null;
        }
        Waiting head = draft.waiting.getFirst();
        return head.due().minus(draft.ages().waiting()).isAfter(open.issuedAt()) ? null : head.request();
    }

    /** @param readAt a time before which the provider was certainly not read; absent if unknown */
    private static void read(
            Draft draft, long number, Facts facts, List<ProviderRefund> refunds, @Nullable Instant readAt) {
        draft.facts = facts;
        boolean complete = Evidence.applyAll(draft, number, readAt, refunds);
        if (!complete) {
            // The known sum lacks a refund, or counts it as ours, so the charge must be read again.
            draft.distrustFacts();
            draft.notifiedOfCharge();
        }
    }

    private static void missing(Draft draft, OpenCommand.Describe open) {
        Refund next = nextAttempt(draft, open);
        if (next != null) {
            Unanswered.unsent(draft, next, "the provider does not know its charge");
        } else if (!draft.waiting.isEmpty()) {
            Queue.refuseHead(
                    draft, Rejection.of(ErrorCode.CHARGE_NOT_FOUND, "the provider does not know this charge (yet)"));
        }
        Queue.advance(draft);
    }

    /**
     * The first waiting request stays first until it is decided or its waiting time ends. A notice about an unknown
     * refund is not lost: the charge is read for it later, and requests are decided in the meantime.
     */
    static void unavailable(Draft draft, OpenCommand.Describe open, String why) {
        Refund next = nextAttempt(draft, open);
        if (next != null) {
            Unanswered.unsent(draft, next, "its charge could not be read: " + why);
        } else if (open.refundId() != null) {
            draft.noticeLater(open.refundId(), open.attempt());
        } else if (draft.waiting.isEmpty()) {
            draft.describeRetry = null;
        } else {
            int attempt = draft.describeRetry == null ? 0 : draft.describeRetry.attempt();
            draft.describeRetry = new DescribeRetry(
                    draft.now.plus(Policy.Ages.step(draft.ages().describe(), attempt)), attempt + 1);
        }
        Queue.advance(draft);
    }

    /**
     * The provider was not asked, because the worker has more commands than the rate allows, or its executor is
     * down. The charge is read later. The pause grows with the time that the request has waited, so that a long
     * queue costs little more than a short one. It differs by charge and attempt, so that not all commands return at
     * once.
     */
    static void notAsked(Draft draft, OpenCommand.Describe open) {
        Refund attempted = nextAttempt(draft, open);
        if (attempted != null) {
            Unanswered.notAsked(draft, attempted, pause(draft, attempted.created()));
            Queue.advance(draft);
            return;
        }
        if (open.refundId() != null) {
            Commands.excuse(draft, open, open.due());
            unavailable(draft, open, "the command waited too long in the worker");
            return;
        }
        if (draft.waiting.isEmpty()) {
            draft.describeRetry = null;
        } else {
            Instant next = draft.now.plus(
                    pause(draft, draft.waiting.getFirst().source().timestamp()));
            Commands.excuse(draft, open, next);
            draft.describeRetry =
                    new DescribeRetry(next, draft.describeRetry == null ? 0 : draft.describeRetry.attempt());
        }
        Queue.advance(draft);
    }

    private static Duration pause(Draft draft, Instant since) {
        Duration shortest = draft.ages().readWithin().dividedBy(2);
        Duration longest = draft.ages().readWithin().multipliedBy(15);
        Duration pause = Duration.between(since, draft.now).dividedBy(8);
        pause = pause.compareTo(shortest) < 0 ? shortest : pause.compareTo(longest) > 0 ? longest : pause;
        // The upper bits of this product are nearly random. They spread the pause from half to one and a half times.
        int spread = (31 * draft.chargeId.hashCode() + (int) draft.lastNumber) * 0x9E3779B9 >>> 24;
        return pause.multipliedBy(128 + spread).dividedBy(256);
    }
}
