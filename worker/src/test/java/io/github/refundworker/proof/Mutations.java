package io.github.refundworker.proof;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Policy.Ages;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.StatusInfo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies with one thing changed, for planted bugs. */
final class Mutations {
    private Mutations() {}

    static Outcome declined(String code) {
        return new Outcome.Declined(new StatusInfo(code, "taken for a refusal"), null);
    }

    static Policy storingRefusals(Policy policy) {
        Map<AccountName, Capabilities> accounts = new HashMap<>(policy.accounts());
        accounts.replaceAll((name, c) -> new Capabilities(
                c.idempotencyWindow(),
                true,
                c.describesCharges(),
                c.looksUpRefunds(),
                c.comparesAndSets(),
                c.partialRefunds(),
                c.digits()));
        return with(policy, accounts, policy.ages());
    }

    static Policy withFacts(Policy policy, Duration age) {
        Ages a = policy.ages();
        Ages ages = new Ages(
                age,
                a.waiting(),
                a.request(),
                a.sendWithin(),
                a.call(),
                a.grace(),
                a.retry(),
                a.unsent(),
                a.unsentFor(),
                a.poll(),
                a.pending(),
                a.describe());
        return with(policy, policy.accounts(), ages);
    }

    private static Policy with(Policy policy, Map<AccountName, Capabilities> accounts, Ages ages) {
        return new Policy(
                policy.namespace(), policy.defaultAccount(), accounts, policy.guardRequired(), policy.limits(), ages);
    }

    static ChargeState copy(
            ChargeState s,
            long lastNumber,
            @Nullable OpenCommand open,
            List<ChargeState.Waiting> waiting,
            List<Refund> refunds,
            List<ChargeState.Rejected> rejected) {
        return new ChargeState(
                s.latest(),
                s.account(),
                s.facts(),
                lastNumber,
                open,
                s.describeRetry(),
                waiting,
                refunds,
                rejected,
                s.notified(),
                s.balance());
    }

    static Command settle(
            Command.Settle s,
            Money amount,
            BigDecimal succeededBefore,
            boolean firstIssuedNow,
            boolean uncertain,
            Duration longer) {
        return new Command.Settle(
                s.number(),
                s.chargeId(),
                s.refundId(),
                amount,
                s.full(),
                succeededBefore,
                s.texts(),
                s.bodyVersion(),
                firstIssuedNow ? s.issuedAt() : s.firstIssuedAt(),
                s.issuedAt(),
                s.sendBy().plus(longer),
                uncertain);
    }
}
