package io.github.refundworker.provider;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A provider's own books behind its protocol: what stands here was paid, whatever anybody was told. */
public final class TestLedger {
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private final Map<ChargeId, Money> charges = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<ChargeId, Disputes> disputes = new HashMap<>();
    private final Set<ChargeId> overpaid = new HashSet<>();
    private final Set<ChargeId> slow = new HashSet<>();
    private final Supplier<String> ids;
    private ProviderStatus next = ProviderStatus.SUCCEEDED;

    public TestLedger(Supplier<String> ids) {
        this.ids = ids;
    }

    /** One refund; its status may change at any time. */
    public static final class Entry {
        public final String id;
        public final ChargeId chargeId;
        public final @Nullable String reference;
        public final Money amount;
        public volatile ProviderStatus status;
        public volatile long changes = 1;

        Entry(String id, ChargeId chargeId, @Nullable String reference, Money amount, ProviderStatus status) {
            this.id = id;
            this.chargeId = chargeId;
            this.reference = reference;
            this.amount = amount;
            this.status = status;
        }

        public void becomes(ProviderStatus status) {
            this.status = status;
            changes++;
        }
    }

    /** Why a refund was not made. */
    public static final class RefusedException extends Exception {
        public final ErrorCode code;

        public RefusedException(ErrorCode code) {
            super(code.name());
            this.code = code;
        }
    }

    public synchronized void charge(ChargeId chargeId, Money captured) {
        charges.put(chargeId, captured);
    }

    public synchronized @Nullable Money captured(ChargeId chargeId) {
        return charges.get(chargeId);
    }

    /** How the disputes about a charge stand from now on. */
    public synchronized void dispute(ChargeId chargeId, Disputes now) {
        disputes.put(chargeId, now);
    }

    public synchronized Disputes disputes(ChargeId chargeId) {
        return disputes.getOrDefault(chargeId, Disputes.NONE);
    }

    /** What becomes of the refunds that are made from now on. */
    public synchronized void refundsBecome(ProviderStatus status) {
        next = status;
    }

    /** Refunds of this charge stay pending until a test settles them. */
    public synchronized void delays(ChargeId chargeId) {
        slow.add(chargeId);
    }

    /** Of refunds of this charge a cent too much is paid. */
    public synchronized void overpays(ChargeId chargeId) {
        overpaid.add(chargeId);
    }

    /** @param reference absent for one made in the dashboard */
    public synchronized Entry refund(ChargeId chargeId, @Nullable String reference, BigDecimal amount)
            throws RefusedException {
        Money captured = charges.get(chargeId);
        if (captured == null) {
            throw new RefusedException(ErrorCode.CHARGE_NOT_FOUND);
        }
        BigDecimal left = captured.amount().subtract(sum(chargeId, ProviderStatus.SUCCEEDED, ProviderStatus.PENDING));
        if (left.signum() == 0) {
            throw new RefusedException(ErrorCode.CHARGE_REFUNDED);
        }
        if (amount.compareTo(left) > 0) {
            throw new RefusedException(ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS);
        }
        BigDecimal paid = overpaid.contains(chargeId) ? amount.add(CENT) : amount;
        ProviderStatus status = slow.contains(chargeId) ? ProviderStatus.PENDING : next;
        Entry entry = new Entry(ids.get(), chargeId, reference, new Money(paid, captured.currency()), status);
        entries.add(entry);
        return entry;
    }

    /** Takes over what another book holds. */
    public synchronized void hold(String id, ChargeId chargeId, @Nullable String reference, Money amount) {
        entries.add(new Entry(id, chargeId, reference, amount, ProviderStatus.SUCCEEDED));
    }

    public Entry refundInDashboard(ChargeId chargeId, String amount) {
        try {
            return refund(chargeId, null, new BigDecimal(amount));
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    public synchronized BigDecimal sum(ChargeId chargeId, ProviderStatus... statuses) {
        return of(chargeId).stream()
                .filter(entry -> List.of(statuses).contains(entry.status))
                .map(entry -> entry.amount.amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Oldest first. */
    public synchronized List<Entry> of(ChargeId chargeId) {
        return entries.stream().filter(entry -> entry.chargeId.equals(chargeId)).toList();
    }

    public synchronized List<Entry> all() {
        return List.copyOf(entries);
    }

    public synchronized @Nullable Entry find(String id) {
        return entries.stream().filter(entry -> entry.id.equals(id)).findFirst().orElse(null);
    }

    /** The only refund of the charge. */
    public Entry only(ChargeId chargeId) {
        List<Entry> all = of(chargeId);
        if (all.size() != 1) {
            throw new AssertionError("the ledger holds " + all.size() + " refunds of " + chargeId);
        }
        return Objects.requireNonNull(all.getFirst());
    }
}
