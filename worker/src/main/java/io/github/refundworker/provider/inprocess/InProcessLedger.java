package io.github.refundworker.provider.inprocess;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.RefundId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything an in-process provider has paid, one entry a reference, for as long as the process lives. About 250 bytes
 * an entry, so that a load run of a million fits.
 */
public final class InProcessLedger {
    private final ConcurrentHashMap<RefundId, Paid> paid = new ConcurrentHashMap<>();
    private final LongAdder repeats = new LongAdder();

    private record Paid(String chargeId, BigDecimal amount, String currency, long at) {
        boolean isSameAs(Paid other) {
            return chargeId.equals(other.chargeId)
                    && amount.compareTo(other.amount) == 0
                    && currency.equals(other.currency);
        }
    }

    /**
     * One refund as the ledger holds it.
     *
     * @param id the provider's
     */
    public record Entry(String id, RefundId reference, ChargeId chargeId, Money amount, Instant created) {}

    /** Every refund paid; consistent entry by entry while payments go on. */
    public Stream<Entry> entries() {
        return paid.entrySet().stream().map(e -> entry(e.getKey(), e.getValue()));
    }

    public long size() {
        return paid.mappingCount();
    }

    /** How often a reference that was already paid was sent again and answered from the ledger. */
    public long repeats() {
        return repeats.sum();
    }

    /** Pays once per reference; absent when the reference was used for another payment. */
    @Nullable
    Entry pay(RefundId reference, ChargeId chargeId, Money amount, Instant now) {
        // Interned, because a load run uses one or two currencies a million times.
        Paid wanted = new Paid(
                chargeId.value(), amount.amount(), amount.currency().value().intern(), now.toEpochMilli());
        Paid before = paid.putIfAbsent(reference, wanted);
        if (before == null) {
            return entry(reference, wanted);
        }
        repeats.increment();
        return before.isSameAs(wanted) ? entry(reference, before) : null;
    }

    @Nullable
    Entry find(RefundId reference) {
        Paid found = paid.get(reference);
        return found == null ? null : entry(reference, found);
    }

    private static Entry entry(RefundId reference, Paid paid) {
        return new Entry(
                idOf(reference),
                reference,
                new ChargeId(paid.chargeId()),
                new Money(paid.amount(), new CurrencyCode(paid.currency())),
                Instant.ofEpochMilli(paid.at()));
    }

    private static String idOf(RefundId reference) {
        return "inproc-" + reference;
    }
}
