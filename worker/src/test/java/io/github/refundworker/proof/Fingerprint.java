package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.execute.Executions.Heard;
import io.github.refundworker.execute.Executions.Wish;
import io.github.refundworker.provider.ProviderResponse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 64 bits of what matters in a world. Two worlds with the same future have the same bits: moments count by their
 * distance from now and command numbers by their distance from the last one. What no decision reads is left out:
 * revisions, texts and when the balance was updated.
 */
final class Fingerprint {
    /** Older than every age of the rules, so that how much older makes no difference. */
    private static final long LONG_AGO = -60L * 3600;

    private final long now;
    private final long lastNumber;
    private long bits = 0x9e3779b97f4a7c15L;

    private Fingerprint(Instant now, long lastNumber) {
        this.now = now.getEpochSecond();
        this.lastNumber = lastNumber;
    }

    static long of(World world) {
        Fingerprint f = new Fingerprint(world.now(), world.charge().lastNumber());
        f.charge(world.charge());
        f.add(world.log().size());
        world.log().forEach(f::input);
        f.add(world.arrived());
        world.commands().forEach(c -> {
            f.command(c.command());
            f.add(c.progress().ordinal());
        });
        f.add(f.unordered(world.executions(), Fingerprint::execution));
        f.add(f.unordered(world.flying(), Fingerprint::command));
        f.books(world.books());
        f.add(f.unordered(world.stragglers(), Fingerprint::straggler));
        f.add(world.faults());
        return f.bits;
    }

    private interface Part<T> {
        void add(Fingerprint f, T part);
    }

    private <T> long unordered(List<T> parts, Part<T> each) {
        long sum = parts.size();
        for (T part : parts) {
            Fingerprint f = new Fingerprint(Instant.ofEpochSecond(now), lastNumber);
            each.add(f, part);
            sum += f.bits;
        }
        return sum;
    }

    private void add(long value) {
        long mixed = (bits ^ value) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 31)) * 0x94d049bb133111ebL;
        bits = mixed ^ (mixed >>> 29);
    }

    private void add(@Nullable Instant moment) {
        add(moment == null ? Long.MIN_VALUE : Math.max(LONG_AGO, moment.getEpochSecond() - now));
    }

    private void add(@Nullable String text) {
        add(text == null ? 0 : text.hashCode());
    }

    private void add(BigDecimal amount) {
        add(amount.movePointRight(2).longValue());
    }

    private void add(Money money) {
        add(money.amount());
    }

    private void number(long number) {
        add(lastNumber - number);
    }

    private void charge(ChargeState charge) {
        add(charge.account() == null ? 0 : 1);
        add(charge.latest());
        add(Math.min(1, charge.lastNumber()));
        switch (charge.facts()) {
            case Facts.Unknown() -> add(0);
            case Facts.Described(Money captured, Instant readAt) -> {
                add(captured);
                add(readAt);
            }
            case Facts.Declared(Money captured) -> add(captured);
        }
        OpenCommand open = charge.open();
        if (open != null) {
            number(open.number());
            add(open.kind().ordinal());
            add(open.refundId() == null ? 0 : open.refundId().value().getLeastSignificantBits());
            add(open.issuedAt());
        }
        add(charge.describeRetry() == null ? null : charge.describeRetry().due());
        add(charge.describeRetry() == null ? 0 : charge.describeRetry().attempt());
        charge.waiting().forEach(w -> {
            add(w.source().offset());
            add(w.due());
        });
        add(charge.refunds().size());
        charge.refunds().forEach(this::refund);
        charge.rejected().forEach(r -> {
            add(r.mark().id());
            add(r.mark().source());
            add(r.code().ordinal());
        });
        charge.notified().forEach(id -> add(id.value().getLeastSignificantBits()));
    }

    private void refund(Refund refund) {
        add(refund.id().value().getLeastSignificantBits());
        add(refund.amount());
        number(refund.evidence());
        add(refund.created());
        add(refund.updated());
        if (refund.origin() instanceof Origin.Requested(var _, var mark, var _, var settlement)) {
            add(mark.source());
            add(settlement.succeededBefore());
            add(settlement.firstIssuedAt());
            add(settlement.lastSendBy());
            add(settlement.uncertain() ? 1 : 0);
            add(settlement.unsent());
            add(settlement.unclear());
        }
        RefundState state = refund.state();
        add(state.getClass().getSimpleName());
        add(state.providerRefundId());
        if (state instanceof RefundState.Open open) {
            add(open.due());
        }
        if (state instanceof RefundState.AwaitingProvider(var _, var _, int polls)) {
            add(polls);
        }
    }

    private void straggler(Input input) {
        content(input);
    }

    private void input(Input input) {
        add(input.at());
        content(input);
    }

    private void content(Input input) {
        switch (input) {
            case Input.RefundRequested requested -> add(requested.source().offset());
            case Input.ChargeDescribed(var _, long number, Description description) -> {
                number(number);
                if (description instanceof Description.Listed(List<ProviderRefund> refunds)) {
                    refunds.forEach(this::held);
                }
                if (description instanceof Description.Found(Money captured, List<ProviderRefund> refunds)) {
                    add(captured);
                    refunds.forEach(this::held);
                } else {
                    add(description.getClass().getSimpleName());
                }
            }
            case Input.CommandAnswered(var _, long number, var refundId, Outcome outcome) -> {
                number(number);
                add(refundId.value().getLeastSignificantBits());
                outcome(outcome);
            }
            case Input.ProviderNotified(var _, var refundId, String providerId) -> {
                add(refundId == null ? 1 : refundId.value().getLeastSignificantBits());
                add(providerId);
            }
            case Input.DeadlinePassed _ -> add(2);
            case Input.OperatorDecided decided -> add(decided.hashCode());
        }
    }

    private void outcome(Outcome outcome) {
        add(outcome.getClass().getSimpleName());
        switch (outcome) {
            case Outcome.Completed(ProviderRefund refund) -> held(refund);
            case Outcome.Pending(ProviderRefund refund) -> held(refund);
            case Outcome.Reversed(ProviderRefund refund) -> held(refund);
            case Outcome.Declined(StatusInfo why, ProviderRefund refund) -> {
                add(why.code());
                if (refund != null) {
                    held(refund);
                }
            }
            case Outcome.NotSent _, Outcome.Unknown _, Outcome.Expired _, Outcome.NotFound _ -> {}
        }
    }

    private void held(ProviderRefund refund) {
        add(refund.id());
        add(refund.amount());
        add(refund.status().ordinal());
    }

    private void command(Command command) {
        add(command.getClass().getSimpleName());
        number(command.number());
        add(command.sendBy());
        if (command instanceof Command.Settle settle) {
            add(settle.refundId().value().getLeastSignificantBits());
            add(settle.firstIssuedAt());
            add(settle.succeededBefore());
            add(settle.uncertain() ? 1 : 0);
        }
        if (command instanceof Command.LookUp lookUp) {
            add(lookUp.refundId().value().getLeastSignificantBits());
            add(lookUp.providerRefundId());
        }
    }

    private void execution(World.Execution execution) {
        command(execution.command());
        for (Heard heard : execution.heard()) {
            add(heard.at());
            response(heard.response());
        }
        Wish wish = execution.wish();
        add(wish == null ? "" : wish.getClass().getSimpleName());
        response(execution.held());
    }

    private void response(@Nullable ProviderResponse response) {
        if (response == null) {
            add(0);
            return;
        }
        add(response.getClass().getSimpleName());
        switch (response) {
            case ProviderResponse.Found(ProviderRefund refund) -> held(refund);
            case ProviderResponse.Refused(StatusInfo why) -> add(why.code());
            case ProviderResponse.Described(Money captured, List<ProviderRefund> refunds) -> {
                add(captured);
                refunds.forEach(this::held);
            }
            case ProviderResponse.Listed(List<ProviderRefund> refunds) -> refunds.forEach(this::held);
            case ProviderResponse.NotFound _, ProviderResponse.NotSent _, ProviderResponse.Unclear _ -> {}
        }
    }

    private void books(Books books) {
        add(books.entries().size());
        books.entries().forEach(entry -> {
            held(entry.refund());
            add(
                    entry.refund().reference() == null
                            ? 0
                            : entry.refund().reference().value().getLeastSignificantBits());
            add(entry.paid() ? 1 : 0);
        });
        books.keys().forEach(key -> {
            add(key.reference().value().getLeastSignificantBits());
            add(key.storedAt());
            response(key.answer());
        });
        add(books.refusals().size());
        books.refusals().forEach(id -> add(id.value().getLeastSignificantBits()));
    }
}
