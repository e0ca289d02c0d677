package io.github.refundworker.ops.ledger;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.ops.client.LedgerEntry;
import io.github.refundworker.ops.client.Reviews;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the provider's ledger with the status topic. Pass it the newest snapshot of each refund ({@link #says}),
 * then the ledger ({@link #paid}); {@link #result} gives the verdict. Not safe for use by several threads.
 */
public final class LedgerCheck {

    private static final int FINDINGS_KEPT = 20;

    private final Map<String, Claim> byRefund = new HashMap<>();
    private final Map<String, Claim> byProviderRefund = new HashMap<>();
    private final Map<String, BigDecimal> captured = new HashMap<>();
    private final Map<String, BigDecimal> paidOfCharge = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();

    private long ledgerRefunds;
    private long doubleRefunds;
    private long mismatches;

    /**
     * The verdict. If all is well, everything but the first component is zero.
     *
     * @param ledgerRefunds refunds in the ledger, whatever their status
     * @param doubleRefunds refunds that the ledger holds more than once, and charges refunded beyond the captured
     *     amount
     * @param lost accepted refunds without an end, and requests without any answer
     * @param mismatches refunds whose status, amount or currency differ, and refunds that only one side knows
     * @param review refunds in review: their outcome is unknown, and no status event claims one
     * @param findings the first faults, one sentence each
     */
    public record Result(
            long ledgerRefunds, long doubleRefunds, long lost, long mismatches, long review, List<String> findings) {

        public Result {
            findings = List.copyOf(findings);
        }

        public boolean agrees() {
            return doubleRefunds == 0 && lost == 0 && mismatches == 0;
        }
    }

    /** The status topic's snapshot of one refund, and the ledger's entries for it so far. */
    private static final class Claim {
        final String refundId;
        final String chargeId;
        final String currencyCode;
        BigDecimal amount;
        RefundStatus status;
        boolean inReview;
        long revision;
        int entries;
        int paidEntries;

        @Nullable
        RefundStatus ledgerStatus;

        boolean differs;

        Claim(String refundId, String chargeId, String currencyCode, BigDecimal amount, RefundStatus status) {
            this.refundId = refundId;
            this.chargeId = chargeId;
            this.currencyCode = currencyCode;
            this.amount = amount;
            this.status = status;
        }
    }

    /** Sets the captured amount of a charge. Charges without one are not checked for refunds beyond it. */
    public void charge(String chargeId, BigDecimal amount) {
        captured.put(chargeId, amount);
    }

    /** Takes a snapshot from the status topic. A snapshot older than the known one is ignored. */
    public void says(Refund refund) {
        says(
                refund.id(),
                refund.revision(),
                refund.chargeId(),
                new BigDecimal(refund.amount()),
                refund.currencyCode(),
                refund.status(),
                Reviews.isInReview(refund));
        if (refund.providerRefundId() != null) {
            Claim claim = byRefund.get(refund.id());
            if (claim != null) {
                byProviderRefund.put(refund.providerRefundId(), claim);
            }
        }
    }

    /** The same from single values, for callers that read millions. */
    public void says(
            String refundId,
            long revision,
            String chargeId,
            BigDecimal amount,
            String currencyCode,
            RefundStatus status,
            boolean inReview) {
        Claim claim = byRefund.computeIfAbsent(refundId, id -> new Claim(id, chargeId, currencyCode, amount, status));
        if (revision >= claim.revision) {
            claim.revision = revision;
            claim.status = status;
            claim.inReview = inReview;
            claim.amount = amount;
        }
    }

    /** Takes an entry of the ledger. Each entry must be passed once. */
    public void paid(LedgerEntry entry) {
        ledgerRefunds++;
        if (movedMoney(entry.status())) {
            paidOfCharge.merge(entry.chargeId(), entry.amount(), BigDecimal::add);
        }
        Claim claim = claimOf(entry);
        if (claim == null) {
            mismatch("the ledger holds " + entry.id() + " of charge " + entry.chargeId() + ", no status event does");
            return;
        }
        claim.entries++;
        claim.ledgerStatus = entry.status();
        if (entry.status() != RefundStatus.FAILED && ++claim.paidEntries == 2) {
            doubled("refund " + claim.refundId + " of charge " + claim.chargeId + " is in the ledger more than once");
        }
        if (entry.amount().compareTo(claim.amount) != 0
                || !entry.currencyCode().equals(claim.currencyCode)
                || !entry.chargeId().equals(claim.chargeId)) {
            claim.differs = true;
        }
    }

    private @Nullable Claim claimOf(LedgerEntry entry) {
        Claim claim = entry.reference() == null ? null : byRefund.get(entry.reference());
        return claim == null ? byProviderRefund.get(entry.id()) : claim;
    }

    private static boolean movedMoney(RefundStatus status) {
        return status == RefundStatus.PENDING || status == RefundStatus.SUCCEEDED;
    }

    /**
     * The verdict. Call this once.
     *
     * @param unanswered requests that neither an event nor a dead letter answers
     */
    public Result result(long unanswered) {
        long open = 0;
        long review = 0;
        for (Claim claim : byRefund.values()) {
            if (claim.inReview) {
                review++;
            } else if (claim.status == RefundStatus.PENDING) {
                open++;
                find("refund " + claim.refundId + " of charge " + claim.chargeId + " is still PENDING");
            }
            if (claim.differs || !statusesAgree(claim)) {
                mismatch("refund " + claim.refundId + " of charge " + claim.chargeId + ": the statuses say "
                        + claim.status + " " + claim.amount.toPlainString() + " " + claim.currencyCode + ", the ledger "
                        + (claim.ledgerStatus == null ? "nothing" : claim.ledgerStatus)
                        + (claim.differs ? " with another amount, currency or charge" : ""));
            }
        }
        paidOfCharge.forEach((chargeId, paid) -> {
            BigDecimal limit = captured.get(chargeId);
            if (limit != null && paid.compareTo(limit) > 0) {
                doubled("charge " + chargeId + " of " + limit.toPlainString() + " was refunded "
                        + paid.toPlainString());
            }
        });
        if (unanswered > 0) {
            find(unanswered + " requests have no answer");
        }
        return new Result(ledgerRefunds, doubleRefunds, open + unanswered, mismatches, review, findings);
    }

    private static boolean statusesAgree(Claim claim) {
        return switch (claim.status) {
            case SUCCEEDED, REVERSED -> claim.ledgerStatus == claim.status;
            case FAILED -> claim.ledgerStatus == null || claim.ledgerStatus == RefundStatus.FAILED;
            // The call may still be under way, so the ledger has no entry or a pending one. With any other entry an
            // event is missing.
            case PENDING -> claim.inReview || claim.ledgerStatus == null || claim.ledgerStatus == RefundStatus.PENDING;
        };
    }

    /** The sum that the ledger paid of a charge and did not get back. */
    public BigDecimal paidOf(String chargeId) {
        return paidOfCharge.getOrDefault(chargeId, BigDecimal.ZERO);
    }

    private void doubled(String finding) {
        doubleRefunds++;
        find(finding);
    }

    private void mismatch(String finding) {
        mismatches++;
        find(finding);
    }

    private void find(String finding) {
        if (findings.size() < FINDINGS_KEPT) {
            findings.add(finding);
        }
    }
}
