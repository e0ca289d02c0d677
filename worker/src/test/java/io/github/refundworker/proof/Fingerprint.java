package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.domain.Told;
import io.github.refundworker.execute.CoreHistory;
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
        f.requests(world.requests());
        f.topic(world.topic());
        long end = world.topic().end();
        f.executor(world.owner(), end);
        f.add(f.unordered(
                world.executors().subList(1, world.executors().size()), (g, executor) -> g.executor(executor, end)));
        f.add(f.unordered(world.flying(), Fingerprint::command));
        f.books(world.books());
        f.add(f.unordered(world.stragglers(), Fingerprint::content));
        f.add(world.faults());
        f.reading(world.reading());
        f.stale(world.stale());
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

    private void add(Integer value) {
        add(value.longValue());
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

    private void command(int kind, @Nullable RefundId refundId, int attempt) {
        add(kind);
        add(refundId == null ? 0 : refundId.value().getLeastSignificantBits());
        add(attempt);
    }

    private void charge(ChargeState charge) {
        add(charge.account() == null ? 0 : 1);
        add(charge.latest());
        add(Math.min(1, charge.lastNumber()));
        switch (charge.facts()) {
            case Facts.Unknown() -> add(0);
            case Facts.Listed(Instant readAt) -> add(readAt);
            case Facts.Described(Money captured, Instant readAt, var _, Disputes disputes) -> {
                add(captured);
                add(readAt);
                disputes(disputes);
            }
            case Facts.Declared(Money captured) -> add(captured);
        }
        OpenCommand open = charge.open();
        add(open == null ? 0 : 1);
        if (open != null) {
            number(open.number());
            switch (open) {
                case OpenCommand.Settle settle -> command(0, settle.refundId(), 0);
                case OpenCommand.LookUp lookUp -> command(1, lookUp.refundId(), lookUp.attempt());
                case OpenCommand.Describe describe -> command(2, describe.refundId(), describe.attempt());
            }
            add(open.issuedAt());
        }
        add(charge.describeRetry() == null ? null : charge.describeRetry().due());
        add(charge.describeRetry() == null ? 0 : charge.describeRetry().attempt());
        add(charge.waiting().size());
        charge.waiting().forEach(w -> {
            add(w.source().offset());
            add(w.due());
        });
        add(charge.refunds().size());
        charge.refunds().forEach(this::refund);
        add(charge.rejected().size());
        charge.rejected().forEach(r -> {
            add(r.mark().id());
            add(r.mark().source());
            add(r.code().ordinal());
        });
        add(charge.notified().size());
        charge.notified().forEach(notice -> {
            add(notice.refundId().value().getLeastSignificantBits());
            told(notice.told());
            add(notice.due());
            add(notice.attempts());
        });
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
                if (description
                        instanceof
                        Description.Found(Money captured, List<ProviderRefund> refunds, var _, Disputes disputes)) {
                    add(captured);
                    disputes(disputes);
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
            case Input.ProviderNotified(var _, var refundId, String providerId, Told told, var _) -> {
                add(refundId == null ? 1 : refundId.value().getLeastSignificantBits());
                add(providerId);
                told(told);
            }
            case Input.DeadlinePassed _ -> add(2);
            case Input.OperatorDecided decided -> add(decided.hashCode());
        }
    }

    private void told(@Nullable Told told) {
        switch (told) {
            case null -> add(0);
            case Told.Shown(ProviderRefund refund) -> held(refund);
            case Told.Made() -> add(1);
        }
    }

    private void outcome(Outcome outcome) {
        add(outcome.getClass().getSimpleName());
        switch (outcome) {
            case Outcome.Completed(ProviderRefund refund) -> held(refund);
            case Outcome.Pending(ProviderRefund refund) -> held(refund);
            case Outcome.Reversed(ProviderRefund refund) -> held(refund);
            case Outcome.Declined(StatusInfo why, ProviderRefund refund, boolean stored) -> {
                add(why.code());
                add(stored ? 1 : 0);
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

    private void requests(World.Requests requests) {
        add(requests.arrived());
        add(requests.died());
        add(requests.dead());
        add(unordered(requests.first(), Fingerprint::add));
    }

    private void topic(World.Topic topic) {
        add(topic.end() - topic.base());
        add(topic.end() - topic.committed());
        for (int i = 0; i < topic.commands().size(); i++) {
            command(topic.commands().get(i));
            add(topic.answered().get(i) ? 1 : 0);
        }
    }

    /** Whatever happened to its core, in full: what the core makes of it need not be known here. */
    private void executor(World.Executor executor, long end) {
        add(executor.history().size());
        for (CoreHistory.Event event : executor.history()) {
            add(event.what().ordinal());
            add(event.offset() < 0 ? -1 : end - event.offset());
        }
        add(end - executor.position());
        add((executor.uncommitted() ? 1 : 0) + (executor.draining() ? 2 : 0));
        add(unordered(executor.running(), (f, execution) -> f.execution(execution, end)));
        add(unordered(executor.unsent(), (f, unsent) -> {
            f.add(end - unsent.offset());
            f.content(unsent.answer());
        }));
    }

    private void execution(World.Execution execution, long end) {
        add(end - execution.offset());
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
            case ProviderResponse.Refused(StatusInfo why, boolean stored) -> {
                add(why.code());
                add(stored ? 1 : 0);
            }
            case ProviderResponse.Described(
                    Description.Found(Money captured, List<ProviderRefund> refunds, var _, Disputes disputes)) -> {
                add(captured);
                disputes(disputes);
                refunds.forEach(this::held);
            }
            case ProviderResponse.Described(Description.Listed(List<ProviderRefund> refunds)) ->
                refunds.forEach(this::held);
            case ProviderResponse.NotFound _, ProviderResponse.NotSent _, ProviderResponse.Unclear _ -> {}
        }
    }

    private void reading(@Nullable Reading reading) {
        add(reading == null ? 0 : 1);
        if (reading != null) {
            add(reading.readAt());
            reading.refunds().forEach(this::held);
            disputes(reading.disputes());
        }
    }

    private void disputes(Disputes disputes) {
        add(disputes.open() ? 1 : 0);
        add(disputes.chargedBack());
    }

    private void stale(World.@Nullable Stale stale) {
        add(stale == null ? 0 : 1);
        if (stale != null) {
            add(stale.until());
            books(stale.books());
        }
    }

    private void books(Books books) {
        add(books.captured());
        disputes(books.disputes());
        add(books.wasDisputed() ? 1 : 0);
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
            add(key.asking().key());
            add(key.storedAt());
            response(key.answer());
        });
        add(books.refusals().size());
        books.refusals().forEach(id -> add(id.value().getLeastSignificantBits()));
    }
}
