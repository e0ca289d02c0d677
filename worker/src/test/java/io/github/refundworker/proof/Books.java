package io.github.refundworker.proof;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Disputes;
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
 * @param keys what the provider remembers under idempotency keys
 * @param refusals references of which a refund was refused at least once
 * @param wasDisputed whether a dispute about it was ever open
 */
record Books(
        Money captured,
        List<Entry> entries,
        List<Key> keys,
        List<RefundId> refusals,
        Disputes disputes,
        boolean wasDisputed) {
    private static final ProviderResponse BROKEN = new ProviderResponse.Unclear("HTTP 500");

    /** @param paid whether it ever succeeded */
    record Entry(ProviderRefund refund, boolean paid) {
        boolean isLive() {
            return refund.status() == ProviderStatus.SUCCEEDED || refund.status() == ProviderStatus.PENDING;
        }

        boolean isOf(RefundId reference) {
            return reference.equals(refund.reference());
        }
    }

    /**
     * What a refund is asked for with.
     *
     * @param succeededBefore only where the provider compares it
     */
    record Asking(
            String key,
            RefundId reference,
            Money amount,
            @Nullable BigDecimal succeededBefore) {
        static Asking of(ProviderKind kind, Command.Settle command) {
            return new Asking(
                    command.refundId().toString(),
                    command.refundId(),
                    command.amount(),
                    kind.capabilities.comparesAndSets() ? command.succeededBefore() : null);
        }
    }

    record Key(Asking asking, ProviderResponse answer, Instant storedAt) {}

    /** What the provider makes of a refund that breaks none of its rules. */
    enum Choice {
        PAY,
        TAKE_ITS_TIME,
        REFUSE,
        /** A refusal that it stores under no key. */
        TURN_DOWN,
        /** It answers with a server error, and stores that where it stores refusals. */
        BREAK,
        BREAK_AFTER_PAYING
    }

    /** @param contradiction a key came with another request than before, which no attempt of ours may do */
    record Turn(Books books, ProviderResponse answer, boolean contradiction) {
        Turn(Books books, ProviderResponse answer) {
            this(books, answer, false);
        }
    }

    Books {
        entries = List.copyOf(entries);
        keys = List.copyOf(keys);
        refusals = List.copyOf(refusals);
    }

    static Books of(Money captured) {
        return new Books(captured, List.of(), List.of(), List.of(), Disputes.NONE, false);
    }

    Books with(List<Key> accountsKeys) {
        return new Books(captured, entries, accountsKeys, refusals, disputes, wasDisputed);
    }

    private Books with(List<Entry> nextEntries, List<RefundId> nextRefusals) {
        return new Books(captured, nextEntries, keys, nextRefusals, disputes, wasDisputed);
    }

    private Books refusing(Asking asking) {
        return with(entries, plus(refusals, asking.reference()));
    }

    Turn settle(ProviderKind kind, Asking asking, Instant now, Choice choice) {
        for (Key key : keys) {
            if (key.asking().key().equals(asking.key()) && isRemembered(kind, key, now)) {
                return key.asking().equals(asking)
                        ? new Turn(this, key.answer())
                        : new Turn(this, new ProviderResponse.Unclear("same key, other parameters"), true);
            }
        }
        boolean storesAll = kind.capabilities.hasKeys() && kind.capabilities.storesRefusals();
        StatusInfo refusal = refusal(kind, asking, choice);
        if (refusal != null) {
            ProviderResponse answer = new ProviderResponse.Refused(refusal);
            Books refused = refusing(asking);
            return new Turn(storesAll ? refused.storing(asking, answer, now) : refused, answer);
        }
        if (choice == Choice.TURN_DOWN) {
            StatusInfo invalid = new StatusInfo("EMAIL_INVALID", "not as it was sent");
            return new Turn(refusing(asking), new ProviderResponse.Refused(invalid, false));
        }
        if (choice == Choice.BREAK) {
            return new Turn(storesAll ? storing(asking, BROKEN, now) : this, BROKEN);
        }
        boolean pays = choice != Choice.TAKE_ITS_TIME;
        ProviderRefund made = new ProviderRefund(
                "p" + (entries.size() + 1),
                asking.reference(),
                asking.amount(),
                pays ? ProviderStatus.SUCCEEDED : ProviderStatus.PENDING,
                null,
                ProviderDetails.NONE);
        Books next = with(plus(entries, new Entry(made, pays)), refusals);
        ProviderResponse answer = new ProviderResponse.Found(made);
        if (choice == Choice.BREAK_AFTER_PAYING) {
            // Where an error is not stored, the key still leads to what was made under it.
            ProviderResponse stored = storesAll ? BROKEN : answer;
            return new Turn(kind.capabilities.hasKeys() ? next.storing(asking, stored, now) : next, BROKEN);
        }
        return new Turn(kind.capabilities.hasKeys() ? next.storing(asking, answer, now) : next, answer);
    }

    private Books storing(Asking asking, ProviderResponse answer, Instant now) {
        List<Key> next = new ArrayList<>(keys);
        next.removeIf(key -> key.asking().key().equals(asking.key()));
        next.add(new Key(asking, answer, now));
        return new Books(captured, entries, next, refusals, disputes, wasDisputed);
    }

    private static boolean isRemembered(ProviderKind kind, Key key, Instant now) {
        return now.isBefore(key.storedAt().plus(kind.capabilities.idempotencyWindow()));
    }

    private @Nullable StatusInfo refusal(ProviderKind kind, Asking asking, Choice choice) {
        BigDecimal succeededBefore = asking.succeededBefore();
        if (succeededBefore != null) {
            if (entries.stream().anyMatch(e -> e.refund().status() == ProviderStatus.PENDING)) {
                return new StatusInfo("CHARGE_REFUND_IN_PROGRESS", "another refund is pending");
            }
            if (sum(e -> e.refund().status() == ProviderStatus.SUCCEEDED).compareTo(succeededBefore) != 0) {
                return new StatusInfo("PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH", "the sum is another one");
            }
        }
        if (live().add(asking.amount().amount()).compareTo(captured.amount()) > 0) {
            return new StatusInfo("REFUND_AMOUNT_OUT_OF_BOUNDS", "more than is left");
        }
        return choice == Choice.REFUSE ? new StatusInfo("CHARGE_DISPUTED", "the charge is disputed") : null;
    }

    /** @param id where it is known, it is what is asked for */
    ProviderResponse lookUp(RefundId reference, @Nullable String id) {
        for (Entry entry : entries) {
            if (id == null ? entry.isOf(reference) : entry.refund().id().equals(id)) {
                return new ProviderResponse.Found(entry.refund());
            }
        }
        return new ProviderResponse.NotFound();
    }

    ProviderResponse describe(ProviderKind kind) {
        List<ProviderRefund> refunds = entries.stream().map(Entry::refund).toList();
        return kind.capabilities.describes() == Capabilities.Describes.REFUNDS
                ? new ProviderResponse.Described(new Description.Listed(refunds))
                : new ProviderResponse.Described(new Description.Found(captured, refunds, null, disputes));
    }

    Books capturing(Money more) {
        return new Books(more, entries, keys, refusals, disputes, wasDisputed);
    }

    /** Such a provider refunds nevertheless, as with bank debits, so only the worker can hold a refund back. */
    Books disputed(Disputes next) {
        return new Books(captured, entries, keys, refusals, next, wasDisputed || next.open());
    }

    Books fromDashboard(BigDecimal amount) {
        return fromElsewhere(new Money(amount, captured.currency()), null);
    }

    /** @param reference what another system wrote where ours would stand */
    Books fromElsewhere(Money amount, @Nullable RefundId reference) {
        ProviderRefund made = new ProviderRefund(
                "p" + (entries.size() + 1), reference, amount, ProviderStatus.SUCCEEDED, null, ProviderDetails.NONE);
        return with(plus(entries, new Entry(made, true)), refusals);
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
        return with(next, refusals);
    }

    Entry entry(String id) {
        return entries.stream()
                .filter(entry -> entry.refund().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    BigDecimal live() {
        return sum(Entry::isLive);
    }

    /** As the charge counts it: a refund in another currency is in no sum of this one's. */
    BigDecimal sum(Predicate<Entry> which) {
        return entries.stream()
                .filter(which)
                .filter(e -> e.refund().amount().currency().equals(captured.currency()))
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
