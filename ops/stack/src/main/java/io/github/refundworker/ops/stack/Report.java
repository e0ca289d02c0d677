package io.github.refundworker.ops.stack;

import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.ops.ledger.LedgerCheck;
import io.github.refundworker.ops.stack.Stage.SampleCharge;
import io.github.refundworker.ops.terminal.Screen;
import io.github.refundworker.ops.terminal.Screen.Part;
import io.github.refundworker.ops.terminal.Screen.Tone;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The result of the demo's traffic: a table and a sentence for people, one object for programs. */
final class Report {

    private static final String ROW = "   %-14s %16s %14s %14s %14s %8s %8s   ";

    private Report() {}

    /**
     * The summary that {@code --json} prints; its properties are public.
     *
     * @param requests records sent to the requests topic
     * @param accepted requests that became a refund
     * @param rejected how often each error code was the answer
     * @param repeated copies of a request that were answered again
     * @param deadLettered records that were kept as dead letters
     * @param ledgerRefunds refunds in the provider's ledger
     * @param doubleRefunds refunds paid more than once, and charges refunded beyond what was captured
     * @param lost accepted refunds without an end, and requests without an answer
     * @param mismatches refunds of which ledger and statuses say different things
     * @param review refunds that wait for a person
     */
    record Summary(
            int requests,
            int accepted,
            Map<String, Integer> rejected,
            int repeated,
            int deadLettered,
            long ledgerRefunds,
            long doubleRefunds,
            long lost,
            long mismatches,
            long review) {}

    static Summary summary(Journal.Totals totals, LedgerCheck.Result result) {
        return new Summary(
                totals.requests(),
                totals.accepted(),
                totals.rejected(),
                totals.repeated(),
                totals.deadLettered(),
                result.ledgerRefunds(),
                result.doubleRefunds(),
                result.lost(),
                result.mismatches(),
                result.review());
    }

    static void table(Screen screen, Iterable<SampleCharge> charges, Journal journal, LedgerCheck check) {
        screen.line("");
        screen.line(Tone.TITLE, "What the provider's ledger paid, and what refund-status says");
        screen.line(
                Tone.DIM,
                ROW.formatted("charge", "captured", "ledger paid", "statuses say", "left", "refunds", "rejected"));
        List<Refund> refunds = journal.refunds();
        for (SampleCharge charge : charges) {
            if (charge.one()) {
                row(screen, charge, refunds, journal, check);
            }
        }
    }

    private static void row(
            Screen screen, SampleCharge charge, List<Refund> refunds, Journal journal, LedgerCheck check) {
        BigDecimal said = BigDecimal.ZERO;
        int count = 0;
        for (Refund refund : refunds) {
            if (refund.chargeId().equals(charge.id())) {
                count++;
                if (refund.status() == RefundStatus.SUCCEEDED) {
                    said = said.add(new BigDecimal(refund.amount()));
                }
            }
        }
        BigDecimal paid = check.paidOf(charge.id());
        ChargeBalance balance = journal.balance(charge.id());
        boolean agree = paid.compareTo(said) == 0;
        String row = ROW.formatted(
                charge.id(),
                charge.amount().toPlainString() + " " + charge.currencyCode(),
                paid.toPlainString(),
                said.toPlainString(),
                balance == null ? "?" : balance.refundableAmount(),
                count,
                journal.rejectedOf(charge.id()));
        screen.line(List.of(
                new Part(Tone.PLAIN, row), agree ? new Part(Tone.GOOD, "agree") : new Part(Tone.BAD, "DIFFER")));
    }

    static void verdict(Screen screen, Summary summary, LedgerCheck.Result result) {
        int rejected =
                summary.rejected().values().stream().mapToInt(Integer::intValue).sum();
        screen.line("");
        screen.line("   " + summary.requests() + " requests: " + summary.accepted() + " accepted, " + rejected
                + " rejected, " + summary.repeated() + " repeated, " + summary.deadLettered() + " dead letters");
        screen.line(
                result.agrees() ? Tone.GOOD : Tone.BAD,
                "   " + summary.ledgerRefunds() + " refunds in the ledger: " + summary.doubleRefunds() + " paid twice, "
                        + summary.lost() + " lost, " + summary.mismatches() + " with a wrong status");
        if (summary.review() > 0) {
            screen.line(
                    Tone.WARN,
                    "   " + summary.review()
                            + " wait for a person, as the provider does not say what became of them:"
                            + " ops/refundctl review list");
        }
        result.findings().forEach(finding -> screen.line(Tone.BAD, "   " + finding));
    }

    /** @param struck how often, by the simulator's name of the fault */
    static void faults(Screen screen, Map<String, Long> struck) {
        String all = String.join(
                ", ",
                new TreeMap<>(struck)
                        .entrySet().stream()
                                .map(fault -> fault.getValue() + " " + fault.getKey())
                                .toList());
        screen.line(Tone.WARN, "   faults that struck: " + (all.isEmpty() ? "none" : all));
    }
}
