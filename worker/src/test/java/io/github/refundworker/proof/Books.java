package io.github.refundworker.proof;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.ProviderResponse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One charge in a provider's own books: the independent witness of what was paid.
 *
 * @param refusals references of which a refund was refused at least once
 */
record Books(Money captured, List<Entry> entries, List<Key> keys, List<RefundId> refusals) {

    /** @param paid whether it ever succeeded */
    record Entry(ProviderRefund refund, boolean paid) {
        boolean isLive() {
            return refund.status() == ProviderStatus.SUCCEEDED || refund.status() == ProviderStatus.PENDING;
        }

        boolean isOf(RefundId reference) {
            return reference.equals(refund.reference());
        }
    }

    record Key(RefundId reference, ProviderResponse answer, Instant storedAt) {}

    /** What the provider makes of a refund that breaks none of its rules. */
    enum Choice {
        PAY,
        TAKE_ITS_TIME,
        REFUSE
    }

    record Turn(Books books, ProviderResponse answer) {}

    Books {
        entries = List.copyOf(entries);
        keys = List.copyOf(keys);
        refusals = List.copyOf(refusals);
    }

    static Books of(Money captured) {
        return new Books(captured, List.of(), List.of(), List.of());
    }

    Turn settle(ProviderKind kind, Command.Settle command, Instant now, Choice choice) {
        for (Key key : keys) {
            if (key.reference().equals(command.refundId()) && isRemembered(kind, key, now)) {
                return new Turn(this, key.answer());
            }
        }
        StatusInfo refusal = refusal(kind, command, choice);
        if (refusal != null) {
            ProviderResponse answer = new ProviderResponse.Refused(refusal);
            Books refused = new Books(captured, entries, keys, plus(refusals, command.refundId()));
            return new Turn(
                    kind.capabilities.storesRefusals() ? refused.storing(command.refundId(), answer, now) : refused,
                    answer);
        }
        ProviderStatus status = choice == Choice.PAY ? ProviderStatus.SUCCEEDED : ProviderStatus.PENDING;
        ProviderRefund made = new ProviderRefund(
                "p" + (entries.size() + 1), command.refundId(), command.amount(), status, null, ProviderDetails.NONE);
        Books next = new Books(captured, plus(entries, new Entry(made, choice == Choice.PAY)), keys, refusals);
        ProviderResponse answer = new ProviderResponse.Found(made);
        return new Turn(kind.capabilities.hasKeys() ? next.storing(command.refundId(), answer, now) : next, answer);
    }

    private Books storing(RefundId reference, ProviderResponse answer, Instant now) {
        List<Key> next = new ArrayList<>(keys);
        next.removeIf(key -> key.reference().equals(reference));
        next.add(new Key(reference, answer, now));
        return new Books(captured, entries, next, refusals);
    }

    private static boolean isRemembered(ProviderKind kind, Key key, Instant now) {
        return now.isBefore(key.storedAt().plus(kind.capabilities.idempotencyWindow()));
    }

    private @Nullable StatusInfo refusal(ProviderKind kind, Command.Settle command, Choice choice) {
        if (kind.capabilities.comparesAndSets()) {
            if (entries.stream().anyMatch(e -> e.refund().status() == ProviderStatus.PENDING)) {
                return new StatusInfo("CHARGE_REFUND_IN_PROGRESS", "another refund is pending");
            }
            if (sum(e -> e.refund().status() == ProviderStatus.SUCCEEDED).compareTo(command.succeededBefore()) != 0) {
                return new StatusInfo("PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH", "the sum is another one");
            }
        }
        if (live().add(command.amount().amount()).compareTo(captured.amount()) > 0) {
            return new StatusInfo("REFUND_AMOUNT_OUT_OF_BOUNDS", "more than is left");
        }
        return choice == Choice.REFUSE ? new StatusInfo("CHARGE_DISPUTED", "the charge is disputed") : null;
    }

    ProviderResponse lookUp(RefundId reference, @Nullable String id) {
        for (Entry entry : entries) {
            if (entry.isOf(reference) || entry.refund().id().equals(id)) {
                return new ProviderResponse.Found(entry.refund());
            }
        }
        return new ProviderResponse.NotFound();
    }

    ProviderResponse describe() {
        return new ProviderResponse.Described(
                captured, entries.stream().map(Entry::refund).toList());
    }

    Books fromDashboard(BigDecimal amount) {
        ProviderRefund made = new ProviderRefund(
                "p" + (entries.size() + 1),
                null,
                new Money(amount, captured.currency()),
                ProviderStatus.SUCCEEDED,
                null,
                ProviderDetails.NONE);
        return new Books(captured, plus(entries, new Entry(made, true)), keys, refusals);
    }

    Books turning(Entry entry, ProviderStatus status) {
        ProviderRefund was = entry.refund();
        StatusInfo error = status == ProviderStatus.SUCCEEDED
                ? null
                : new StatusInfo(status == ProviderStatus.REVERSED ? "TAKEN_BACK" : "ACCOUNT_CLOSED", "by the bank");
        ProviderRefund is =
                new ProviderRefund(was.id(), was.reference(), was.amount(), status, error, ProviderDetails.NONE);
        List<Entry> next = new ArrayList<>(entries);
        next.set(entries.indexOf(entry), new Entry(is, entry.paid() || status == ProviderStatus.SUCCEEDED));
        return new Books(captured, next, keys, refusals);
    }

    BigDecimal live() {
        return sum(Entry::isLive);
    }

    private BigDecimal sum(Predicate<Entry> which) {
        return entries.stream()
                .filter(which)
                .map(e -> e.refund().amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static <T> List<T> plus(List<T> list, T one) {
        if (one instanceof RefundId && list.contains(one)) {
            return list;
        }
        List<T> next = new ArrayList<>(list);
        next.add(one);
        return next;
    }
}
