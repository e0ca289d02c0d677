package io.github.refundworker.ops.ctl.options;

import io.github.refundworker.ops.terminal.OutputException;

/** The exit codes of {@code refundctl}. They are public API and the same for every verb. */
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

    /** What the verb did is done. */
    public static final int OUTPUT = OutputException.EXIT_CODE;

    /** A mistake of the tool itself, which prints its trace; or it could not start. */
    public static final int FAULT = 70;

    public static final int INTERRUPTED = 130;

    public static final int READER_GONE = OutputException.READER_GONE_EXIT_CODE;

    /** What the shell says of a command that SIGTERM ended. */
    public static final int TERMINATED = 143;

    private ExitCodes() {}
}
