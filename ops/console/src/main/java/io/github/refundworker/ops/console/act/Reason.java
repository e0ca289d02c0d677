package io.github.refundworker.ops.console.act;

/** Why a person acts, as the audit log keeps it. */
final class Reason {

    private static final int LONGEST = 1_000;

    private Reason() {}

    /** @throws NotDoneException if there is none */
    static String of(String why) {
        String reason = why.strip();
        if (reason.isEmpty()) {
            throw new NotDoneException("Say why. The audit log keeps your reason.");
        }
        if (reason.length() > LONGEST) {
            throw new NotDoneException("A reason has at most " + LONGEST + " characters.");
        }
        return reason;
    }
}
