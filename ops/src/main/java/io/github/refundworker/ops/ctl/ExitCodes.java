package io.github.refundworker.ops.ctl;

/** What {@code refundctl} returns to the shell; public, and the same for every verb. */
public final class ExitCodes {

    public static final int OK = 0;
    /** Done, but not all of it, or not with the wished-for result. */
    public static final int PARTLY = 1;

    public static final int USAGE = 2;
    public static final int NOTHING_MATCHED = 3;
    /** Refused for safety. */
    public static final int REFUSED = 4;

    public static final int NOT_ALLOWED = 5;
    /** The broker, or another part of the stack that the verb needs. */
    public static final int UNREACHABLE = 6;

    public static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
