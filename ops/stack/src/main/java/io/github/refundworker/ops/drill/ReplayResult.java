package io.github.refundworker.ops.drill;

import java.util.List;

/**
 * How a replay drill ended; the properties of its JSON are public.
 *
 * @param letters dead letters that the drill made
 * @param live requests that were sent on the same charges while they were replayed
 * @param replayedWhenKilled letters replayed when the first process was killed
 * @param replayedWhenInterrupted letters replayed when the second process was told to end
 * @param seconds from the first process's start to the third one's end
 * @param ledgerRefunds refunds of the drill in the provider's ledger after the first replay
 * @param ledgerRefundsAfterAnother after all letters were replayed once more
 * @param doubleRefunds refunds paid more than once, and charges refunded beyond what was captured
 * @param lost accepted refunds without an end, and requests without an answer
 * @param mismatches refunds of which ledger and statuses say different things
 * @param findings the first of what is wrong, a sentence each
 */
public record ReplayResult(
        int letters,
        int live,
        long replayedWhenKilled,
        long replayedWhenInterrupted,
        double seconds,
        long ledgerRefunds,
        long ledgerRefundsAfterAnother,
        long doubleRefunds,
        long lost,
        long mismatches,
        List<String> findings) {

    public ReplayResult {
        findings = List.copyOf(findings);
    }

    public boolean agrees() {
        return findings.isEmpty() && doubleRefunds == 0 && lost == 0 && mismatches == 0;
    }
}
