package io.github.refundworker.ops.ctl;

/** What {@code refundctl} returns to the shell; public, and the same for every verb. */
final class ExitCodes {

    static final int OK = 0;
    /** Done, but not all of it, or not with the wished-for result. */
    static final int PARTLY = 1;

    static final int USAGE = 2;
    static final int NOTHING_MATCHED = 3;
    /** Refused for safety. */
    static final int REFUSED = 4;

    static final int NOT_ALLOWED = 5;
    /** The broker, or another part of the stack that the verb needs. */
    static final int UNREACHABLE = 6;

    private ExitCodes() {}
}
