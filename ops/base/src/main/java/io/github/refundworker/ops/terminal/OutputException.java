package io.github.refundworker.ops.terminal;

import java.io.IOException;
import java.nio.file.Path;

/** The output of a command could not be written. What the command did before stays done. */
public final class OutputException extends RuntimeException {

    /** The system's message for a pipe without a reader, in the locale that the launchers set. */
    private static final String READER_GONE = "Broken pipe";

    /** The exit code. */
    public static final int EXIT_CODE = 7;

    /** The exit code that a shell reports for a command that SIGPIPE ended. */
    public static final int READER_GONE_EXIT_CODE = 141;

    private final boolean readerGone;

    private OutputException(String message, boolean readerGone, Throwable cause) {
        super(message, cause);
        this.readerGone = readerGone;
    }

    static OutputException ofStandardOutput(IOException e) {
        return new OutputException(
                "standard output cannot be written: " + e.getMessage(), READER_GONE.equals(e.getMessage()), e);
    }

    static OutputException withoutReader() {
        return ofStandardOutput(new IOException(READER_GONE));
    }

    /** The command could not write its output file. */
    public static OutputException ofFile(Path file, IOException e) {
        return new OutputException("the file " + file + " cannot be written: " + e.getMessage(), false, e);
    }

    /**
     * Whether the reader of standard output has gone, as after {@code | head -n 1}. This is a normal end and no
     * error.
     */
    public boolean isReaderGone() {
        return readerGone;
    }

    public int exitCode() {
        return readerGone ? READER_GONE_EXIT_CODE : EXIT_CODE;
    }
}
