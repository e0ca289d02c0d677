package io.github.refundworker.ops.simulator;

import io.github.refundworker.ops.simulator.LedgerLine.AnswerStored;
import io.github.refundworker.ops.simulator.LedgerLine.ChargeCreated;
import io.github.refundworker.ops.simulator.LedgerLine.DisputeChanged;
import io.github.refundworker.ops.simulator.LedgerLine.RefundMade;
import io.github.refundworker.ops.simulator.LedgerLine.Settlement;
import io.github.refundworker.ops.simulator.LedgerLine.StatusChanged;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The provider's books: charges, refunds and idempotency keys in memory. Every change is written to the ledger
 * first.
 *
 * <p>Changes are made under the monitor of their charge, so the ledger has them in the order of decision. A caller
 * waits for {@link Charge#awaitDurable} before it reports a change.
 */
final class Book implements AutoCloseable {
    static final ProviderError FAILED = new ProviderError("REFUND_FAILED", "The refund failed at the provider");

    private final Map<String, Charge> charges = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Long, Refund> refunds = new ConcurrentSkipListMap<>();
    private final Map<String, Refund> byReference = new ConcurrentHashMap<>();
    private final IdempotencyKeys keys = new IdempotencyKeys();
    private final AtomicLong lastNumber = new AtomicLong();
    private final ScheduledExecutorService settlements = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("settlements").factory());
    private final InstantSource clock;
    private final @Nullable Notices notices;
    private final Ledger ledger;

    /**
     * Opens the books of a directory. Refunds that were pending still settle at their time.
     *
     * @param notices sends webhooks about changes without a request, if anybody wants them
     */
    Book(Path directory, InstantSource clock, @Nullable Notices notices) throws IOException {
        this.clock = clock;
        this.notices = notices;
        Map<Long, Settlement> unsettled = new HashMap<>();
        this.ledger = Ledger.open(directory, line -> replay(line, unsettled));
        unsettled.forEach((number, settlement) -> schedule(refund(number), settlement));
    }

    IdempotencyKeys keys() {
        return keys;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Nullable
    Charge charge(String chargeId) {
        return charges.get(chargeId);
    }

    /**
     * Finds a refund by the caller's reference (the latest one, if the reference was used twice) or by the
     * provider's id.
     */
    @Nullable
    Refund refund(String referenceOrId) {
        Refund refund = byReference.get(referenceOrId);
        return refund != null ? refund : refunds.get(Refund.numberOf(referenceOrId));
    }

    /** All refunds in the order of their ids. */
    Collection<Refund> refunds() {
        return refunds.values();
    }

    /** Creates all charges, or none if one of them exists or is invalid. They are durable on return. */
    List<Charge> create(List<ChargeRequest> requests) {
        Map<String, ChargeCreated> lines = HashMap.newHashMap(requests.size());
        for (ChargeRequest request : requests) {
            Money.charged(request.amount(), request.currencyCode());
            String id = request.chargeId() != null ? request.chargeId() : "ch_" + UUID.randomUUID();
            ChargeCreated line = new ChargeCreated(
                    id,
                    request.amount(),
                    request.currencyCode(),
                    Boolean.TRUE.equals(request.disputed()),
                    request.faults(),
                    now());
            if (charges.containsKey(id) || lines.put(id, line) != null) {
                throw chargeExists(id);
            }
        }
        List<Charge> created = lines.values().stream().map(this::create).toList();
        created.forEach(Charge::awaitDurable);
        return created;
    }

    private Charge create(ChargeCreated line) {
        Charge charge = Charge.of(line);
        synchronized (charge) {
            if (charges.putIfAbsent(charge.id(), charge) != null) {
                throw chargeExists(charge.id());
            }
            write(charge, LedgerLine.of(line));
        }
        return charge;
    }

    private static Problem chargeExists(String chargeId) {
        return Problem.of(409, "CHARGE_EXISTS", "There is a charge " + chargeId + " already");
    }

    /** Makes a refund. The caller holds the charge's monitor and has checked the refundable amount. */
    Refund refund(
            Charge charge,
            @Nullable String reference,
            BigDecimal amount,
            RefundStatus status,
            @Nullable Settlement settles,
            @Nullable AnswerStored key) {
        BigDecimal money = Money.atScaleOf(charge.captured(), amount);
        RefundMade line = new RefundMade(
                lastNumber.incrementAndGet(),
                reference,
                charge.id(),
                money.toPlainString(),
                status,
                settles,
                key,
                now());
        write(charge, LedgerLine.of(line));
        Refund refund = enter(line, charge, money);
        if (settles != null) {
            schedule(refund, settles);
        }
        if (reference == null) {
            tell("refund.created", refund);
        }
        return refund;
    }

    /** Stores a refusal or an error as the answer of its key. The caller holds the charge's monitor. */
    void refused(Charge charge, AnswerStored answer) {
        write(charge, LedgerLine.of(answer));
    }

    /** Changes a refund's status. The change is durable on return. */
    void move(Refund refund, RefundStatus next, @Nullable ProviderError why) {
        Charge charge = refund.charge();
        synchronized (charge) {
            RefundStatus status = refund.status();
            if (status != next) {
                if (!status.canBecome(next)) {
                    throw Problem.of(409, "ILLEGAL_TRANSITION", "A refund " + status + " does not become " + next);
                }
                if (!status.holdsMoney() && refund.amount().compareTo(charge.left()) > 0) {
                    throw Problem.refusal("REFUND_AMOUNT_OUT_OF_BOUNDS", "The money was refunded otherwise meanwhile");
                }
                change(refund, next, why);
            }
        }
        charge.awaitDurable();
    }

    /** Changes how the dispute about a charge stands. The change is durable on return. */
    void dispute(Charge charge, boolean open, BigDecimal chargedBack) {
        synchronized (charge) {
            write(charge, LedgerLine.of(new DisputeChanged(charge.id(), open, chargedBack.toPlainString(), now())));
            charge.become(open, chargedBack);
            if (notices != null) {
                notices.tellOfCharge(charge);
            }
        }
        charge.awaitDurable();
    }

    Stats.LedgerSize size() {
        return new Stats.LedgerSize(charges.size(), refunds.size(), keys.size(), ledger.lines(), ledger.bytes());
    }

    @Override
    public void close() {
        settlements.shutdownNow();
        if (notices != null) {
            notices.close();
        }
        ledger.close();
    }

    private void schedule(Refund refund, Settlement settlement) {
        long wait = Math.max(0, Duration.between(now(), settlement.at()).toMillis());
        var _ = settlements.schedule(() -> settle(refund, settlement.outcome()), wait, TimeUnit.MILLISECONDS);
    }

    private void settle(Refund refund, RefundStatus outcome) {
        synchronized (refund.charge()) {
            // Somebody may have settled it by hand.
            if (refund.status() == RefundStatus.PENDING) {
                change(refund, outcome, outcome == RefundStatus.FAILED ? FAILED : null);
            }
        }
    }

    private void change(Refund refund, RefundStatus next, @Nullable ProviderError why) {
        write(refund.charge(), LedgerLine.of(new StatusChanged(refund.number(), next, why, now())));
        refund.become(next, why);
        tell("refund.updated", refund);
    }

    private void tell(String type, Refund refund) {
        if (notices != null) {
            notices.tell(type, refund);
        }
    }

    private void write(Charge charge, LedgerLine line) {
        charge.written(ledger.append(line));
    }

    private Refund enter(RefundMade line, Charge charge, BigDecimal amount) {
        Refund refund = new Refund(
                line.number(),
                line.reference(),
                charge,
                amount,
                line.status(),
                line.at().toEpochMilli());
        charge.add(refund);
        refunds.put(refund.number(), refund);
        if (refund.reference() != null) {
            byReference.put(refund.reference(), refund);
        }
        return refund;
    }

    private void replay(LedgerLine line, Map<Long, Settlement> unsettled) {
        if (line.charge() != null) {
            charges.put(line.charge().chargeId(), Charge.of(line.charge()));
        }
        if (line.refund() != null) {
            RefundMade made = line.refund();
            Refund refund = enter(made, known(made.chargeId()), new BigDecimal(made.amount()));
            lastNumber.accumulateAndGet(made.number(), Math::max);
            if (made.settles() != null) {
                unsettled.put(made.number(), made.settles());
            }
            if (made.key() != null) {
                keys.store(made.key(), refund);
            }
        }
        if (line.dispute() != null) {
            known(line.dispute().chargeId())
                    .become(line.dispute().open(), new BigDecimal(line.dispute().chargedBack()));
        }
        if (line.answer() != null) {
            keys.store(line.answer(), null);
        }
        if (line.status() != null) {
            refund(line.status().number())
                    .become(line.status().status(), line.status().error());
            unsettled.remove(line.status().number());
        }
    }

    private Charge known(String chargeId) {
        Charge charge = charges.get(chargeId);
        if (charge == null) {
            throw new IllegalStateException("the ledger has no charge " + chargeId);
        }
        return charge;
    }

    private Refund refund(long number) {
        Refund refund = refunds.get(number);
        if (refund == null) {
            throw new IllegalStateException("the ledger has no refund " + number);
        }
        return refund;
    }
}
