package io.github.refundworker.proof;

import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.StatusInfo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Mistakes that people make in such rules, each put around the real decider; the proof must find every one. */
enum PlantedBug implements Setting.Rules {
    A_TIMEOUT_IS_A_FAILURE {
        @Override
        Outcome heard(Outcome outcome) {
            return outcome instanceof Outcome.Unknown ? Mutations.declined("TIMEOUT") : outcome;
        }
    },
    NOT_SENT_IS_A_FAILURE {
        @Override
        Outcome heard(Outcome outcome) {
            return outcome instanceof Outcome.NotSent ? Mutations.declined("UNREACHABLE") : outcome;
        }
    },
    EXPIRED_IS_A_FAILURE {
        @Override
        Outcome heard(Outcome outcome) {
            return outcome instanceof Outcome.Expired ? Mutations.declined("EXPIRED") : outcome;
        }
    },
    PENDING_IS_PAID {
        @Override
        Outcome heard(Outcome outcome) {
            return outcome instanceof Outcome.Pending(ProviderRefund refund) ? new Outcome.Completed(refund) : outcome;
        }
    },
    A_REVERSAL_IS_A_FAILURE {
        @Override
        Outcome heard(Outcome outcome) {
            return outcome instanceof Outcome.Reversed(ProviderRefund refund)
                    ? new Outcome.Declined(new StatusInfo("FAILED", "failed"), refund)
                    : outcome;
        }
    },
    A_DECLINE_IS_FINAL_AT_ONCE {
        @Override
        Policy policy(Policy policy) {
            return Mutations.storingRefusals(policy);
        }
    },
    THE_GUARD_TRUSTS_OLD_FACTS {
        @Override
        Policy policy(Policy policy) {
            return Mutations.withFacts(policy, Duration.ofDays(365));
        }
    },
    DUE_TIMES_ARE_OVERLOOKED {
        @Override
        Decision decided(ChargeState before, Input input, Decision decision) {
            return input instanceof Input.DeadlinePassed ? new Decision.Ignore(Decision.Why.NOTHING_DUE) : decision;
        }
    },
    REJECTED_IDS_ARE_FORGOTTEN {
        @Override
        ChargeState kept(ChargeState before, ChargeState s) {
            return Mutations.copy(s, s.lastNumber(), s.open(), s.waiting(), s.refunds(), List.of());
        }
    },
    WAITING_REQUESTS_ARE_FORGOTTEN {
        @Override
        ChargeState kept(ChargeState before, ChargeState s) {
            return Mutations.copy(s, s.lastNumber(), s.open(), List.of(), s.refunds(), s.rejected());
        }
    },
    EVERY_RECORD_IS_A_NEW_REQUEST {
        @Override
        Input input(ChargeState state, Input input) {
            return input instanceof Input.RefundRequested(var at, var source, RefundRequest r)
                    ? new Input.RefundRequested(
                            at,
                            source,
                            new RefundRequest(
                                    new RequestId(r.requestId() + "-" + source.offset()),
                                    r.chargeId(),
                                    r.asked(),
                                    r.previouslyRefunded(),
                                    r.provider(),
                                    r.charge(),
                                    r.texts()))
                    : input;
        }
    },
    THE_CALL_GOES_OUT_BEFORE_THE_COMMIT {
        @Override
        ChargeState kept(ChargeState before, ChargeState s) {
            return s.lastNumber() > before.lastNumber() ? before : s;
        }
    },
    COMMAND_NUMBERS_ARE_USED_AGAIN {
        @Override
        ChargeState kept(ChargeState before, ChargeState s) {
            return Mutations.copy(s, before.lastNumber(), s.open(), s.waiting(), s.refunds(), s.rejected());
        }
    },
    A_REFUND_IS_FORGOTTEN_WHEN_CLOSED {
        @Override
        ChargeState kept(ChargeState before, ChargeState s) {
            return Mutations.copy(
                    s,
                    s.lastNumber(),
                    s.open(),
                    s.waiting(),
                    s.refunds().stream().filter(Refund::isOpen).toList(),
                    s.rejected());
        }
    },
    THE_SUM_IS_THE_PRESENT_ONE {
        @Override
        Command sent(ChargeState after, Command command) {
            BigDecimal sum = after.refunds().stream()
                    .filter(Refund::isSucceeded)
                    .map(refund -> refund.amount().amount())
                    .reduce(BigDecimal.ONE, BigDecimal::add);
            return command instanceof Command.Settle s
                    ? Mutations.settle(s, s.amount(), sum, false, s.uncertain(), Duration.ZERO)
                    : command;
        }
    },
    THE_AMOUNT_DRIFTS_BY_A_CENT {
        @Override
        Command sent(ChargeState after, Command command) {
            return command instanceof Command.Settle s
                    ? Mutations.settle(
                            s,
                            new Money(
                                    s.amount().amount().subtract(new BigDecimal("0.01")),
                                    s.amount().currency()),
                            s.succeededBefore(),
                            false,
                            s.uncertain(),
                            Duration.ZERO)
                    : command;
        }
    },
    THE_KEYS_AGE_COUNTS_FROM_THE_ATTEMPT {
        @Override
        Command sent(ChargeState after, Command command) {
            return command instanceof Command.Settle s
                    ? Mutations.settle(s, s.amount(), s.succeededBefore(), true, s.uncertain(), Duration.ZERO)
                    : command;
        }
    },
    AN_UNCERTAIN_ATTEMPT_IS_FORGOTTEN {
        @Override
        Command sent(ChargeState after, Command command) {
            return command instanceof Command.Settle s
                    ? Mutations.settle(s, s.amount(), s.succeededBefore(), false, false, Duration.ZERO)
                    : command;
        }
    },
    COMMANDS_MAY_BE_SENT_FOR_DAYS {
        @Override
        Command sent(ChargeState after, Command command) {
            return command instanceof Command.Settle s
                    ? Mutations.settle(s, s.amount(), s.succeededBefore(), false, s.uncertain(), Duration.ofDays(2))
                    : command;
        }
    },
    IMPORTS_COUNT_AT_EVERY_READING {
        @Override
        Input input(ChargeState state, Input input) {
            return input
                            instanceof
                            Input.ChargeDescribed(var at, long number, Description.Found(Money captured, var held))
                    ? new Input.ChargeDescribed(
                            at,
                            number,
                            new Description.Found(
                                    captured,
                                    held.stream()
                                            .map(r -> new ProviderRefund(
                                                    r.id() + "-" + number,
                                                    null,
                                                    r.amount(),
                                                    r.status(),
                                                    r.error(),
                                                    r.details()))
                                            .toList()))
                    : input;
        }
    },
    TWICE_THE_CHARGE_MAY_BE_REFUNDED {
        @Override
        Input input(ChargeState state, Input input) {
            return input
                            instanceof
                            Input.ChargeDescribed(var at, long number, Description.Found(Money captured, var held))
                    ? new Input.ChargeDescribed(
                            at,
                            number,
                            new Description.Found(
                                    new Money(captured.amount().add(captured.amount()), captured.currency()), held))
                    : input;
        }
    },
    THE_BALANCE_FORGETS_WHAT_IS_PENDING {
        @Override
        Effect told(Effect effect) {
            return effect instanceof Effect.PublishBalance(Balance b)
                    ? new Effect.PublishBalance(new Balance(
                            b.revision(),
                            b.currency(),
                            b.captured(),
                            b.refunded(),
                            BigDecimal.ZERO,
                            b.captured().subtract(b.refunded()),
                            b.updated()))
                    : effect;
        }
    };

    @Override
    public Decision decide(Policy policy, ChargeId chargeId, ChargeState state, Input input) {
        Input changed = input(state, input);
        if (changed instanceof Input.CommandAnswered(var at, long number, var refundId, Outcome outcome)) {
            changed = new Input.CommandAnswered(at, number, refundId, heard(outcome));
        }
        Decision decision = Decider.decide(policy(policy), chargeId, state, changed);
        if (decision instanceof Decision.Next(ChargeState next, List<Effect> effects)) {
            decision = new Decision.Next(
                    kept(state, next),
                    effects.stream()
                            .map(effect -> effect instanceof Effect.SendCommand(var account, Command command)
                                    ? new Effect.SendCommand(account, sent(next, command))
                                    : told(effect))
                            .toList());
        }
        return decided(state, input, decision);
    }

    // What a bug may change

    Policy policy(Policy policy) {
        return policy;
    }

    Input input(ChargeState state, Input input) {
        return input;
    }

    Outcome heard(Outcome outcome) {
        return outcome;
    }

    ChargeState kept(ChargeState before, ChargeState after) {
        return after;
    }

    Command sent(ChargeState after, Command command) {
        return command;
    }

    Effect told(Effect effect) {
        return effect;
    }

    Decision decided(ChargeState before, Input input, Decision decision) {
        return decision;
    }
}
