package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.DescribeRetry;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a provider says of a charge. */
final class Descriptions {
    private Descriptions() {}

    static Decision decide(Draft draft, Input.ChargeDescribed input) {
        OpenCommand open = draft.open;
        if (open != null && open.kind() == OpenCommand.Kind.DESCRIBE && open.number() == input.number()) {
            draft.open = null;
            switch (input.description()) {
                case Description.Found(Money captured, List<ProviderRefund> refunds) ->
                    answered(draft, open, captured, refunds);
                case Description.Listed(List<ProviderRefund> refunds) ->
                    answered(draft, open, declared(draft), refunds);
                case Description.Missing() -> missing(draft);
                case Description.Unavailable _ -> unavailable(draft, open);
            }
            return draft.next();
        }
        if (draft.lastNumber() == 0 || draft.account == null) {
            // Of a charge that was never read nobody knows whose it is; another account may be asked next.
            return new Decision.Ignore(Decision.Why.NOT_AWAITED);
        }
        if (input.number() != draft.lastNumber() || open != null) {
            return new Decision.Ignore(Decision.Why.SUPERSEDED);
        }
        // Nobody waits for it any more, and its age is not known: good for what it shows, not to decide upon.
        return switch (input.description()) {
            case Description.Found(Money captured, List<ProviderRefund> refunds) ->
                late(draft, input.number(), captured, refunds);
            case Description.Listed(List<ProviderRefund> refunds) ->
                late(draft, input.number(), draft.facts.captured(), refunds);
            case Description.Missing _, Description.Unavailable _ -> new Decision.Ignore(Decision.Why.NOT_AWAITED);
        };
    }

    private static void answered(
            Draft draft, OpenCommand open, @Nullable Money captured, List<ProviderRefund> refunds) {
        if (captured != null) {
            read(draft, open.number(), captured, refunds, open.issuedAt());
        }
        draft.describeRetry = null;
        Queue.advance(draft, wasReadForHead(draft, open));
    }

    private static Decision late(Draft draft, long number, @Nullable Money captured, List<ProviderRefund> refunds) {
        if (captured == null) {
            return new Decision.Ignore(Decision.Why.NOT_AWAITED);
        }
        read(draft, number, captured, refunds, Instant.EPOCH);
        Queue.advance(draft, false);
        return draft.next();
    }

    /** What requests said of a charge of which its provider tells the refunds only; the first one's word stays. */
    private static @Nullable Money declared(Draft draft) {
        Money known = draft.facts.captured();
        return known != null || draft.waiting.isEmpty()
                ? known
                : draft.waiting.getFirst().request().charge();
    }

    /** The head may have changed since; what was read before a request came is not read for it. */
    private static boolean wasReadForHead(Draft draft, OpenCommand open) {
        return !draft.waiting.isEmpty()
                && !draft.waiting.getFirst().due().minus(draft.ages().waiting()).isAfter(open.issuedAt());
    }

    private static void read(Draft draft, long number, Money told, List<ProviderRefund> refunds, Instant readAt) {
        Capabilities capabilities = draft.capabilities();
        Money captured = capabilities == null ? told : Judgement.withDigits(capabilities, told);
        boolean unattributed = draft.any(Refund::isUnattributed);
        // While one of the provider's refunds may be ours under no name, what we know of the sum is not complete.
        draft.facts = new Facts.Described(captured, unattributed ? Instant.EPOCH : readAt);
        Evidence.applyAll(draft, number, readAt, refunds, !unattributed);
    }

    private static void missing(Draft draft) {
        if (!draft.waiting.isEmpty()) {
            Queue.refuseHead(
                    draft, Rejection.of(ErrorCode.CHARGE_NOT_FOUND, "the provider does not know this charge (yet)"));
        }
        Queue.advance(draft, false);
    }

    /**
     * The request at the head keeps its turn until its time is over. A hint at a refund that nobody knows is not lost
     * either: what was to be read for it counts as unanswered until it is missed, and then the hint is there again.
     */
    static void unavailable(Draft draft, OpenCommand open) {
        if (open.refundId() != null) {
            if (!draft.isDue(open.due())) {
                draft.open = open;
                return;
            }
            draft.notifiedOfCharge();
        } else if (draft.waiting.isEmpty()) {
            draft.describeRetry = null;
        } else {
            int attempt = draft.describeRetry == null ? 0 : draft.describeRetry.attempt();
            draft.describeRetry = new DescribeRetry(
                    draft.now.plus(Policy.Ages.step(draft.ages().describe(), attempt)), attempt + 1);
        }
        Queue.advance(draft, false);
    }
}
