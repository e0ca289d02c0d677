package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.ledger.LedgerCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * How a disaster drill ended; the properties of its JSON are public.
 *
 * @param ledgerRefunds refunds in the provider's ledger
 * @param doubled refunds that the ledger holds more than once
 * @param lost requests and accepted refunds without an end
 * @param wrong refunds whose status, amount or currency differ from the ledger
 * @param review refunds that wait for a person
 * @param findings what is wrong, a sentence each
 */
public record DisasterResult(
        long ledgerRefunds, long doubled, long lost, long wrong, long review, List<String> findings) {

    public DisasterResult {
        findings = List.copyOf(findings);
    }

    static DisasterResult of(LedgerCheck.Result verdict, List<String> more) {
        List<String> findings = new ArrayList<>(verdict.findings());
        findings.addAll(more);
        return new DisasterResult(
                verdict.ledgerRefunds(),
                verdict.doubleRefunds(),
                verdict.lost(),
                verdict.mismatches(),
                verdict.review(),
                findings);
    }

    /** Whether nothing is wrong. */
    public boolean isRight() {
        return doubled == 0 && lost == 0 && wrong == 0 && review == 0 && findings.isEmpty();
    }
}
