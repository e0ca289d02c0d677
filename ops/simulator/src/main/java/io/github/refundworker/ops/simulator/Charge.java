package io.github.refundworker.ops.simulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A captured charge and its refunds. Callers that read or change them hold the charge's monitor. */
final class Charge {
    private final String id;
    private final BigDecimal captured;
    private final String currencyCode;
    private final @Nullable Faults faults;
    // Most charges of a drill have one refund or none. A million empty lists would fill most of the heap.
    private List<Refund> refunds = List.of();
    private boolean disputed;
    private BigDecimal chargedBack = BigDecimal.ZERO;
    private Ledger.@Nullable Batch lastWrite;

    private Charge(String id, BigDecimal captured, String currencyCode, @Nullable Faults faults) {
        this.id = id;
        this.captured = captured;
        this.currencyCode = currencyCode;
        this.faults = faults;
    }

    /** The charge of a line of the ledger. */
    static Charge of(LedgerLine.ChargeCreated line) {
        Charge charge = new Charge(
                line.chargeId(),
                new BigDecimal(line.amount()),
                Money.currency(line.currencyCode()).getCurrencyCode(),
                line.faults() == null ? null : new Faults(line.faults()));
        charge.become(line.disputed(), BigDecimal.ZERO);
        return charge;
    }

    String id() {
        return id;
    }

    BigDecimal captured() {
        return captured;
    }

    String currencyCode() {
        return currencyCode;
    }

    /** Whether a dispute is open. */
    synchronized boolean disputed() {
        return disputed;
    }

    /** What the payer's bank took back; while a dispute is open, what it is about. */
    synchronized BigDecimal chargedBack() {
        return chargedBack;
    }

    synchronized void become(boolean nowDisputed, BigDecimal nowChargedBack) {
        disputed = nowDisputed;
        chargedBack = nowChargedBack;
    }

    @Nullable
    Faults faults() {
        return faults;
    }

    /** The amount that may still be refunded. */
    synchronized BigDecimal left() {
        BigDecimal left = captured.subtract(chargedBack);
        for (Refund refund : refunds) {
            if (refund.status().holdsMoney()) {
                left = left.subtract(refund.amount());
            }
        }
        return left;
    }

    synchronized List<Refund> refunds() {
        return List.copyOf(refunds);
    }

    synchronized void add(Refund refund) {
        if (refunds.isEmpty()) {
            refunds = new ArrayList<>(1);
        }
        refunds.add(refund);
    }

    synchronized void written(Ledger.Batch batch) {
        lastWrite = batch;
    }

    /** Waits until every decision about this charge is on disk. Nothing is reported before. */
    void awaitDurable() {
        Ledger.Batch batch;
        synchronized (this) {
            batch = lastWrite;
        }
        if (batch == null) {
            return;
        }
        batch.await();
        synchronized (this) {
            if (lastWrite == batch) {
                lastWrite = null;
            }
        }
    }
}
